import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { amplitudeOf, tone } from "../../../voice-edge/decode/testing.ts";
import type { Packed } from "../../../voice-edge/say/encode.ts";
import { createPacker } from "../../../voice-edge/say/encode.ts";
import { bytesOf } from "../../../voice-edge/say/wav.ts";

const RATE = 22_050;
const sound = Int16Array.from(tone(440, 2, RATE), (sample) => sample * 32_767);

/** The sound in pieces, as sentences come. */
async function* pieces() {
  for (let at = 0; at < sound.length; at += RATE / 2) yield bytesOf(sound.subarray(at, at + RATE / 2));
}

/** What another program makes of a packed sound: how it is packed, and its samples at 16 kHz. */
function unpacked(bytes: Uint8Array) {
  const probe = ["-v", "error", "-show_entries", "stream=codec_name", "-of", "csv=p=0", "pipe:0"];
  const codec = execFileSync("ffprobe", probe, { input: bytes, encoding: "utf8" }).trim();
  const plain = ["-v", "error", "-i", "pipe:0", "-ac", "1", "-ar", "16000", "-f", "f32le", "pipe:1"];
  const { buffer } = new Uint8Array(execFileSync("ffmpeg", plain, { input: bytes }));
  return { codec, samples: new Float32Array(buffer) };
}

test.each<[Packed, string]>([
  ["mp3", "mp3"],
  ["opus", "opus"],
  ["aac", "aac"],
  ["flac", "flac"],
])("%s by the real ffmpeg sounds as before", async (format, codec) => {
  const body = await createPacker().pack(format, RATE, ReadableStream.from(pieces()));
  const found = unpacked(await new Response(body).bytes());
  expect(found.codec).toBe(codec);
  expect(found.samples.length / 16_000).toBeGreaterThan(1.95);
  expect(found.samples.length / 16_000).toBeLessThan(2.15);
  expect(amplitudeOf(found.samples, 440)).toBeCloseTo(0.5, 1);
});
