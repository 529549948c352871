import { z } from "zod";
import { UserError, messageOf } from "../../kernel/errors.ts";
import type { Log } from "../../kernel/log.ts";
import type { Before, Caller, Composer, Turn } from "../composer.ts";
import { hear } from "../command.ts";
import type { Heard, Hearing } from "../hear/types.ts";
import type { Saying } from "../say/types.ts";
import { bytesOf, wordsOf } from "../say/wav.ts";
import type { Ear, EarEvent, Ears } from "./ears.ts";

/** Seconds of silence that end what is said. */
const SILENCE = 0.7;

/** What a client says, as JSON. Sound comes as binary messages: mono at 16 kHz, 16 bits, little-endian. */
const order = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("start"),
    /** wait for one of these words before listening; none: all that is said is meant */
    wake: z
      .array(z.string().regex(/^[\w-]{1,40}$/))
      .max(5)
      .optional(),
    /** false: answers are shown and not spoken */
    speak: z.boolean().default(true),
    conversation: z.string().max(80).optional(),
    area: z.string().max(80).optional(),
    dryRun: z.boolean().optional(),
  }),
  /** listens now, as after a wake word */
  z.object({ type: z.literal("listen") }),
  /** a sentence that was typed, or a choice that was tapped: in the same conversation, answered as if it had been spoken */
  z.object({ type: z.literal("text"), text: z.string().trim().min(1).max(2_000) }),
  /** ends what is being said here, and what is being done about it where nothing was done yet */
  z.object({ type: z.literal("stop") }),
]);
type Start = Extract<z.infer<typeof order>, { type: "start" }>;

/** What a client is told, as JSON; between `speaking` and `spoken` or `stopped` sound comes as binary messages. */
export type Told =
  | { type: "ready" }
  | { type: "wake"; word: string; score: number }
  | { type: "speechStart" | "nothing" | "spoken" | "stopped" }
  | { type: "speechEnd"; seconds: number }
  | ({ type: "heard" } & Pick<Heard, "heard" | "text" | "fuzzy">)
  /** `listens`: it is a question, and what is said when it has been heard answers it */
  | { type: "turn"; turn: Turn; listens: boolean }
  | { type: "speaking"; rate: number }
  | { type: "error"; error: string };

export interface SessionParts {
  caller: Caller;
  hearing: Pick<Hearing, "hear" | "hearSamples">;
  composer: Pick<Composer, "ask" | "understands" | "sounded">;
  saying: Pick<Saying, "say" | "warm">;
  ears: Pick<Ears, "open">;
  send(message: string | Uint8Array): void;
  log: Log;
  elapsed(): number;
}

export interface Session {
  text(message: string): void;
  sound(bytes: Uint8Array): void;
  close(): void;
}

const RATE = 16_000;

/** What is being heard before it is known to be all. */
interface Ahead {
  heard: Promise<Heard>;
  /** ms, as `elapsed` tells them */
  since: number;
  stop(): void;
}
type HeardAfter = Heard & { before: Before };

/** What was heard, and the silence that was waited for while nothing was being heard yet, or any more. */
const afterSilence = (heard: Heard, waited: number): HeardAfter => {
  const { queued, decode, stt } = heard.ms;
  return { ...heard, before: { upload: 0, endpoint: SILENCE * 1_000 - Math.min(waited, queued + decode + stt) } };
};

/** One who speaks and is answered over a connection: sound in; what was heard, done and is said out. */
export function createSession(parts: SessionParts): Session {
  const { ears, log, elapsed } = parts;
  const tell = (told: Told) => parts.send(JSON.stringify(told));
  let start: Start = { type: "start", speak: true };
  let ear: Ear | undefined;
  let speaking: AbortController | undefined;
  /** what was sent is heard until then: sound is made faster than it is played */
  let playedUntil = 0;
  /** listens for the answer to a question when that has been heard */
  let listening: NodeJS.Timeout | undefined;
  let ahead: Ahead | undefined;
  let last: Promise<void> = Promise.resolve();
  const closed = new AbortController();

  /** Barge-in: whoever begins to speak is not spoken over. */
  const hush = () => {
    clearTimeout(listening);
    if (!speaking && elapsed() >= playedUntil) return;
    speaking?.abort(new Error("stopped"));
    speaking = undefined;
    playedUntil = 0;
    tell({ type: "stopped" });
  };
  const say = async (turn: Turn) => {
    const mine = new AbortController();
    speaking = mine;
    const began = elapsed();
    let isFirst = true;
    try {
      for await (const { rate, samples } of parts.saying.say(turn.say, { signal: mine.signal })) {
        if (mine.signal.aborted) return;
        if (isFirst) {
          tell({ type: "speaking", rate });
          parts.composer.sounded(parts.caller, turn.turn, elapsed() - began).catch(note);
        }
        isFirst = false;
        parts.send(bytesOf(samples));
        playedUntil = Math.max(playedUntil, elapsed()) + (samples.length / rate) * 1_000;
      }
      if (!mine.signal.aborted) tell({ type: "spoken" });
    } catch (thrown) {
      if (!mine.signal.aborted) throw thrown;
    } finally {
      if (speaking === mine) speaking = undefined;
    }
  };
  const onHeard = ({ heard, text, fuzzy }: Pick<Heard, "heard" | "text" | "fuzzy">) =>
    tell({ type: "heard", heard, text, fuzzy });
  /** Hears while the silence still lasts that ends what was said: most often it was all. */
  const hearAhead = (audio: Float32Array): Ahead => {
    const stop = new AbortController();
    const { conversation, area } = start;
    const signal = AbortSignal.any([stop.signal, closed.signal]);
    const heard = hear(parts, parts.caller, { audio, conversation, area }, signal);
    heard.catch(() => {}); // it is looked at once it is known to be all
    return { heard, since: elapsed(), stop: () => stop.abort(new Error("more was said")) };
  };
  const answer = async (hearing: Promise<HeardAfter>) => {
    const heard = await hearing;
    onHeard(heard);
    const { conversation, area, dryRun } = start;
    const question = { conversation, area, dryRun, text: heard.text, heard };
    const turn = await parts.composer.ask(parts.caller, question, closed.signal);
    const listens = isQuestion(turn);
    tell({ type: "turn", turn, listens });
    if (start.speak) await say(turn).catch(fail); // it was done all the same
    // The answer needs no wake word, and is not to be waited for while the question is still played.
    if (listens) listening = setTimeout(() => ear?.listen(), Math.max(0, playedUntil - elapsed()));
  };
  const note = (thrown: unknown) => log.warn("first sound is not noted", { why: messageOf(thrown) });
  const fail = (thrown: unknown) => {
    if (closed.signal.aborted) return;
    if (!(thrown instanceof UserError)) log.error("voice session failed", { error: thrown });
    tell({ type: "error", error: thrown instanceof UserError ? messageOf(thrown) : "Something went wrong here." });
  };
  const on = (event: EarEvent) => {
    if (closed.signal.aborted) return;
    if (event.type === "failed") return tell({ type: "error", error: event.message });
    if (event.type === "wake" || event.type === "speechStart") hush();
    if (event.type === "pause") ahead = hearAhead(event.samples);
    else if (event.type === "resume") forget();
    else if (event.type === "speechEnd") end(event.samples);
    else tell(event);
  };
  const forget = () => {
    ahead?.stop();
    ahead = undefined;
  };
  const end = (samples: Float32Array) => {
    tell({ type: "speechEnd", seconds: samples.length / RATE });
    const { heard, since } = ahead ?? hearAhead(samples);
    ahead = undefined;
    const waited = elapsed() - since;
    last = last.then(() => answer(heard.then((one) => afterSilence(one, waited)))).catch(fail);
  };
  const obey = (said: z.infer<typeof order>) => {
    if (said.type === "stop") return hush();
    if (said.type === "text") {
      hush();
      last = last.then(() => answer(Promise.resolve(typed(said.text)))).catch(fail);
      return;
    }
    if (said.type === "listen") {
      hush();
      return ear?.listen();
    }
    clearTimeout(listening);
    ear?.close();
    start = said;
    ear = ears.open({ wake: said.wake, silence: SILENCE, on });
    if (said.speak) parts.saying.warm().catch(() => {}); // what is wrong is told when it is to speak
    tell({ type: "ready" });
  };
  return {
    text(message) {
      const said = order.safeParse(parsed(message));
      if (said.success) obey(said.data);
      else tell({ type: "error", error: "Say start, listen, text or stop, as JSON." });
    },
    sound(bytes) {
      if (ear) ear.feed(wordsOf(bytes));
      else tell({ type: "error", error: "Say start before sound." });
    },
    close() {
      clearTimeout(listening);
      closed.abort(new Error("closed"));
      speaking?.abort(closed.signal.reason);
      ear?.close();
    },
  };
}

/** It asks back, in structure or in words: a model's own question has no choices. */
const isQuestion = ({ ask, say }: Turn): boolean => ask !== null || say.trimEnd().endsWith("?");

/** A sentence that nobody had to hear; of the conversation that is spoken, so that it can answer what was asked there. */
const typed = (text: string): HeardAfter => ({
  heard: text,
  text,
  fuzzy: false,
  engine: "typed",
  model: "",
  ms: { decode: 0, queued: 0, stt: 0 },
  seconds: 0,
  before: { upload: 0, endpoint: 0 },
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
