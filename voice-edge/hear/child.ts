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

const samplesOf = async (given: z.infer<typeof sound>): Promise<Float32Array> =>
  "samples" in given ? given.samples : decode(given.audio, loadWhisperDecoder);

serveJobs({
  load: () =>
    Promise.resolve(async (input) => {
      loaded = await loadWhisper(loading.parse(input));
      return loaded.engine;
    }),
  decode: () => Promise.resolve((input) => samplesOf(sound.parse(input))),
  hear: () =>
    Promise.resolve(async (input) => {
      const { sound: given, ...asked } = hearing.parse(input);
      if (!loaded) throw new Error("nothing is loaded");
      const begun = performance.now();
      const samples = await samplesOf(given);
      const decoded = performance.now();
      const text = await transcribe(loaded.whisper, { ...asked, samples, threads: freeCores() });
      const ms = { decode: decoded - begun, stt: performance.now() - decoded };
      return { text, engine: loaded.engine, seconds: samples.length / RATE, ms };
    }),
});
