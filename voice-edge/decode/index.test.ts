import fc from "fast-check";
import { expect, test } from "vitest";
import { UserError } from "../../kernel/errors.ts";
import { decode as decodeBy } from "./index.ts";
import { OPUS_HEAD, OPUS_TONE, amplitudeOf, oggOf, tone, wavOf, webmOf } from "./testing.ts";
import { encodeWav } from "./wav.ts";

/** The native decoder is not loaded here; `index.slow.test.ts` has it in a child. */
const decode = (bytes: Uint8Array) =>
  decodeBy(bytes, () =>
    Promise.resolve(() => {
      throw new Error("broken");
    }),
  );

const TAGS = Buffer.from("OpusTags".padEnd(700, "x"));

const int16 = (samples: Float32Array) => Buffer.from(encodeWav(samples)).subarray(44);

test("a WAV of 16 kHz comes as it is", async () => {
  const samples = tone(440, 0.5);
  const heard = await decode(wavOf(int16(samples)));
  expect(heard).toHaveLength(8_000);
  expect(Math.max(...heard.map((sample, at) => Math.abs(sample - (samples[at] ?? 9))))).toBeLessThan(1e-4);
});

const eight = (samples: Float32Array) => Buffer.from(samples.map((sample) => Math.round(sample * 127) + 128));
const wide = (samples: Float32Array, bytes: number) =>
  Buffer.concat(
    [...samples].map((sample) => {
      const one = Buffer.alloc(bytes);
      one.writeIntLE(Math.round(sample * (2 ** (bytes * 8 - 1) - 1)), 0, bytes);
      return one;
    }),
  );
const float = (samples: Float32Array) => Buffer.from(samples.buffer);
const double = (samples: Float32Array) => Buffer.from(Float64Array.from(samples).buffer);
const stereo = (samples: Float32Array) => Float32Array.from([...samples].flatMap((sample) => [sample, sample]));

test.each([
  ["8 bits, 8 kHz, two channels", eight(stereo(tone(440, 1, 8_000))), { bits: 8, channels: 2, rate: 8_000 }],
  ["24 bits, 44.1 kHz", wide(tone(440, 1, 44_100), 3), { bits: 24, rate: 44_100 }],
  ["32 bits, 48 kHz", wide(tone(440, 1, 48_000), 4), { bits: 32, rate: 48_000 }],
  ["floats, 22.05 kHz", float(tone(440, 1, 22_050)), { bits: 32, rate: 22_050, kind: 3 }],
  ["doubles", double(tone(440, 1)), { bits: 64, kind: 3 }],
])("a WAV of %s becomes 16 kHz, one channel, no louder and no quieter", async (_, data, layout) => {
  const heard = await decode(wavOf(data, layout));
  expect(heard.length).toBeGreaterThanOrEqual(15_999);
  expect(heard.length).toBeLessThanOrEqual(16_000);
  expect(amplitudeOf(heard, 440)).toBeCloseTo(0.5, 2);
});

test("what 16 kHz cannot hold is taken out, not folded back", async () => {
  const heard = await decode(wavOf(wide(tone(11_000, 0.5, 48_000), 2), { rate: 48_000 }));
  expect(amplitudeOf(heard, 5_000)).toBeLessThan(0.003);
});

test("a WAV that ends early or does not know its length is read as far as it goes", async () => {
  const data = int16(tone(440, 1));
  for (const says of [0, 0xffffffff, 40_000]) expect(await decode(wavOf(data, { says }))).not.toHaveLength(0);
  expect(await decode(wavOf(data).subarray(0, 16_000))).not.toHaveLength(0);
});

test("Opus is heard in Ogg and in WebM, whatever the file is called", async () => {
  for (const file of [oggOf([OPUS_HEAD, TAGS, ...OPUS_TONE]), webmOf(OPUS_HEAD, OPUS_TONE)]) {
    const heard = await decode(file);
    expect(heard).toHaveLength(6 * 320 - 104); // six packets of 20 ms, less what is to be skipped
    expect(amplitudeOf(heard, 440)).toBeCloseTo(0.5, 1);
    expect(amplitudeOf(heard, 3_000)).toBeLessThan(0.02);
  }
});

test("Opus that ends early is heard as far as it goes", async () => {
  const ogg = await decode(oggOf([OPUS_HEAD, TAGS, ...OPUS_TONE]).subarray(0, -60));
  expect(ogg).toHaveLength(5 * 320 - 104); // the last page is cut
  const webm = await decode(webmOf(OPUS_HEAD, OPUS_TONE).subarray(0, -60));
  expect(webm).toHaveLength(4 * 320 - 104); // a block, and the one before it
});

test.each([
  ["nothing", Buffer.alloc(0), "The recording is empty."],
  ["more than 10 MB", Buffer.alloc(10 * 1024 * 1024 + 1), "A recording has at most 10 MB here."],
  [
    "a text",
    Buffer.from("turn off the lights"),
    "That is no recording of a known kind: wav, mp3, m4a, flac, Ogg and WebM are read here.",
  ],
  ["ten minutes", wavOf(Buffer.alloc(4_800_000), { bits: 8, rate: 8_000 }), "A recording has at most 60 seconds here."],
  [
    "a minute of one second's Opus packets",
    oggOf([OPUS_HEAD, ...Array.from({ length: 3_001 }, () => Buffer.from([0xf8, 0xff, 0xfe]))]),
    "A recording has at most 60 seconds here.",
  ],
  ["a WAV without sound", wavOf(Buffer.alloc(0)).subarray(0, 36), broken("WAV")],
  ["a WAV of no channels", wavOf(Buffer.alloc(8), { channels: 0 }), broken("WAV")],
  ["a WAV of 0 Hz", wavOf(Buffer.alloc(8), { rate: 0 }), broken("WAV")],
  [
    "a packed WAV",
    wavOf(Buffer.alloc(8), { kind: 2, bits: 4 }),
    "That WAV is packed: PCM of 8 to 32 bits and floats are read here.",
  ],
  ["an Ogg that turns into something else", Buffer.concat([oggOf([OPUS_HEAD]), Buffer.alloc(60)]), broken("Ogg")],
  ["an OpusHead alone", oggOf([OPUS_HEAD]), broken("Opus")],
  [
    "a WebM of another kind",
    webmOf(OPUS_HEAD, OPUS_TONE, "A_AAC"),
    "That WebM has no Opus sound, and no other kind is read here.",
  ],
])("%s is refused in a line", async (_, bytes, why) => {
  await expect(decode(bytes)).rejects.toThrow(new UserError(why));
});

function broken(format: string): string {
  return `The recording is broken: it begins as ${format}, and cannot be read as that.`;
}

test.each([
  ["mp3", mp3Of(2_400), true],
  ["mp3", mp3Of(2_200), false],
  ["flac", flacOf(61 * 44_100), true],
  ["m4a", m4aOf(61), true],
  ["ogg", vorbisOf(61), true],
])("the length of %s is known before it is decoded", async (_, bytes, isLong) => {
  const refused = expect(decode(bytes)).rejects;
  await (isLong ? refused.toThrow("at most 60 seconds") : refused.toThrow("cannot be read as that"));
});

/** Empty frames of MPEG 1, layer III, 128 kbit/s, 44.1 kHz: 26.1 ms each. */
function mp3Of(frames: number): Buffer {
  const frame = Buffer.alloc(417);
  frame.writeUInt32BE(0xfffb9000);
  return Buffer.concat(Array.from({ length: frames }, () => frame));
}

function flacOf(samples: number): Buffer {
  const head = Buffer.alloc(42);
  head.write("fLaC", "latin1");
  head[7] = 34;
  head.writeUInt32BE(44_100 * 4_096, 18);
  head.writeUInt32BE(samples, 22);
  return head;
}

function m4aOf(seconds: number): Buffer {
  const box = (type: string, content: Buffer) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(8 + content.length);
    head.write(type, 4, "latin1");
    return Buffer.concat([head, content]);
  };
  const header = Buffer.alloc(100);
  header.writeUInt32BE(1_000, 12);
  header.writeUInt32BE(seconds * 1_000, 16);
  return Buffer.concat([box("ftyp", Buffer.from("M4A ")), box("moov", box("mvhd", header))]);
}

function vorbisOf(seconds: number): Buffer {
  const head = Buffer.alloc(30);
  head.write("\x01vorbis", "latin1");
  head.writeUInt32LE(44_100, 12);
  const file = oggOf([head, Buffer.alloc(9)]);
  file.writeBigInt64LE(BigInt(seconds * 44_100), file.lastIndexOf("OggS") + 6);
  return file;
}

test("a Vorbis header that is too short to say a rate is refused in words", async () => {
  const short = oggOf([Buffer.from("\x01vorbis", "latin1")]);
  await expect(decode(short)).rejects.toThrow(UserError);
});

test("whatever comes, it is read or refused in words", async () => {
  const whole = [
    wavOf(int16(tone(440, 0.05))),
    oggOf([OPUS_HEAD, TAGS, ...OPUS_TONE.slice(0, 2)]),
    webmOf(OPUS_HEAD, OPUS_TONE.slice(0, 2)),
    m4aOf(61),
    flacOf(61 * 44_100),
    mp3Of(2),
    vorbisOf(61),
  ];
  const damage = fc.record({
    file: fc.constantFrom(...whole),
    at: fc.nat(200),
    put: fc.uint8Array({ maxLength: 12 }),
    cut: fc.option(fc.nat(400), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(damage, async ({ file, at, put, cut }) => {
      const bytes = Buffer.from(file);
      bytes.set(put.subarray(0, Math.max(0, bytes.length - at)), Math.min(at, bytes.length));
      const outcome = await decode(bytes.subarray(0, cut)).catch((thrown: unknown) => thrown);
      expect(outcome instanceof Float32Array || outcome instanceof UserError).toBe(true);
    }),
    { numRuns: 500 },
  );
});
