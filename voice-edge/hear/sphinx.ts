import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../kernel/errors.ts";
import type { Exec } from "../../kernel/exec.ts";
import { clean } from "../../kernel/text.ts";
import type { NameEntry } from "../../kernel/wire.ts";
import { RATE } from "../decode/limits.ts";
import type { Engine } from "./engine.ts";
import { SOUNDS, commandIn, grammarOf, soundWord } from "./grammar.ts";
import type { Decoder } from "./local.ts";
import { cmuPhones } from "./pronunciation.ts";
import { isSilent, padded } from "./rules.ts";

/** Where Debian's packages pocketsphinx and pocketsphinx-en-us put it. */
export const PROGRAM = "/usr/bin/pocketsphinx_continuous";
const FOLDER = "/usr/share/pocketsphinx/model/en-us";
const DICTIONARY = join(FOLDER, "cmudict-en-us.dict");
/** How likely another word is: less, and what is no command is heard as one (of eight such sentences none was by this). */
const EACH_WORD = "0.01";
const TIMEOUT_MS = 20_000;

/** Whether commands can be heard without any download here. */
export const hasSphinx = (): boolean => [PROGRAM, DICTIONARY].every((path) => existsSync(path));

/**
 * Debian's pocketsphinx with a grammar of this house's commands: it needs no download, and hears nothing but those
 * commands, in English; of anything else, nothing.
 */
export function createSphinx({ exec, decoder }: { exec: Exec; decoder: Decoder }): Engine {
  let made: Promise<{ folder: string; of: string }> | undefined;
  const filesFor = async (names: readonly NameEntry[]): Promise<string> => {
    const of = JSON.stringify(names);
    const before = await made;
    if (before?.of === of) return before.folder;
    await forget(before);
    made = filesOf(names).then((folder) => ({ folder, of }));
    return (await made).folder;
  };
  const forget = async (files: { folder: string } | undefined) => {
    if (files) await rm(files.folder, { recursive: true, force: true });
  };
  return {
    model: "pocketsphinx",
    async hear(sound, { names, signal }) {
      const begun = performance.now();
      const samples = "samples" in sound ? sound.samples : await decoder.decode(sound.audio, signal);
      const decoded = performance.now();
      const text = isSilent(samples) ? "" : await listen(exec, await filesFor(names), samples, signal);
      const ms = { decode: decoded - begun, stt: performance.now() - decoded };
      return { text, engine: "grammar", seconds: samples.length / RATE, ms };
    },
    async close() {
      await forget(await made);
      made = undefined;
    },
  };
}

async function listen(exec: Exec, folder: string, samples: Float32Array, signal?: AbortSignal): Promise<string> {
  const file = join(folder, `${crypto.randomUUID()}.raw`);
  const sound = Int16Array.from(padded(samples), (sample) => Math.round(sample * 32_767));
  const args = [
    "-hmm",
    join(FOLDER, "en-us"),
    "-dict",
    join(folder, "words.dict"),
    "-jsgf",
    join(folder, "house.gram"),
  ];
  try {
    await writeFile(file, Buffer.from(sound.buffer));
    const said = await exec(PROGRAM, [...args, "-infile", file, "-wip", EACH_WORD, "-logfn", "/dev/null"], {
      timeout: TIMEOUT_MS,
      signal,
    });
    return clean(commandIn(said), 500);
  } finally {
    await rm(file, { force: true });
  }
}

/** A grammar and its dictionary on the disk, where the program wants them. */
async function filesOf(names: readonly NameEntry[]): Promise<string> {
  const { grammar, words } = grammarOf(names);
  const folder = await mkdtemp(join(tmpdir(), "steward-grammar-"));
  await writeFile(join(folder, "house.gram"), grammar);
  await writeFile(join(folder, "words.dict"), await dictionaryOf(words));
  return folder;
}

async function dictionaryOf(words: ReadonlySet<string>): Promise<string> {
  const all = await readFile(DICTIONARY, "utf8").catch(() => {
    throw new UserError("Debian's pocketsphinx-en-us is not installed.");
  });
  const known = all.split("\n").filter((line) => words.has(/^[^\s(]*/.exec(line)?.[0] ?? ""));
  const have = new Set(known.map((line) => line.split(/[\s(]/)[0]));
  const others = [...words]
    .filter((word) => !have.has(word) && !word.startsWith("zz"))
    .map((word) => `${word} ${cmuPhones(word)}`);
  const sounds = SOUNDS.map((phone) => `${soundWord(phone)} ${phone}`);
  return [...known, ...others, ...sounds, ""].join("\n");
}
