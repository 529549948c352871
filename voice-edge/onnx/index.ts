import type { Log } from "../../kernel/log.ts";
import type { Child } from "../children/index.ts";
import { createChild } from "../children/index.ts";

const MEMORY = 700_000_000;

/** The child process that runs ONNX models: speaking, the end of speech, wake words. Started by the first job. */
export const createOnnx = (log: Log): Child =>
  createChild({ name: "The voice", program: new URL("child.ts", import.meta.url), log, memory: MEMORY });
