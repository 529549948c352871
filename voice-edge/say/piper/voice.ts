import { availableParallelism } from "node:os";
import { z } from "zod";
import type { Child } from "../../children/index.ts";
import type { Phonemes } from "../phonemes.ts";
import type { Voice } from "../types.ts";
import { idsOf, readConfig } from "./config.ts";

const samples = z.instanceof(Int16Array);
/** A sentence that takes longer than this ends the child; ms. */
const LIMIT_MS = 20_000;

interface PiperParts {
  name: string;
  /** the voice, beside which its configuration lies as `.json`; fetched or found when it is first needed */
  model(): Promise<string>;
  phonemes(): Promise<Phonemes>;
  /** has the job "piper" */
  child: Pick<Child, "run">;
}

/** A Piper voice: words to phonemes, those to ids, those to sound in the child. */
export function createPiper({ name, model, phonemes, child }: PiperParts): Voice {
  const load = async () => {
    const path = await model();
    const config = await readConfig(`${path}.json`);
    const { noise_scale, length_scale, noise_w } = config.inference;
    const threads = Math.min(2, availableParallelism());
    const fixed = { model: path, scales: [noise_scale, length_scale, noise_w], speakers: config.num_speakers, threads };
    return { config, fixed, phonemesOf: await phonemes() };
  };
  let loading: ReturnType<typeof load> | undefined;
  const loaded = () => {
    loading ??= load();
    loading.catch(() => (loading = undefined)); // what was missing may be there next time
    return loading;
  };
  const make = async (sentence: string, signal?: AbortSignal) => {
    const { config, fixed, phonemesOf } = await loaded();
    const said = sentence === "" ? "" : await phonemesOf(sentence, config.espeak.voice, signal);
    const ids = said === "" ? [] : idsOf(said, config.phoneme_id_map);
    const made = await child.run("piper", { ...fixed, ids }, samples, { signal, limit: LIMIT_MS });
    return { rate: config.audio.sample_rate, samples: made };
  };
  return {
    name,
    takesTime: true,
    warm: async () => void (await make("ready")),
    speak: (sentence, { signal } = {}) => make(sentence, signal),
  };
}
