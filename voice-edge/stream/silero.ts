import type { InferenceSession, TypedTensor } from "onnxruntime-node";
import type { Runtime } from "../onnx/runtime.ts";
import { createPieces } from "./pieces.ts";

/** silero VAD, versions 5 and 6, at 16 kHz: 512 samples behind 64 of context, and a state that it gives back. */
const [PIECE, CONTEXT, STATE] = [512, 64, 128];

/** Whether somebody speaks, for each 32 ms of one stream. */
export function createSilero({ Tensor }: Runtime, session: InferenceSession) {
  const pieces = createPieces(PIECE, CONTEXT);
  const rate = new Tensor("int64", BigInt64Array.of(16_000n), []);
  let state: TypedTensor<"float32"> = new Tensor("float32", new Float32Array(2 * STATE), [2, 1, STATE]);
  return async (pcm: Int16Array): Promise<number[]> => {
    const sure: number[] = [];
    for (const piece of pieces.add(pcm)) {
      const input = new Tensor(
        "float32",
        Float32Array.from(piece, (sample) => sample / 32_768),
        [1, piece.length],
      );
      const { output, stateN } = await session.run({ input, state, sr: rate });
      if (!(output?.data instanceof Float32Array) || !(stateN?.data instanceof Float32Array))
        throw new Error("silero gave no numbers");
      state = new Tensor("float32", stateN.data, [2, 1, STATE]);
      sure.push(output.data[0] ?? 0);
    }
    return sure;
  };
}
