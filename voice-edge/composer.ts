import { z } from "zod";
import { PeerError, UserError } from "../kernel/errors.ts";
import { clean } from "../kernel/text.ts";
import type { NameEntry } from "../kernel/wire.ts";
import { nameEntry } from "../kernel/wire.ts";
import type { Heard } from "./hear/types.ts";

/** Whom the composer found to ask; handed back to it as it came. */
export interface Caller {
  id: string;
  name: string;
}

/** A request to the composer's API in the name of a caller. */
export type ToComposer = (
  path: string,
  request: { method: string; headers?: Record<string, string>; body?: string; signal?: AbortSignal },
  caller?: Caller,
) => Promise<Response>;

/** The answer to a sentence, as far as the voice edge looks into it. */
const turn = z.looseObject({
  turn: z.string(),
  say: z.string(),
  tier: z.string(),
  ask: z.looseObject({ question: z.string(), choices: z.array(z.string()) }).nullable(),
  needs: z.array(z.unknown()),
  undoable: z.boolean(),
  ms: z.looseObject({ total: z.number() }),
});
export type Turn = z.infer<typeof turn>;

/** Milliseconds of what came before the words: upload or stream, and the end-point. */
export interface Before {
  upload: number;
  endpoint: number;
}

export interface Question {
  text: string;
  /** how it was heard; without it, it was typed */
  heard?: Heard & { before: Before };
  conversation?: string;
  area?: string;
  dryRun?: boolean;
  tier?: string;
}

/** The composer, over its API, for whoever asks by voice. */
export interface Composer {
  /** @throws UserError in the composer's own words for what it refuses */
  ask(caller: Caller, question: Question, signal?: AbortSignal): Promise<Turn>;
  /** whether a sentence, had it been heard, is a command or an answer that needs no model */
  understands(
    caller: Caller,
    said: Pick<Question, "text" | "conversation" | "area">,
    signal?: AbortSignal,
  ): Promise<boolean>;
  undo(caller: Caller, turn: string, conversation?: string): Promise<Turn>;
  /** notes when an answer was first heard, ms after it was known */
  sounded(caller: Caller, turn: string, ms: number): Promise<void>;
  /** names of the house; the same array as long as they are the same */
  names(caller: Caller): Promise<readonly NameEntry[]>;
  /** a token for a device of a member; undefined for a wrong name or password */
  signIn(name: string, password: string, device: string): Promise<string | undefined>;
  /** plays an address on a speaker of the house; the sentence that says so */
  play(caller: Caller, speaker: string, url: string): Promise<string>;
}

const explained = z.object({ stopped: z.string().nullable() });
const fault = z.object({ error: z.string() });
const handed = z.object({ token: z.string() });

export function createComposerDoor(send: ToComposer): Composer {
  const post = async (path: string, body: object, caller?: Caller, signal?: AbortSignal) => {
    const headers = { "content-type": "application/json" };
    return send(path, { method: "POST", headers, body: JSON.stringify(body), signal }, caller);
  };
  const read = async <Schema extends z.ZodType>(schema: Schema, answer: Response): Promise<z.infer<Schema>> => {
    const body: unknown = await answer.json();
    if (answer.ok) return schema.parse(body);
    const told = fault.safeParse(body).data?.error ?? `The composer answered ${answer.status}.`;
    throw answer.status < 500 ? new UserError(told) : new PeerError(told);
  };
  let known: { text: string; names: NameEntry[] } | undefined;
  return {
    async ask(caller, { heard, ...question }, signal) {
      const voice = heard && {
        heard: clean(heard.heard, 2_000),
        fuzzy: heard.fuzzy,
        engine: heard.engine,
        model: heard.model,
        ms: rounded({ ...heard.before, decode: heard.ms.decode, queued: heard.ms.queued, stt: heard.ms.stt }),
      };
      return read(turn, await post("/api/ask", { ...question, voice }, caller, signal));
    },
    async understands(caller, said, signal) {
      const { stopped } = await read(explained, await post("/api/explain", { ...said, spoken: true }, caller, signal));
      return stopped === null;
    },
    undo: async (caller, id, conversation) =>
      read(turn, await post(`/api/turns/${encodeURIComponent(id)}/undo`, { conversation }, caller)),
    async sounded(caller, id, ms) {
      await read(z.unknown(), await post(`/api/turns/${encodeURIComponent(id)}/sound`, { ms }, caller));
    },
    async names(caller) {
      const answer = await send("/api/names", { method: "GET" }, caller);
      const text = await answer.text();
      if (!answer.ok) return [];
      if (text !== known?.text) known = { text, names: z.array(nameEntry).parse(JSON.parse(text)) };
      return known.names;
    },
    async signIn(name, password, device) {
      const answer = await post("/api/login", { name, password, device });
      return answer.status === 401 ? undefined : (await read(handed, answer)).token;
    },
    play: async (caller, speaker, url) =>
      (await read(turn, await post("/api/tools/home_play", { args: { do: "play", name: speaker, what: url } }, caller)))
        .say,
  };
}

const rounded = (ms: Record<string, number>) =>
  Object.fromEntries(Object.entries(ms).map(([part, value]) => [part, Math.round(value * 10) / 10]));
