import { z } from "zod";
import { UserError } from "../../kernel/errors.ts";
import type { Exec } from "../../kernel/exec.ts";
import { exec } from "../../kernel/exec.ts";
import { clausesOf } from "./sentences.ts";

/** How a sentence sounds, in the International Phonetic Alphabet, with its punctuation. `voice`: a language as espeak-ng names it. */
export type Phonemes = (sentence: string, voice: string, signal?: AbortSignal) => Promise<string>;

const WAIT_MS = 5_000;
const NONE =
  "A Piper voice needs espeak-ng to know how words sound: apt-get install espeak-ng (or npm install --no-save phonemizer).";

/** By the program espeak-ng of this machine: 10 ms a sentence. It is GPL and stays a program of its own. */
export const byEspeak =
  (run: Exec = exec): Phonemes =>
  async (sentence, voice, signal) => {
    const sound = async (words: string) => {
      const said = await run("espeak-ng", ["-q", "--ipa", "-v", voice, "--", words], { timeout: WAIT_MS, signal });
      return said.replaceAll(/\s+/g, " ").trim();
    };
    const clauses = await Promise.all(
      clausesOf(sentence).map(async ({ words, sign }) => `${await sound(words)}${sign}`),
    );
    return clauses.join(" ");
  };

const phonemizer = z.object({
  phonemize: z.custom<(text: string, voice: string) => Promise<string[]>>((value) => typeof value === "function"),
});

/** By the package phonemizer, where its user has installed it: it has espeak-ng in it, under the GPL, and so is none of ours. */
export async function byPackage(name = "phonemizer"): Promise<Phonemes | undefined> {
  const loaded: unknown = await import(name).catch(() => undefined);
  const { data } = phonemizer.safeParse(loaded);
  if (!data) return undefined;
  return async (sentence, voice) => {
    const clauses: string[] = [];
    for (const { words, sign } of clausesOf(sentence)) {
      clauses.push(`${(await data.phonemize(words, voice)).join(" ")}${sign}`);
    }
    return clauses.join(" ");
  };
}

/** Whichever is here. @throws UserError that says what to install */
export async function findPhonemes(run: Exec = exec): Promise<Phonemes> {
  const isHere = await run("espeak-ng", ["--version"], { timeout: WAIT_MS }).then(
    () => true,
    () => false,
  );
  const found = isHere ? byEspeak(run) : await byPackage();
  if (!found) throw new UserError(NONE);
  return found;
}
