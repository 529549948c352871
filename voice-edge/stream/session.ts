import { UserError, messageOf } from "../../kernel/errors.ts";
import type { Log } from "../../kernel/log.ts";
import type { Before, Caller, Composer, Turn } from "../composer.ts";
import { hear } from "../command.ts";
import type { Heard, Hearing } from "../hear/types.ts";
import type { Saying } from "../say/types.ts";
import { wordsOf } from "../say/wav.ts";
import type { Ear, EarEvent, Ears } from "./ears.ts";
import type { Order, Start, Told } from "./messages.ts";
import { orderOf } from "./messages.ts";
import { createMouth } from "./mouth.ts";

/** Seconds of silence that end what is said. */
const SILENCE = 0.7;
/** Sentences of one connection that may wait for their answer. */
const MOST_WAITING = 4;
const TOO_MUCH = "That was too much at once: wait for the answers.";

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
  /** listens for the answer to a question when that has been heard */
  let listening: NodeJS.Timeout | undefined;
  let ahead: Ahead | undefined;
  let last: Promise<void> = Promise.resolve();
  let waiting = 0;
  const closed = new AbortController();

  const mouth = createMouth(parts, tell);
  /** Barge-in: whoever begins to speak is not spoken over. */
  const hush = () => {
    clearTimeout(listening);
    mouth.hush();
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
    if (start.speak) await mouth.say(turn).catch(fail); // it was done all the same
    // The answer needs no wake word, and is not to be waited for while the question is still played.
    if (listens) listening = setTimeout(() => ear?.listen(), mouth.left());
  };
  const fail = (thrown: unknown) => {
    if (closed.signal.aborted) return;
    if (!(thrown instanceof UserError)) log.error("voice session failed", { error: thrown });
    tell({ type: "error", error: thrown instanceof UserError ? messageOf(thrown) : "Something went wrong here." });
  };
  const inTurn = (work: () => Promise<void>) => {
    if (waiting >= MOST_WAITING) return tell({ type: "error", error: TOO_MUCH });
    waiting += 1;
    last = last
      .then(work)
      .catch(fail)
      .finally(() => (waiting -= 1));
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
    inTurn(() => answer(heard.then((one) => afterSilence(one, waited))));
  };
  const obey = (said: Order) => {
    if (said.type === "stop") return hush();
    if (said.type === "text") {
      hush();
      return inTurn(() => answer(Promise.resolve(typed(said.text))));
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
      const said = orderOf(message);
      if (said) obey(said);
      else tell({ type: "error", error: "Say start, listen, text or stop, as JSON." });
    },
    sound(bytes) {
      if (ear) ear.feed(wordsOf(bytes));
      else tell({ type: "error", error: "Say start before sound." });
    },
    close() {
      clearTimeout(listening);
      closed.abort(new Error("closed"));
      mouth.close();
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
