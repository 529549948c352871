import { createRequire } from "node:module";
import type { Log } from "../../kernel/log.ts";
import type { Child } from "../children/index.ts";
import { createChild } from "../children/index.ts";

/** Whether ONNX Runtime is installed; nothing of it is loaded. */
export function hasOnnx(): boolean {
  try {
    createRequire(import.meta.url).resolve("onnxruntime-node");
    return true;
  } catch {
    return false;
  }
}

const MEMORY = 700_000_000;

/** The child process that runs ONNX models: speaking, the end of speech, wake words. Started by the first job. */
export const createOnnx = (log: Log): Child =>
  createChild({ name: "The voice", program: new URL("child.ts", import.meta.url), log, memory: MEMORY });
