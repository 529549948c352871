import { PeerError, UserError } from "../../kernel/errors.ts";
import type { NameEntry } from "../../kernel/wire.ts";
import type { Sounds } from "../sounds/index.ts";
import { createSounds } from "../sounds/index.ts";
import type { EngineParts } from "./choose.ts";
import { createEngines } from "./choose.ts";
import type { Sound, Transcript } from "./jobs.ts";
import { createQueue } from "./queue.ts";
import type { HearOptions, Heard, Hearing } from "./types.ts";

export interface HearingParts extends EngineParts {
  /** of the house, as they are now; the same array as long as they are the same */
  names(): Promise<readonly NameEntry[]>;
}

/** So many may wait; ten at once are an evening with guests. */
const MOST_WAITING = 20;
const WITHIN_MS = 30_000;

/** Ears of the house: one recording at a time, in order, with its names where they were meant. */
export function createHearing({ names, ...parts }: HearingParts): Hearing {
  const { settings } = parts;
  const engines = createEngines(parts);
  const queue = createQueue(MOST_WAITING);
  let read: { of: readonly NameEntry[]; sounds: Sounds } | undefined;
  let last: ReturnType<Hearing["state"]> = { engine: "none", model: settings.STEWARD_STT_MODEL };

  const recognise = async (
    sound: Sound,
    options: Pick<HearOptions, "isUnderstood">,
    language: string,
    signal: AbortSignal,
  ) => {
    const all = await names();
    const { sounds } = (read = read?.of === all ? read : { of: all, sounds: createSounds(all) });
    const engine = await engines.choose();
    const { isUnderstood: isKnown } = options;
    const isUnderstood = isKnown && ((heard: string) => isKnown(sounds(heard).text));
    const asked = { names: all, language, signal, isUnderstood };
    const transcript = await engine.hear(sound, asked).catch(async (thrown: unknown) => {
      const isAnswered = thrown instanceof UserError && !(thrown instanceof PeerError);
      throw (!isAnswered && (await engines.doubt(engine))) || thrown;
    });
    last = { engine: transcript.engine, model: engine.model };
    return { transcript, model: engine.model, ...understood(sounds, transcript) };
  };
  const hear = (sound: Sound, { signal, deadline, language, ...options }: HearOptions = {}): Promise<Heard> =>
    queue(
      async (either, queued) => {
        const spoken = language ?? settings.STEWARD_STT_LANGUAGE;
        const { transcript, ...found } = await recognise(sound, options, spoken, either);
        const { engine, ms, seconds } = transcript;
        return { ...found, engine, ms: { ...ms, queued }, seconds };
      },
      { signal, within: deadline === undefined ? WITHIN_MS : Math.max(0, deadline - Date.now()) },
    );
  return {
    hear: (audio, options) => hear({ audio }, options),
    hearSamples: (samples, options) => hear({ samples }, options),
    state: () => last,
    close: () => engines.close(),
  };
}

// What a grammar hears is the nearest of what it knows, whatever was said.
function understood(sounds: Sounds, { text: heard, engine, isGuided = false }: Transcript) {
  if (engine === "grammar") return { heard, text: heard, fuzzy: true };
  const { text, fuzzy } = sounds(heard);
  return { heard, text, fuzzy: fuzzy || isGuided };
}
