import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { PeerError, UserError } from "../../kernel/errors.ts";
import type { Exec } from "../../kernel/exec.ts";
import { exec } from "../../kernel/exec.ts";
import { clean } from "../../kernel/text.ts";

/** What ffmpeg packs speech as: its media type, and the encoder and container of it. */
export const PACKED = {
  mp3: { type: "audio/mpeg", how: ["-c:a", "libmp3lame", "-b:a", "64k", "-write_xing", "0", "-f", "mp3"] },
  opus: { type: "audio/ogg", how: ["-c:a", "libopus", "-b:a", "32k", "-f", "ogg"] },
  aac: { type: "audio/aac", how: ["-c:a", "aac", "-b:a", "64k", "-f", "adts"] },
  flac: { type: "audio/flac", how: ["-c:a", "flac", "-f", "flac"] },
} as const;
export type Packed = keyof typeof PACKED;

/** The longest that one text is packed, as long as its voice takes to make it; ms. */
const LIMIT_MS = 300_000;
const LOOK_MS = 5_000;

/** Packs speech as what takes less room than samples. */
export interface Packer {
  /** whether it can */
  isHere(): Promise<boolean>;
  /** Samples of 16 bits, mono, as a packed stream that begins while they are still made. @throws UserError where it cannot */
  pack(format: Packed, rate: number, samples: ReadableStream<Uint8Array>): Promise<ReadableStream<Uint8Array>>;
}

/** By the program ffmpeg of this machine: the encoders are its own, and no part of Steward. */
export function createPacker(program = "ffmpeg", run: Exec = exec): Packer {
  let isHere = false;
  return {
    async isHere() {
      isHere ||= await run(program, ["-version"], { timeout: LOOK_MS }).then(
        () => true,
        () => false,
      );
      return isHere;
    },
    async pack(format, rate, samples) {
      const from = ["-f", "s16le", "-ar", String(rate), "-ac", "1", "-i", "pipe:0"];
      const to = [...PACKED[format].how, "-flush_packets", "1", "pipe:1"];
      const limits = { timeout: LIMIT_MS, killSignal: "SIGKILL" } as const;
      const child = spawn(program, ["-loglevel", "error", ...from, ...to], { ...limits, stdio: "pipe" });
      await once(child, "spawn").catch(async (thrown: unknown) => {
        await samples.cancel();
        throw new UserError(`${format} is made by ffmpeg: apt-get install ffmpeg. wav and pcm need nothing.`, {
          cause: thrown,
        });
      });
      return ReadableStream.from(packed(child, samples));
    },
  };
}

async function* packed(child: ChildProcessWithoutNullStreams, samples: ReadableStream<Uint8Array>) {
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const words = lastWordsOf(child.stderr);
  const fed = pipeline(samples, child.stdin);
  fed.catch(() => {}); // told below
  try {
    yield* child.stdout;
    const code = await ended;
    if (code !== 0) throw new PeerError(`ffmpeg failed: ${words()}`);
    await fed;
  } finally {
    child.kill("SIGKILL"); // who listens may go before the end
  }
}

function lastWordsOf(stderr: Readable): () => string {
  let words = "";
  stderr.setEncoding("utf8").on("data", (text: string) => (words = text.trim().split("\n").at(-1) ?? words));
  return () => clean(words, 200) || "it said nothing";
}
