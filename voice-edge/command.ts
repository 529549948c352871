import { UserError } from "../kernel/errors.ts";
import type { Before, Caller, Composer, Question, Turn } from "./composer.ts";
import type { Heard, Hearing } from "./hear/types.ts";

/** A recording or samples that were spoken, and whatever goes with the question. */
export interface Spoken extends Omit<Question, "text" | "heard"> {
  audio: Uint8Array | Float32Array;
  language?: string;
}

export interface Commanded {
  heard: Heard;
  turn: Turn;
}

interface Parts {
  hearing: Pick<Hearing, "hear" | "hearSamples">;
  composer: Pick<Composer, "ask" | "understands">;
}

/** One spoken command: heard, understood by the composer, done. @throws UserError when nothing was said, or it cannot be heard */
export async function command(
  parts: Parts,
  caller: Caller,
  { before, ...spoken }: Spoken & { before: Before },
  signal?: AbortSignal,
): Promise<Commanded> {
  const heard = await hear(parts, caller, spoken, signal);
  const { audio: _, language: __, ...question } = spoken;
  const turn = await parts.composer.ask(caller, { ...question, text: heard.text, heard: { ...heard, before } }, signal);
  return { heard, turn };
}

/** What was said, listened to again where the composer does not understand it. @throws UserError when that is nothing, or cannot be heard */
export async function hear(
  { hearing, composer }: Parts,
  caller: Caller,
  { audio, language, conversation, area }: Pick<Spoken, "audio" | "language" | "conversation" | "area">,
  signal?: AbortSignal,
): Promise<Heard> {
  const isUnderstood = (text: string) => composer.understands(caller, { text, conversation, area }, signal);
  const options = { signal, language, isUnderstood };
  const heard =
    audio instanceof Float32Array ? await hearing.hearSamples(audio, options) : await hearing.hear(audio, options);
  if (heard.text.trim() === "") throw new UserError("Nothing was heard.");
  return heard;
}
