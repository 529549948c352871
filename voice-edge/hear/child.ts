// The child that hears: it decodes and recognises, both native, one job after the other.
import type { z } from "zod";
import { serveJobs } from "../children/serve.ts";
import { decode, loadWhisperDecoder } from "../decode/index.ts";
import { RATE } from "../decode/limits.ts";
import { watchCores } from "./cores.ts";
import { hearing, loading, sound } from "./jobs.ts";
import type { Loaded } from "./load.ts";
import { loadWhisper } from "./load.ts";
import { transcribe } from "./whisper.ts";

const freeCores = watchCores();
let loaded: Loaded | undefined;
let waiting: Float32Array | undefined;

const samplesOf = async (given: z.infer<typeof sound>): Promise<Float32Array> =>
  "samples" in given ? given.samples : decode(given.audio, loadWhisperDecoder);

serveJobs({
  load: () =>
    Promise.resolve(async (input) => {
      loaded = await loadWhisper(loading.parse(input));
      return loaded.engine;
    }),
  decode: () => Promise.resolve((input) => samplesOf(sound.parse(input))),
  prepare: () =>
    Promise.resolve(async (input) => {
      const begun = performance.now();
      waiting = await samplesOf(sound.parse(input));
      return { seconds: waiting.length / RATE, decode: performance.now() - begun, threads: await freeCores() };
    }),
  hear: () =>
    Promise.resolve(async (input) => {
      if (!loaded || !waiting) throw new Error("nothing is loaded, or prepared");
      const begun = performance.now();
      const text = await transcribe(loaded.whisper, { ...hearing.parse(input), samples: waiting });
      return { text, engine: loaded.engine, stt: performance.now() - begun };
    }),
});
