import { UserError } from "../../../kernel/errors.ts";
import type { Finding } from "../../../kernel/server.ts";
import type { Model } from "../models/model.ts";
import type { MemoryControl } from "../models/control.ts";
import { llamaModel } from "../models/llama/index.ts";
import { llamaFolder } from "../models/llama/install.ts";
import { ollamaControl, ollamaHost } from "../models/ollama-control.ts";
import { ollamaModel } from "../models/ollama.ts";
import type { LoggedBreaker } from "./breaker.ts";
import { createBreaker } from "./breaker.ts";
import type { HeldModel } from "./memory.ts";
import { holdModel } from "./memory.ts";
import type { OpenParts } from "./open.ts";
import type { Tier } from "./types.ts";

/** What a model reads before it is asked anything, so that the first sentence need not wait for that. */
const WARMING = "Say ok.";

export interface LocalTier extends Tier {
  breaker: LoggedBreaker;
  memory: HeldModel;
}

/** The model at home, as the settings say; undefined where they name none. */
export function openLocal(parts: OpenParts): LocalTier | undefined {
  const { settings, prefix, clock, log } = parts;
  const made = modelOf(parts);
  if (!made) return undefined;
  const { model, control, host } = made;
  const memory = holdModel({
    name: model.name,
    host,
    control,
    mode: settings.STEWARD_LOCAL_MEMORY,
    clock,
    log,
    prefix,
    warm: async (signal) =>
      void (await model.write(
        prefix(),
        [
          {
            role: "user",
            text: WARMING,
          },
        ],
        {
          most: 1,
          signal,
        },
      )),
  });
  return { model, breaker: createBreaker(clock), memory };
}

interface Made {
  model: Model;
  control: MemoryControl;
  /** where its memory is taken: "local", or a host */
  host: string;
}

function modelOf({ settings, fetch }: OpenParts): Made | undefined {
  const { OLLAMA_URL: url, STEWARD_LOCAL_MODEL: name, STEWARD_LOCAL_GGUF: file } = settings;
  if (url !== undefined && file !== undefined)
    throw new UserError("OLLAMA_URL and STEWARD_LOCAL_GGUF are both set: the local model is one of them.");
  if (file !== undefined) return { ...llamaModel({ file, folder: llamaFolder(settings.STEWARD_DATA) }), host: "local" };
  if (url === undefined) return undefined;
  return {
    model: ollamaModel({ url, name, fetch }),
    control: ollamaControl({ url, name, fetch }),
    host: ollamaHost(url),
  };
}

/** What the doctor says of it. */
export function localFinding(local: LocalTier | undefined): Finding {
  const part = "local model";
  if (!local)
    return {
      part,
      ok: true,
      text: "none: phrases answer alone; yours: OLLAMA_URL=http://127.0.0.1:11434 (docs/models.md)",
    };
  const { word, line } = local.memory.health();
  const resting = local.breaker.isOpen()
    ? `; it is left alone for a while: ${local.breaker.last() ?? "it failed"}`
    : "";
  return { part, ok: ["ok", "warming", "unloaded"].includes(word) && resting === "", text: line + resting };
}
