import { z } from "zod";
import { UserError, messageOf } from "../../kernel/errors.ts";
import type { Log } from "../../kernel/log.ts";
import type { Caller, Composer } from "../composer.ts";
import type { Hearing } from "../hear/types.ts";
import type { Saying } from "../say/types.ts";
import { bytesOf, wavHeader, wordsOf } from "../say/wav.ts";
import type { Ear, Ears } from "../stream/ears.ts";
import type { Event } from "./frame.ts";
import { frameOf } from "./frame.ts";
import { infoOf } from "./info.ts";

/** Wake words there are pretrained models for. */
export const WORDS = ["hey_jarvis", "alexa", "hey_mycroft", "hey_rhasspy"] as const;
const MOST_AUDIO = 10 * 1024 * 1024;
/** Samples of one piece of speech that is sent. */
const PIECE = 2048;

const format = z.object({
  rate: z.number().int().positive().max(192_000),
  width: z.literal(2),
  channels: z.number().int().min(1).max(2),
});
const transcribe = z.object({ language: z.string().nullish() });
const detect = z.object({ names: z.array(z.string()).nullish() });
const synthesize = z.object({ text: z.string().max(10_000) });
const transcript = z.object({
  text: z.string().max(2_000),
  context: z.object({ conversation_id: z.string().max(80).nullish() }).nullish(),
});

export interface WyomingParts {
  /** whom it speaks for */
  caller: Caller;
  hearing: Pick<Hearing, "hear" | "state">;
  composer: Pick<Composer, "ask" | "understands">;
  saying: Pick<Saying, "say" | "state">;
  ears: Pick<Ears, "open">;
  log: Log;
}

/** One connection of the protocol: what it says goes to `event`, what is answered comes by `send`. */
export function createWyomingSession(parts: WyomingParts, send: (bytes: Buffer) => void) {
  const { caller, hearing, composer, saying, ears, log } = parts;
  const gone = new AbortController();
  const { signal } = gone;
  let language: string | undefined;
  let sound: { rate: number; channels: number; pieces: Buffer[]; length: number } | undefined;
  let ear: Ear | undefined;
  let hasWoken = false;

  const begin = (data: unknown) => {
    const { rate, channels } = format.parse(data);
    sound = { rate, channels, pieces: [], length: 0 };
  };
  const take = (data: unknown, payload: Buffer) => {
    if (!sound) begin(data);
    if (!sound) return;
    if (ear) return ear.feed(mono(payload, sound.channels));
    sound.length += payload.length;
    if (sound.length > MOST_AUDIO) throw new UserError("A recording has at most 10 MB here.");
    sound.pieces.push(payload);
  };
  const end = async () => {
    const heard = sound;
    sound = undefined;
    if (ear) {
      ear.close();
      ear = undefined;
      if (!hasWoken) send(frameOf("not-detected"));
      return;
    }
    if (!heard) return;
    const header = wavHeader(heard.rate, heard.length / 2 / heard.channels, heard.channels);
    const of = language?.slice(0, 2);
    const { text } = await hearing.hear(Buffer.concat([header, ...heard.pieces]), {
      signal,
      language: of,
      isUnderstood: (said) => composer.understands(caller, { text: said }, signal),
    });
    send(frameOf("transcript", { text, language: of ?? "en" }));
  };
  const wait = (names: readonly string[]) => {
    hasWoken = false;
    ear?.close();
    ear = ears.open({
      wake: names.length > 0 ? names : [WORDS[0]],
      on(event) {
        if (event.type === "failed") return send(frameOf("error", { text: event.message }));
        if (event.type !== "wake") return;
        hasWoken = true;
        send(frameOf("detection", { name: event.word, timestamp: Date.now() }));
      },
    });
  };
  const speak = async (text: string) => {
    let hasBegun = false;
    for await (const { rate, samples } of saying.say(text, { signal })) {
      const shape = { rate, width: 2, channels: 1 };
      if (!hasBegun) send(frameOf("audio-start", shape));
      hasBegun = true;
      for (let at = 0; at < samples.length; at += PIECE) {
        send(frameOf("audio-chunk", shape, bytesOf(samples.subarray(at, at + PIECE))));
      }
    }
    send(frameOf("audio-stop"));
  };
  const handle = async ({ text, context }: z.infer<typeof transcript>) => {
    const conversation = context?.conversation_id ?? undefined;
    const { say, tier } = await composer.ask(caller, { text, conversation }, signal);
    send(frameOf(tier === "none" ? "not-handled" : "handled", { text: say, context }));
  };
  const obey = async ({ type, data, payload }: Event) => {
    switch (type) {
      case "describe":
        return send(frameOf("info", await describe()));
      case "ping":
        return send(frameOf("pong", data));
      case "transcribe":
        language = transcribe.parse(data).language ?? undefined;
        return;
      case "detect":
        return wait(detect.parse(data).names ?? []);
      case "audio-start":
        return begin(data);
      case "audio-chunk":
        return take(data, payload);
      case "audio-stop":
        return end();
      case "synthesize":
        return speak(synthesize.parse(data).text);
      case "transcript":
        return handle(transcript.parse(data));
    }
  };
  const describe = async () => {
    const { voice } = await saying.state().catch(() => ({ voice: null }));
    const { model } = hearing.state();
    return infoOf({ model, voice, words: WORDS, languages: model.endsWith(".en") ? ["en"] : ["en", "de"] });
  };
  const fail = (thrown: unknown) => {
    if (signal.aborted) return;
    const isOurs = !(thrown instanceof UserError) && !(thrown instanceof z.ZodError);
    if (isOurs) log.error("wyoming session failed", { error: thrown });
    const text = thrown instanceof UserError ? messageOf(thrown) : "That event is not understood here.";
    send(frameOf("error", { text: isOurs ? "Something went wrong here." : text }));
  };
  let last: Promise<void> = Promise.resolve();
  return {
    /** in their order: sound that comes while a word is spoken waits; settles when it is done */
    event: (event: Event): Promise<void> =>
      (last = last.then(() => (signal.aborted ? undefined : obey(event))).catch(fail)),
    close() {
      gone.abort(new Error("closed"));
      ear?.close();
    },
  };
}

/** The first channel of samples of 16 bits. */
function mono(payload: Buffer, channels: number): Int16Array {
  const all = wordsOf(payload);
  return channels === 1 ? all : all.filter((_, at) => at % channels === 0);
}
