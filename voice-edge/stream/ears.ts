import { messageOf } from "../../kernel/errors.ts";
import type { Log } from "../../kernel/log.ts";
import type { Child } from "../children/index.ts";
import type { Models } from "../models/index.ts";
import { VAD } from "../models/known.ts";
import { STEP, createEndPoint } from "./end-point.ts";
import type { EarInput } from "./jobs.ts";
import { earOutput } from "./jobs.ts";
import { createPieces, joined } from "./pieces.ts";
import { LOOK, createStillness } from "./stillness.ts";

/** What an ear tells of. */
export type EarEvent =
  /** a wake word was said; what follows is listened to */
  | { type: "wake"; word: string; score: number }
  | { type: "speechStart" }
  /** what was said so far, which is all if there is no `resume` before `speechEnd` */
  | { type: "pause"; samples: Float32Array }
  | { type: "resume" }
  /** what was said, mono at 16 kHz, from -1 to 1 */
  | { type: "speechEnd"; samples: Float32Array }
  /** nothing was said for 5 s after a wake word, or after `listen` */
  | { type: "nothing" }
  /** it cannot hear; in one line, why */
  | { type: "failed"; message: string };

/** One stream of sound. */
export interface Ear {
  /** mono at 16 kHz, in pieces of any length, as they come */
  feed(pcm: Int16Array): void;
  /** listens to what is said next, as after a wake word: for a button, and for the answer to a question */
  listen(): void;
  close(): void;
}

export interface EarOptions {
  /** words it waits for before it listens, such as "hey_jarvis"; with none it always listens */
  wake?: readonly string[];
  /** seconds of silence that end what is said: 0.25, 0.7 or 1.25 */
  silence?: 0.25 | 0.7 | 1.25;
  on(event: EarEvent): void;
}

export interface Ears {
  open(options: EarOptions): Ear;
  close(): Promise<void>;
}

export interface EarsParts {
  /** the child that runs ONNX models, which whoever made it closes */
  onnx: Child;
  models: Pick<Models, "need">;
  log: Log;
}

/** A word counts from here on; on seven recordings of others the highest was 0.012, of itself 0.98 and more. */
const SURE = 0.5;
const DEFAULT_SILENCE = 0.7;
/** Samples that go to the child at once while it listens: 80 ms. */
const PIECE = 1_280;
/** Samples that may wait for a child that is slow: 10 s. */
const MOST_WAITING = 160_000;
const LIMIT_MS = 10_000;

/** Ears for sound as it comes: they wait for a wake word, and tell where speech begins and ends. */
export function createEars({ onnx, models, log }: EarsParts): Ears {
  const open = new Set<Ear>();
  return {
    open(options) {
      const ear = createEar({ onnx, models, log }, options, () => open.delete(ear));
      open.add(ear);
      return ear;
    },
    async close() {
      for (const ear of open) ear.close();
    },
  };
}

function createEar({ onnx, models, log }: EarsParts, options: EarOptions, onClose: () => void): Ear {
  const { wake = [], silence = DEFAULT_SILENCE, on } = options;
  const id = crypto.randomUUID();
  const isWaiting = () => wake.length > 0 && !endPoint;
  const listening = (isImpatient: boolean) => createEndPoint({ silence, isImpatient });
  /** what is done with sound when nobody asked for it: with words it waits for them, without it is all listened to */
  const resting = () => (wake.length > 0 ? undefined : listening(false));
  let endPoint = resting();
  let steps = createPieces(STEP, 0);
  const stillness = createStillness();
  let waiting: Int16Array[] = [];
  let isBusy = false;
  let isClosed = false;
  let paths: Promise<Pick<EarInput, "speech" | "wake">> | undefined;

  const least = () => (isWaiting() ? LOOK : PIECE);
  const begin = () => {
    endPoint = listening(true);
    steps = createPieces(STEP, 0);
  };
  const run = async (input: { pcm: Int16Array } & Pick<EarInput, "speech" | "wake" | "isAnew">) => {
    const told = await onnx.run("ear", { ear: id, ...input }, earOutput, { limit: LIMIT_MS });
    return isClosed ? { speech: [], wake: [] } : told;
  };
  const pathsHere = () => (paths ??= pathsOf(models, wake));
  const wait = async (look: Int16Array) => {
    const passed = stillness(look);
    if (!passed) return;
    const told = await run({ ...passed, wake: (await pathsHere()).wake });
    const best = told.wake.filter(({ score }) => score >= SURE).toSorted((one, other) => other.score - one.score)[0];
    if (!best || !isWaiting()) return;
    begin();
    on({ type: "wake", ...best });
  };
  const hear = async (pcm: Int16Array) => {
    if (isWaiting()) return wait(pcm);
    const told = await run({ pcm, speech: (await pathsHere()).speech });
    const sound = steps.add(pcm);
    for (const [at, sure] of told.speech.entries()) follow(sound[at], sure);
  };
  const follow = (step: Int16Array | undefined, sure: number) => {
    for (const found of (step && endPoint?.(step, sure)) ?? []) {
      if (found.type === "end" || found.type === "nothing") endPoint = resting();
      if (found.type === "start") on({ type: "speechStart" });
      else if (found.type === "end") on({ type: "speechEnd", samples: found.samples });
      else on(found);
    }
  };
  const work = async () => {
    if (isBusy) return;
    isBusy = true;
    for (let size = least(); !isClosed && sizeOf(waiting) >= size; size = least()) {
      const all = joined(waiting);
      // Look by look while it waits for a word: what stands behind the word is speech already.
      const whole = isWaiting() ? LOOK : all.length - (all.length % PIECE);
      waiting = [all.subarray(whole)];
      await hear(all.subarray(0, whole)).catch((thrown: unknown) => {
        paths = undefined; // a model may come
        log.warn("an ear failed", { why: messageOf(thrown) });
        if (!isClosed) on({ type: "failed", message: messageOf(thrown) });
      });
    }
    isBusy = false;
  };
  return {
    feed(pcm) {
      if (isClosed) return;
      waiting.push(pcm.slice());
      if (sizeOf(waiting) > MOST_WAITING) waiting = waiting.slice(-Math.ceil(waiting.length / 2));
      void work();
    },
    listen: begin,
    close() {
      if (isClosed) return;
      isClosed = true;
      onClose();
      if (onnx.pid() === undefined) return;
      onnx.run("ear", { ear: id, pcm: new Int16Array(), isOver: true }, earOutput).catch(() => {}); // it is gone with its child
    },
  };
}

async function pathsOf(
  models: Pick<Models, "need">,
  words: readonly string[],
): Promise<Pick<EarInput, "speech" | "wake">> {
  const [speech] = await models.need(VAD);
  const found = await Promise.all(words.map(async (word) => [word, await models.need(word)] as const));
  const [mel, embedding] = found[0]?.[1] ?? [];
  if (mel === undefined || embedding === undefined) return { speech };
  const heads = found.map(([word, files]) => [word, files.at(-1) ?? ""]);
  return { speech, wake: { mel, embedding, words: Object.fromEntries(heads) } };
}

const sizeOf = (pieces: readonly Int16Array[]) => pieces.reduce((sum, { length }) => sum + length, 0);
