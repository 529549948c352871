import type { InferenceSession } from "onnxruntime-node";
import type { Runtime } from "../onnx/runtime.ts";
import { createPieces } from "./pieces.ts";

// openWakeWord (github.com/dscripka/openWakeWord, utils.py): each 80 ms give 8 frames of 32 mel bands, out of them and
// the 480 samples before; the last 76 frames give an embedding of 96 numbers; a head reads the last 16 of those.
const [PIECE, CONTEXT] = [1280, 480];
const [FRAMES, BANDS, NEW] = [76, 32, 8];
const [EMBEDDINGS, SIZE] = [16, 96];

export interface WakeModels {
  mel: InferenceSession;
  embedding: InferenceSession;
  words: Readonly<Record<string, InferenceSession>>;
}

/** Steps until all that is remembered was heard; half of the embeddings will do where a stream begins. */
const WHOLE = EMBEDDINGS + Math.ceil(FRAMES / NEW) + 1;

/**
 * How surely each word was said, for each 80 ms of one stream. Behind a gap nothing is said of the steps before all that is
 * remembered was heard: what came before them is known to be still, and half a memory may seem to be a word.
 */
export function createWakeWord(runtime: Runtime, { mel, embedding, words }: WakeModels, isBehindGap = false) {
  const least = isBehindGap ? WHOLE : EMBEDDINGS / 2;
  const pieces = createPieces(PIECE, CONTEXT);
  const frames = new Float32Array(FRAMES * BANDS).fill(1);
  const embeddings = new Float32Array(EMBEDDINGS * SIZE);
  let heard = 0;
  return async (pcm: Int16Array): Promise<{ word: string; score: number }[]> => {
    const scores: { word: string; score: number }[] = [];
    for (const piece of pieces.add(pcm)) {
      const sound = Float32Array.from(piece); // in the numbers of 16 bits, not from -1 to 1
      const bands = await only(runtime, mel, sound, [1, sound.length]);
      pushed(frames, bands.map((band) => band / 10 + 2).slice(-NEW * BANDS));
      pushed(embeddings, await only(runtime, embedding, frames, [1, FRAMES, BANDS, 1]));
      heard += 1;
      if (heard < least) continue; // what is not there yet is no silence
      for (const [word, head] of Object.entries(words)) {
        const [score = 0] = await only(runtime, head, embeddings, [1, EMBEDDINGS, SIZE]);
        scores.push({ word, score });
      }
    }
    return scores;
  };
}

/** The one output of a model of one input. */
async function only({ Tensor }: Runtime, session: InferenceSession, data: Float32Array, shape: number[]) {
  const [input = "", [output = ""]] = [session.inputNames[0], session.outputNames];
  const result = (await session.run({ [input]: new Tensor("float32", data, shape) }))[output]?.data;
  if (!(result instanceof Float32Array)) throw new Error("a wake word model gave no numbers");
  return result;
}

/** Puts the newest at the end and lets the oldest go. */
function pushed(kept: Float32Array, newest: Float32Array): void {
  kept.copyWithin(0, newest.length);
  kept.set(newest, kept.length - newest.length);
}
