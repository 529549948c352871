import type { Whisper } from "./whisper.ts";

/** Whether whisper.cpp is there as native code for this machine: why not, or nothing. */
export const whyNoNative = (): Promise<unknown> =>
  import("@napi-rs/whisper").then(
    () => undefined,
    (thrown: unknown) => thrown,
  );

/** whisper.cpp as native code. Its calls are synchronous and its faults end the process: for child processes only. */
export async function loadNative(model: string): Promise<Whisper> {
  const { Whisper, WhisperFullParams, WhisperSamplingStrategy } = await import("@napi-rs/whisper");
  const whisper = new Whisper(model); // by its path: read into memory here, it would be there twice
  return {
    full({ samples, context, tokens, threads, prompt, language }) {
      const params = new WhisperFullParams(WhisperSamplingStrategy.Greedy);
      params.language = language;
      params.nThreads = threads;
      params.audioCtx = context;
      params.maxTokens = tokens;
      params.initialPrompt = prompt;
      params.noContext = true;
      params.noTimestamps = true;
      params.singleSegment = true;
      params.printProgress = false;
      params.printTimestamps = false;
      params.printRealtime = false;
      return whisper.full(params, samples);
    },
  };
}
