import { joined } from "./pieces.ts";

/** Samples of one look: 160 ms, two steps of a wake word's model, since each message to its process costs as much as a step. */
export const LOOK = 2_560;
/** Looks: that the quietest is sought in (8 s), that are listened to after the last sound (2 s), and that are kept before it. */
const [SOUGHT, HELD, KEPT] = [50, 13, 14];
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
  const levels: number[] = [];
  let kept: Int16Array[] = [];
  let held = HELD; // who opens an ear has its models loaded by the first seconds
  let isAnew = true;
  return (look) => {
    const level = levelOf(look);
    levels.push(level);
    if (levels.length > SOUGHT) levels.shift();
    held = level > Math.max(LEAST, FACTOR * Math.min(...levels)) ? HELD : held - 1;
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

/** How loud it is, of 32768: by the steps between samples, in which voices stand out from the rumble of a room. */
function levelOf(look: Int16Array): number {
  let sum = 0;
  for (let at = 1; at < look.length; at += 1) sum += ((look[at] ?? 0) - (look[at - 1] ?? 0)) ** 2;
  return Math.sqrt(sum / LOOK);
}
