/** Zero crossings of the filter on each side, in samples of the lower rate. */
const WIDTH = 12;

/**
 * The samples at another rate, by a windowed sinc (Hann) that cuts what the lower rate cannot hold; the filter is made
 * once for each phase between two samples.
 */
export function resample(samples: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return samples;
  const step = from / to;
  const cut = Math.min(1, to / from);
  const reach = Math.ceil(WIDTH / cut);
  const phases = to / gcd(from, to);
  const filters = Array.from({ length: phases }, (_, phase) => filterOf((phase * step) % 1, cut, reach));
  const result = new Float32Array(Math.floor(samples.length / step));
  for (let at = 0; at < result.length; at += 1) {
    const start = Math.floor((at * from) / to) - reach + 1;
    const filter = filters[at % phases] ?? [];
    let sum = 0;
    for (let tap = 0; tap < filter.length; tap += 1) sum += (samples[start + tap] ?? 0) * (filter[tap] ?? 0);
    result[at] = sum;
  }
  return result;
}

function filterOf(phase: number, cut: number, reach: number): Float32Array {
  const taps = Float32Array.from({ length: 2 * reach }, (_, tap) => {
    const x = tap - reach + 1 - phase;
    const window = Math.abs(x) < reach ? 0.5 + 0.5 * Math.cos((Math.PI * x) / reach) : 0;
    return sinc(x * cut) * window;
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum); // a constant stays what it is
}

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
