import type { InferenceSession } from "onnxruntime-node";
import { UserError, messageOf } from "../../kernel/errors.ts";

/** ONNX Runtime, and models of it that are loaded once. */
export type Runtime = Awaited<ReturnType<typeof loadRuntime>>;

/** Loads ONNX Runtime. Native: for child processes only. @throws UserError when it is not installed */
export async function loadRuntime() {
  const { InferenceSession, Tensor } = await import("onnxruntime-node").catch((thrown: unknown) => {
    throw new UserError(`ONNX Runtime is not on this machine (npm install onnxruntime-node): ${messageOf(thrown)}`);
  });
  const sessions = new Map<string, Promise<InferenceSession>>();
  return {
    Tensor,
    sessionOf(model: string): Promise<InferenceSession> {
      const known = sessions.get(model) ?? InferenceSession.create(model, { intraOpNumThreads: 1 });
      sessions.set(model, known);
      known.catch(() => sessions.delete(model));
      return known;
    },
  };
}
