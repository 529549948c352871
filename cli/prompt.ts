import { prompts } from "../composer/agent/prompt/sent.ts";
import { optionsOf } from "./options.ts";
import type { Command } from "./terminal.ts";

const USAGE = 'prompt ["a sentence"] [--cloud] [--area ROOM] [--json]';
const OPTIONS = { cloud: { type: "boolean" }, area: { type: "string" }, json: { type: "boolean" } } as const;

/** steward prompt: what a model is sent for a sentence, part by part, and what each costs in o200k tokens. */
export const prompt: Command = async ({ args, client, print }) => {
  const { values, positionals } = optionsOf(args, OPTIONS, USAGE);
  const text = positionals.join(" ").trim();
  const query = new URLSearchParams({ ...(text && { text }), ...(values.area && { area: values.area }) });
  const { body } = await (await client()).request("GET", `/api/prompt?${query}`);
  const { [values.cloud ? "cloud" : "local"]: sent } = prompts.parse(body);
  const { countTokens } = await import("gpt-tokenizer/encoding/o200k_base");
  const tools = sent.tools.map((tool) => ({ tool, tokens: countTokens(tool) }));
  const [system, user] = [countTokens(sent.system), countTokens(sent.user)];
  const all = tools.reduce((sum, { tokens }) => sum + tokens, 0);
  if (values.json)
    return print(JSON.stringify({ ...sent, tokens: { system, tools: all, user, all: system + all + user } }));
  const title = (name: string, tokens: number) => print(`— ${name}: ${tokens} tokens`);
  title("the same for everybody, always: system", system);
  print(sent.system);
  title(`and ${tools.length} tools`, all);
  for (const { tool, tokens } of tools) print(`${String(tokens).padStart(4)}  ${tool}`);
  title("the user's turn", user);
  print(sent.user);
  title("together", system + all + user);
};
