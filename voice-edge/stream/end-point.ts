import { RATE } from "../decode/limits.ts";

/** Samples that one number of silero tells of. */
export const STEP = 512;
const SECONDS = STEP / RATE;
/** Speech begins above the one, and goes on above the other. */
const [BEGINS, GOES_ON] = [0.5, 0.35];
/** Seconds: of speech until it counts, that are kept before it, of the longest speech, and until nobody said anything. */
const [TO_START, BEFORE, LONGEST, PATIENCE] = [0.3, 0.3, 15, 5];
/** Seconds of silence that stay behind what was said. */
const TAIL = 0.2;
/** Seconds of silence after which it may have been all: the rest of the silence is waited for to be sure. */
const PAUSE = 0.25;

export type Found =
  | { type: "start" }
  /** it may have been all: the very samples of the end, if no more is said */
  | { type: "pause"; samples: Float32Array }
  /** it was not all */
  | { type: "resume" }
  | { type: "end"; samples: Float32Array }
  | { type: "nothing" };

export interface EndPointOptions {
  /** seconds of silence that end what is said */
  silence: number;
  /** gives up when nothing is said for 5 s */
  isImpatient: boolean;
}

/** Finds where somebody begins and ends to speak: takes sound step by step (32 ms), and how surely each is speech. */
export function createEndPoint({ silence, isImpatient }: EndPointOptions): (step: Int16Array, sure: number) => Found[] {
  let kept: Int16Array[] = [];
  let [spoken, silent, waited] = [0, 0, 0];
  let isSpeaking = false;
  const reset = () => {
    kept = [];
    [spoken, silent, waited] = [0, 0, 0];
    isSpeaking = false;
  };
  const before = (sure: number): Found[] => {
    spoken = sure >= (spoken > 0 ? GOES_ON : BEGINS) ? spoken + SECONDS : Math.max(0, spoken - SECONDS);
    if (spoken >= TO_START - SECONDS / 2) {
      [isSpeaking, silent] = [true, 0];
      return [{ type: "start" }];
    }
    if (spoken === 0) kept = kept.slice(-Math.round(BEFORE / SECONDS));
    waited += SECONDS;
    if (!isImpatient || waited < PATIENCE || spoken > 0) return [];
    reset();
    return [{ type: "nothing" }];
  };
  const said = () => joined(kept.slice(0, kept.length - Math.max(0, Math.round((silent - TAIL) / SECONDS))));
  const during = (sure: number): Found[] => {
    const wasPausing = silent >= PAUSE;
    silent = sure >= GOES_ON ? 0 : silent + SECONDS;
    if (silent >= silence || kept.length * SECONDS >= LONGEST) {
      const samples = said();
      reset();
      return [{ type: "end", samples }];
    }
    const isPausing = silent >= PAUSE;
    if (isPausing === wasPausing) return [];
    return isPausing ? [{ type: "pause", samples: said() }] : [{ type: "resume" }];
  };
  return (step, sure) => {
    kept.push(step);
    return isSpeaking ? during(sure) : before(sure);
  };
}

function joined(steps: readonly Int16Array[]): Float32Array {
  const all = new Float32Array(steps.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const step of steps) {
    for (const [offset, sample] of step.entries()) all[at + offset] = sample / 32_768;
    at += step.length;
  }
  return all;
}
