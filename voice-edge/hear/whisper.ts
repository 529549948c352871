import {
  MOST_CONTEXT,
  contexts,
  isSilent,
  loops,
  padded,
  spokenPart,
  tokensOf,
  unlooped,
  withoutRestart,
} from "./rules.ts";
import { RATE } from "../decode/limits.ts";

/** One run of a Whisper model. */
export interface Run {
  samples: Float32Array;
  /** encoder frames to look at, 1500 at most */
  context: number;
  tokens: number;
  threads: number;
  /** names that may be said */
  prompt: string;
  /** as in ISO 639-1, or "auto" */
  language: string;
}

/** A loaded Whisper model, whichever build of whisper.cpp runs it. */
export interface Whisper {
  /** it looks at its whole window whatever it is asked, so that trying again brings nothing else */
  isFixed?: boolean;
  full(run: Run): Promise<string> | string;
}

export type Asked = Pick<Run, "samples" | "threads" | "prompt" | "language">;

/** What is said in samples (mono, 16 kHz): tried with more context while the text goes round in circles; "" when nothing is. */
export async function transcribe(whisper: Whisper, { samples, ...asked }: Asked): Promise<string> {
  if (isSilent(samples)) return "";
  const all = padded(samples);
  const seconds = all.length / RATE;
  let text = "";
  for (const context of whisper.isFixed ? [MOST_CONTEXT] : contexts(seconds)) {
    text = withoutRestart(
      spokenPart(await whisper.full({ ...asked, samples: all, context, tokens: tokensOf(seconds) })),
    );
    if (!loops(text, seconds)) return text;
  }
  return unlooped(text);
}
