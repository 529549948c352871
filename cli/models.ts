import { hasLlama, installLlama, llamaFolder } from "../composer/agent/models/llama/install.ts";
import type { Source } from "../kernel/config.ts";
import { exec } from "../kernel/exec.ts";
import { UserError } from "../kernel/errors.ts";
import { silentLog } from "../kernel/log.ts";
import type { Models, Shelf } from "../voice-edge/models/index.ts";
import { createModels } from "../voice-edge/models/index.ts";
import { readVoiceSettings } from "../voice-edge/settings.ts";
import { optionsOf } from "./options.ts";
import type { Command, Terminal } from "./terminal.ts";

const USAGE = "models list|pull|verify [NAME…] (pull without a name: the one that is used), models add llama";
const MB = 1_000_000;

/** steward models: what speech needs on this machine, fetched and checked. Exits 1 when a file is wrong. */
export const models: Command = async ({ args, source, print, note }) => {
  const [verb = "list", ...names] = optionsOf(args, {}, USAGE).positionals;
  const settings = readVoiceSettings(source);
  const shelf = createModels({
    folder: settings.STEWARD_MODELS_DIR,
    place: settings.STEWARD_MODELS_URL,
    fetch,
    log: silentLog,
  });
  if (verb === "add") return add(names, source, { print, note });
  if (verb === "list") return list(shelf, settings.STEWARD_STT_MODEL, print);
  if (verb === "pull") return pull(shelf, names.length > 0 ? names : [settings.STEWARD_STT_MODEL], { print, note });
  if (verb === "verify") return verify(shelf, names, print);
  throw new UserError(`There is no models ${verb}. Usage: steward ${USAGE}`);
};

/** What runs model files beside Steward is no dependency: it comes when it is asked for. */
async function add(names: string[], source: Source, { print, note }: Pick<Terminal, "print" | "note">) {
  if (names.join() !== "llama")
    throw new UserError("What can be added is llama: it runs a model file (STEWARD_LOCAL_GGUF).");
  const folder = llamaFolder(source["STEWARD_DATA"] || "./data");
  if (hasLlama(folder)) return print(`llama is there (${folder}).`);
  note("npm installs node-llama-cpp and its build for this machine: some 85 MB");
  print(
    `llama ${await installLlama(folder, exec)} is there (${folder}); STEWARD_LOCAL_GGUF=… names the model it runs.`,
  );
}

async function list(models: Models, used: string, print: Terminal["print"]): Promise<void> {
  for (const model of await models.list()) {
    const name = model.name === used ? `${model.name} (used)` : model.name;
    print([name.padEnd(18), stateOf(model).padEnd(16), `${model.use}; ${model.licence}`].join("  "));
  }
}

async function pull(models: Models, names: string[], { print, note }: Pick<Terminal, "print" | "note">) {
  const known = await models.list();
  for (const name of names) {
    const bytes = known.find((model) => model.name === name)?.bytes ?? 0;
    let told = 0;
    const onBytes = (here: number) => {
      const tenth = Math.floor((here * 10) / bytes);
      if (tenth > told && tenth < 10) note(`${name}: ${mb(here)} of ${mb(bytes)} MB`);
      told = Math.max(told, tenth);
    };
    await models.need(name, { onBytes });
    print(`${name} is here (${known.find((model) => model.name === name)?.licence}).`);
  }
}

async function verify(models: Models, names: string[], print: Terminal["print"]): Promise<number> {
  const here = (await models.list()).filter(({ isHere }) => isHere).map(({ name }) => name);
  const asked = names.length > 0 ? names : here;
  if (asked.length === 0) print("No model is here.");
  const found = await Promise.all(asked.map(async (name) => [name, await models.verify(name)] as const));
  for (const [name, state] of found) print(`${name} is ${state}${state === "wrong" ? ", and was taken away" : ""}.`);
  return found.every(([, state]) => state === "right") ? 0 : 1;
}

function stateOf({ bytes, here, isHere }: Shelf): string {
  if (isHere) return `here, ${mb(bytes)} MB`;
  return here > 0 ? `${mb(here)} of ${mb(bytes)} MB` : `${mb(bytes)} MB to fetch`;
}

const mb = (bytes: number) => (bytes / MB).toFixed(bytes < MB ? 2 : 0);
