const RATE = 16_000;
const [PIECE, PIECE_MS] = [1_280, 80];

/** As a microphone gives it, from `start` (ms, as `performance.now` tells them) on: 80 ms when they are over. */
export async function feed(
  pcm: Int16Array,
  hear: (piece: Int16Array) => void,
  start: number = performance.now(),
): Promise<void> {
  for (let at = 0; at < pcm.length; at += PIECE) {
    const due = start + (at / PIECE + 1) * PIECE_MS - performance.now();
    if (due > 0) await new Promise((resolve) => setTimeout(resolve, due));
    hear(pcm.subarray(at, at + PIECE));
  }
}

/** When a sample was spoken that is fed from `start` on. */
export const spokenAt = (samples: number, start: number): number => start + (1_000 * samples) / RATE;
