import type { InferenceSession, Tensor } from "onnxruntime-node";
import { z } from "zod";
import { UserError, messageOf } from "../../../kernel/errors.ts";
import type { Job } from "../../children/serve.ts";

/** What the job "piper" is given; it gives the sound as Int16Array. With no ids it only loads the voice. */
export const piperInput = z.object({
  /** path of the voice */
  model: z.string(),
  ids: z.array(z.number().int()),
  /** noise, length, noise of the lengths */
  scales: z.tuple([z.number(), z.number(), z.number()]),
  speakers: z.number().int(),
  threads: z.number().int().positive(),
});

// Threads that spin while they wait for each other take the time of whatever else runs: twice as long on a busy machine.
const CALM = { session: { intra_op: { allow_spinning: "0" } } };

/** Speaks with Piper's voices. Native: for child processes only. @throws UserError when ONNX Runtime is not installed */
export async function loadPiper(): Promise<Job> {
  const { InferenceSession, Tensor } = await import("onnxruntime-node").catch((thrown: unknown) => {
    throw new UserError(`ONNX Runtime is not on this machine (npm install onnxruntime-node): ${messageOf(thrown)}`);
  });
  const sessions = new Map<string, Promise<InferenceSession>>();
  const sessionOf = (model: string, threads: number) => {
    const known = sessions.get(model) ?? InferenceSession.create(model, { intraOpNumThreads: threads, extra: CALM });
    sessions.set(model, known);
    return known;
  };
  const longs = (values: number[]) => new Tensor("int64", BigInt64Array.from(values, BigInt), [1, values.length]);
  return async (input) => {
    const { model, ids, scales, speakers, threads } = piperInput.parse(input);
    const session = await sessionOf(model, threads);
    if (ids.length === 0) return new Int16Array();
    const length = new Tensor("int64", BigInt64Array.of(BigInt(ids.length)), [1]);
    const given: Record<string, Tensor> = {
      input: longs(ids),
      input_lengths: length,
      scales: new Tensor("float32", scales, [3]),
    };
    if (speakers > 1) given["sid"] = new Tensor("int64", BigInt64Array.of(0n), [1]);
    const { output } = await session.run(given);
    if (!(output?.data instanceof Float32Array)) throw new Error("the voice gave no sound");
    return Int16Array.from(output.data, (sample) => Math.max(-1, Math.min(1, sample)) * 32_767);
  };
}
