import { UserError } from "../kernel/errors.ts";
import type { Before, Caller, Composer, Question, Turn } from "./composer.ts";
import type { Heard, Hearing, HearOptions } from "./hear/types.ts";

/** A recording or samples that were spoken, and whatever goes with the question. */
export interface Spoken extends Omit<Question, "text" | "heard"> {
  audio: Uint8Array | Float32Array;
  before: Before;
  language?: string;
}

export interface Commanded {
  heard: Heard;
  turn: Turn;
}

/** One spoken command: heard, understood by the composer, done. @throws UserError when nothing was said, or it cannot be heard */
export async function command(
  {
    hearing,
    composer,
  }: { hearing: Pick<Hearing, "hear" | "hearSamples">; composer: Pick<Composer, "ask" | "understands"> },
  caller: Caller,
  { audio, before, language, ...question }: Spoken,
  { signal, onHeard }: { signal?: AbortSignal; onHeard?(heard: Heard): void } = {},
): Promise<Commanded> {
  const { conversation, area } = question;
  const isUnderstood = (text: string) => composer.understands(caller, { text, conversation, area }, signal);
  const options: HearOptions = { signal, language, isUnderstood };
  const heard =
    audio instanceof Float32Array ? await hearing.hearSamples(audio, options) : await hearing.hear(audio, options);
  if (heard.text.trim() === "") throw new UserError("Nothing was heard.");
  onHeard?.(heard);
  const turn = await composer.ask(caller, { ...question, text: heard.text, heard: { ...heard, before } }, signal);
  return { heard, turn };
}
