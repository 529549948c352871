/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const powerOf = (samples: Float32Array) => samples.reduce((sum, one) => sum + one * one, 0) / samples.length;

/** Noises of a room: a fan and traffic (falls with frequency), or hiss (all alike). */
const COLOURS = {
  pink: (random: () => number) => {
    // Three one-pole filters (Kellet's economy method).
    let [a, b, c] = [0, 0, 0];
    return () => {
      const white = random() * 2 - 1;
      a = 0.99765 * a + white * 0.099046;
      b = 0.963 * b + white * 0.2965164;
      c = 0.57 * c + white * 1.0526913;
      return a + b + c + white * 0.1848;
    };
  },
  white: (random: () => number) => () => random() * 2 - 1,
};
export type Colour = keyof typeof COLOURS;

/** The samples with noise that is so many decibels weaker. */
export function withNoise(samples: Float32Array, decibels: number, colour: Colour, random: () => number): Float32Array {
  const next = COLOURS[colour](random);
  const noise = Float32Array.from(samples, next);
  const gain = Math.sqrt(powerOf(samples) / powerOf(noise) / 10 ** (decibels / 10));
  return samples.map((one, at) => Math.max(-1, Math.min(1, one + gain * (noise[at] ?? 0))));
}
