import type { Ear, EarEvent, EarOptions } from "./ears.ts";

// By loudness alone, without a model: for a quiet room.
const RATE = 16_000;
const FRAME = 320; // 20 ms
const FRAMES = RATE / FRAME;
/** As in a model's case: 0.3 s begin it, 15 s are the most; 0.3 s before it are kept, and 5 s are waited for it. */
const START_FRAMES = 0.2 * FRAMES;
const BEFORE_FRAMES = 0.5 * FRAMES;
const MOST_FRAMES = 15 * FRAMES;
const WAIT_FRAMES = 5 * FRAMES;
/** So much louder than the quietest of the last seconds is speech; and never below what any microphone hisses. */
const FACTOR = 3;
const LEAST = 0.004;

/** Finds where speech begins and ends by how loud it is. It knows no wake words. */
export function createLoudness({ wake = [], silence = 0.7, on }: EarOptions): Ear {
  if (wake.length > 0)
    on({ type: "failed", message: "Wake words need their model: npm run -s steward -- models list." });
  let rest = new Float32Array();
  let kept: Float32Array[] = [];
  let floor = LEAST;
  let loud = 0;
  let still = 0;
  let waited = 0;
  let isSpeech = false;
  let isListening = wake.length === 0;
  let hasToAnswer = false;

  const tell = (event: EarEvent) => on(event);
  const end = () => {
    const samples = joined(kept);
    kept = [];
    isSpeech = hasToAnswer = false;
    loud = still = waited = 0;
    isListening = wake.length === 0;
    tell({ type: "speechEnd", samples });
  };
  const step = (frame: Float32Array) => {
    const level = Math.sqrt(frame.reduce((sum, sample) => sum + sample * sample, 0) / frame.length);
    const isLoud = level > Math.max(LEAST, floor * FACTOR);
    if (!isLoud) floor += (level - floor) * (level < floor ? 0.3 : 0.02);
    kept.push(frame);
    if (!isListening) return void (kept = kept.slice(-BEFORE_FRAMES));
    loud = isLoud ? loud + 1 : Math.max(0, loud - 1);
    if (isSpeech) {
      still = isLoud ? 0 : still + 1;
      if (still >= silence * FRAMES || kept.length >= MOST_FRAMES) end();
      return;
    }
    kept = kept.slice(-BEFORE_FRAMES);
    waited += 1;
    if (loud >= START_FRAMES) {
      isSpeech = true;
      still = 0;
      tell({ type: "speechStart" });
    } else if (hasToAnswer && waited >= WAIT_FRAMES) {
      hasToAnswer = false;
      isListening = wake.length === 0;
      tell({ type: "nothing" });
    }
  };
  return {
    feed(pcm) {
      rest = joined([rest, Float32Array.from(pcm, (sample) => sample / 32_768)]);
      for (; rest.length >= FRAME; rest = rest.subarray(FRAME)) step(rest.slice(0, FRAME));
    },
    listen() {
      isListening = hasToAnswer = true;
      waited = 0;
    },
    close() {
      kept = [];
    },
  };
}

function joined(pieces: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const all = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
