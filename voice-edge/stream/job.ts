import type { Job } from "../children/serve.ts";
import { loadRuntime } from "../onnx/runtime.ts";
import type { Runtime } from "../onnx/runtime.ts";
import type { EarInput, EarOutput } from "./jobs.ts";
import { earInput } from "./jobs.ts";
import { createSilero } from "./silero.ts";
import { createWakeWord } from "./wake-word.ts";

interface State {
  silero?: ReturnType<typeof createSilero>;
  wake?: ReturnType<typeof createWakeWord>;
}

/** So many streams are known at once; the one that was silent for longest is forgotten. */
const MOST = 32;

/** Listens for speech and wake words in streams of sound. */
export async function loadEars(): Promise<Job> {
  const runtime = await loadRuntime();
  const states = new Map<string, State>();
  return async (input): Promise<EarOutput> => {
    const { ear, pcm, speech, wake, isAnew, isOver } = earInput.parse(input);
    const state = (isAnew ? undefined : states.get(ear)) ?? {};
    states.delete(ear);
    if (isOver) return { speech: [], wake: [] };
    states.set(ear, state); // the newest stands last
    for (const old of states.keys()) if (states.size > MOST) states.delete(old);
    // What is not listened for now begins anew when it is.
    state.silero =
      speech === undefined ? undefined : (state.silero ?? createSilero(runtime, await runtime.sessionOf(speech)));
    state.wake = wake && (state.wake ?? createWakeWord(runtime, await modelsOf(runtime, wake), isAnew));
    return { speech: (await state.silero?.(pcm)) ?? [], wake: (await state.wake?.(pcm)) ?? [] };
  };
}

async function modelsOf(runtime: Runtime, { mel, embedding, words }: NonNullable<EarInput["wake"]>) {
  const heads = Object.entries(words).map(async ([word, path]) => [word, await runtime.sessionOf(path)] as const);
  return {
    mel: await runtime.sessionOf(mel),
    embedding: await runtime.sessionOf(embedding),
    words: Object.fromEntries(await Promise.all(heads)),
  };
}
