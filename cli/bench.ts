import { z } from "zod";
import { ollamaControl } from "../composer/agent/models/ollama-control.ts";
import { prompts } from "../composer/agent/prompt/sent.ts";
import { modelSettings } from "../composer/agent/tiers/settings.ts";
import { parseSettings } from "../kernel/config.ts";
import { UserError } from "../kernel/errors.ts";
import { adviceOf } from "./bench/advice.ts";
import type { Reading } from "./bench/measure.ts";
import { measure } from "./bench/measure.ts";
import { optionsOf } from "./options.ts";
import type { Command, Terminal } from "./terminal.ts";

const USAGE = "bench models [--json]";
const SENTENCES = ["it is rather dark in the hall", "who forgot to close something tonight"] as const;
const LOOK_MS = 500;
const health = z.object({ parts: z.record(z.string(), z.string()) });

/** steward bench models: how fast the configured Ollama is with this house's prompt, and what to do about it. */
export const bench: Command = async ({ args, source, client, print, note }) => {
  const { values, positionals } = optionsOf(args, { json: { type: "boolean" } }, USAGE);
  if (positionals.join() !== "models") throw new UserError(`What can be measured is models. Usage: steward ${USAGE}`);
  const { OLLAMA_URL: url, STEWARD_LOCAL_MODEL: name } = parseSettings(modelSettings, source);
  if (url === undefined) throw new UserError("There is no Ollama to measure: OLLAMA_URL is not set (docs/models.md).");
  note(`${name} reads what this house tells it, cold and warm; it is unloaded in between.`);
  const { isHeld, sentences } = await asked(client, note);
  const measured = await measure({ url, name, control: ollamaControl({ url, name }), sentences, fetch });
  const advice = adviceOf(measured, isHeld);
  if (values.json) return print(JSON.stringify({ model: name, ...measured, ...advice }));
  const { cold, warm, onGpu } = measured;
  const speed = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} tokens a second`;
  print(
    `${name}: ${Math.round(onGpu * 100)} % on a graphics card; reads ${speed(advice.promptSpeed)}, writes ${speed(advice.answerSpeed)}`,
  );
  print(`cold  ${line(cold)}   a command takes ${advice.coldSeconds.toFixed(1)} s`);
  print(`warm  ${line(warm)}   a command takes ${advice.warmSeconds.toFixed(1)} s`);
  for (const warning of advice.warnings) print(warning);
  print(advice.advice);
};

const line = ({ loadMs, promptTokens, promptMs }: Reading) =>
  `load ${(loadMs / 1000).toFixed(1)} s, ${promptTokens} tokens read in ${(promptMs / 1000).toFixed(2)} s`;

/** What the composer would send, once its own warm-up is over: both at a time would measure each other. */
async function asked(client: Terminal["client"], note: Terminal["note"]) {
  const composer = await client();
  const word = async () => health.parse((await composer.request("GET", "/health")).body).parts["local model"];
  if ((await word()) === "warming") note("Waiting until Steward's own warm-up is over.");
  while ((await word()) === "warming") await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  const sent = async (text: string) => {
    const { body } = await composer.request("GET", `/api/prompt?${new URLSearchParams({ text })}`);
    return prompts.parse(body).local;
  };
  return { isHeld: (await word()) === "ok", sentences: [await sent(SENTENCES[0]), await sent(SENTENCES[1])] as const };
}
