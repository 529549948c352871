import type { z } from "zod";
import { PeerError, messageOf } from "../../kernel/errors.ts";
import type { loading } from "./jobs.ts";
import { loadNative, whyNoNative } from "./native.ts";
import { loadWasm } from "./wasm.ts";
import type { Whisper } from "./whisper.ts";

export interface Loaded {
  engine: "native" | "wasm";
  whisper: Whisper;
}

/** A Whisper model, run by native code, or by WebAssembly where that is asked for or this machine has no native build. */
export async function loadWhisper({ model, engine }: z.infer<typeof loading>): Promise<Loaded> {
  const why = engine === "wasm" ? "not asked for" : await whyNoNative();
  if (why === undefined) return { engine: "native", whisper: await loadNative(model) };
  if (engine === "native") throw new PeerError(`There is no native whisper for this machine (${messageOf(why)}).`);
  return { engine: "wasm", whisper: await loadWasm(model) };
}
