/** Numbers of 16 bits (IEEE 754 binary16) by what they are, made once. */
const FLOATS = Float32Array.from({ length: 65_536 }, (_, bits) => {
  const [exponent, mantissa] = [(bits >> 10) & 31, bits & 1023];
  const size = exponent === 0 ? mantissa * 2 ** -24 : 2 ** (exponent - 15) * (1 + mantissa / 1024);
  return (bits & 0x8000 ? -1 : 1) * (exponent === 31 ? (mantissa ? NaN : Infinity) : size);
});

export const floatOf = (half: number): number => FLOATS[half] ?? 0;

const whole = new Float32Array(1);
const bitsOfWhole = new Uint32Array(whole.buffer);

/** The nearest number of 16 bits, to even where two are as near. */
function halfOf(value: number): number {
  whole[0] = value;
  const bits = bitsOfWhole[0] ?? 0;
  const sign = (bits >>> 16) & 0x8000;
  const size = bits & 0x7fff_ffff;
  if (size >= 0x4780_0000) return sign | 0x7c00;
  if (size >= 0x3880_0000) return sign | ((size + 0xfff + ((size >>> 13) & 1) - 0x3800_0000) >>> 13);
  const units = Math.abs(value) * 2 ** 24;
  const below = Math.floor(units);
  const isUp = units - below > 0.5 || (units - below === 0.5 && (below & 1) === 1);
  return sign | (below + (isUp ? 1 : 0));
}

const [BLOCK, BYTES] = [32, 24];

/** Halves as blocks of 32 numbers of five bits, with their step and their smallest (ggml's q5_1), as ggml rounds them. */
export function q5(halves: Buffer): Buffer {
  const result = Buffer.alloc((halves.length / 2 / BLOCK) * BYTES);
  const values = new Float32Array(BLOCK);
  for (let block = 0; block * BYTES < result.length; block += 1) {
    for (let at = 0; at < BLOCK; at += 1) values[at] = floatOf(halves.readUInt16LE(2 * (block * BLOCK + at)));
    const least = values.reduce((low, one) => Math.min(low, one));
    const step = Math.fround(Math.fround(values.reduce((high, one) => Math.max(high, one)) - least) / 31);
    const inverse = step === 0 ? 0 : Math.fround(1 / step);
    const levelOf = (value: number) => Math.fround(Math.fround(Math.fround(value - least) * inverse) + 0.5) & 255;
    const place = block * BYTES;
    result.writeUInt16LE(halfOf(step), place);
    result.writeUInt16LE(halfOf(least), place + 2);
    let fifth = 0;
    for (let at = 0; at < BLOCK / 2; at += 1) {
      const [low, high] = [levelOf(values[at] ?? 0), levelOf(values[at + BLOCK / 2] ?? 0)];
      result[place + 8 + at] = (low & 15) | ((high & 15) << 4);
      fifth |= (((low & 16) >> 4) << at) | (((high & 16) >> 4) << (at + 16));
    }
    result.writeUInt32LE(fifth >>> 0, place + 4);
  }
  return result;
}
