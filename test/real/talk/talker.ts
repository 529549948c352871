import { once } from "node:events";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket } from "ws";
import { z } from "zod";
import { openHouse } from "../../../cli/open-house.ts";
import { takeFolder } from "../../../composer/lock.ts";
import { startElsewhere } from "../../fixtures/speech-elsewhere.ts";
import { weights } from "../speech/weights.ts";

const RATE = 16_000;
const SECONDS = 10;
const told = z.object({ type: z.string() });

/**
 * Somebody at the stream of a real house with the real model of speech, whose answers take ten seconds to play, and who is
 * heard elsewhere unless the settings say otherwise.
 */
export async function openTalker(settings: Record<string, string> = {}) {
  const folder = await mkdtemp(join(tmpdir(), "steward-talker-"));
  const models = join(folder, "models");
  await symlink(await weights("silero_vad_16k_op15.onnx"), models);
  const elsewhere = await startElsewhere("turn off all the lights in the living room", {
    rate: RATE,
    samples: new Int16Array(SECONDS * RATE),
  });
  const lock = takeFolder(folder);
  if (!lock) throw new Error("a new folder is taken");
  const source = { ...elsewhere.source, STEWARD_DATA: folder, STEWARD_MODELS_DIR: models, ...settings };
  const house = await openHouse({ source, port: 0, lock });
  const socket = new WebSocket(`${house.url.replace("http", "ws")}/voice/stream`, {
    headers: { authorization: `Bearer ${house.composer.ownerToken}` },
  });
  const events: { type: string; at: number }[] = [];
  socket.on("message", (data, isBinary) => {
    if (!isBinary) events.push({ ...told.parse(JSON.parse(String(data))), at: performance.now() });
  });
  await once(socket, "open");
  socket.send(JSON.stringify({ type: "start", dryRun: true }));
  return {
    events,
    /** mono, 16 kHz */
    send(samples: Int16Array) {
      for (let at = 0; at < samples.length; at += RATE) socket.send(samples.slice(at, at + RATE).buffer);
    },
    /** the next event of a kind, after `from` of them all */
    async next(type: string, from = 0) {
      for (;;) {
        const found = events.slice(from).find((event) => event.type === type);
        if (found) return found;
        await once(socket, "message");
      }
    },
    async close() {
      socket.terminate();
      await house.close();
      elsewhere.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Samples from -1 to 1 as those of a stream. */
export const streamed = (samples: Float32Array): Int16Array =>
  Int16Array.from(samples, (sample) => Math.round(sample * 32_767));
