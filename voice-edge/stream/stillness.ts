import { joined } from "./pieces.ts";

/** Samples of one look: 320 ms, four steps of a wake word's model, since to wake its process costs as much as a step. */
export const LOOK = 5_120;
/** Samples that are as loud as one sound: 80 ms. */
const SOUND = 1_280;
/** Sounds that the quietest is sought in: 8 s. */
const SOUGHT = 100;
/** Looks that are listened to after the last sound (2 s), and that are kept before it. */
const [HELD, KEPT] = [7, 7];
/** So much above the quietest is a sound: a voice as loud as the noise around it is more. Less than LEAST is any microphone's hiss. */
const [FACTOR, LEAST] = [1.5, 4];

/** What is to be listened to now. */
export interface Passed {
  pcm: Int16Array;
  /** there is a gap before it */
  isAnew: boolean;
}

/**
 * Lets sound pass while something is to be heard, so that a still room costs nothing. With the first sound comes what was
 * before it, as much as a wake word's model remembers (27 looks): behind a gap it hears what it would have heard without.
 */
export function createStillness(): (look: Int16Array) => Passed | undefined {
  let levels: number[] = [];
  let kept: Int16Array[] = [];
  let held = HELD; // who opens an ear has its models loaded by the first seconds
  let isAnew = false;
  return (look) => {
    const now = levelsOf(look);
    levels = [...levels, ...now].slice(-SOUGHT);
    held = Math.max(...now) > Math.max(LEAST, FACTOR * Math.min(...levels)) ? HELD : held - 1;
    kept.push(look);
    if (held <= 0) {
      kept = kept.slice(-KEPT);
      isAnew = true;
      return undefined;
    }
    const passed = { pcm: joined(kept), isAnew };
    [kept, isAnew] = [[], false];
    return passed;
  };
}

/** How loud its sounds are, of 32768: by the steps between samples, in which voices stand out from the rumble of a room. */
function levelsOf(look: Int16Array): number[] {
  return Array.from({ length: LOOK / SOUND }, (_, sound) => {
    let sum = 0;
    for (let at = sound * SOUND + 1; at < (sound + 1) * SOUND; at += 1)
      sum += ((look[at] ?? 0) - (look[at - 1] ?? 0)) ** 2;
    return Math.sqrt(sum / SOUND);
  });
}
