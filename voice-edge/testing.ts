import { silentLog } from "../kernel/log.ts";
import type { ToComposer } from "./composer.ts";
import type { Heard } from "./hear/types.ts";
import type { EdgeSetup } from "./index.ts";
import { createEdge } from "./index.ts";
import type { Sound } from "./say/types.ts";
import type { EarOptions } from "./stream/ears.ts";

export const CALLER = { id: "owner", name: "Owner" };
/** One sound a sentence: as many samples as it has characters. */
export const soundOf = (sentence: string): Sound => ({
  rate: 16_000,
  samples: new Int16Array(sentence.length).fill(7),
});

/** An answer of the composer. */
export const turnOf = (say: string, more: object = {}) => ({
  turn: "t1",
  say,
  tier: "phrases",
  ask: null,
  needs: [],
  calls: [],
  undoable: true,
  ms: { total: 1 },
  ...more,
});

interface Asked {
  path: string;
  method: string;
  body: unknown;
  caller: string | undefined;
}

/** A voice edge on ears that hear what is written in the recording, a voice of silence and a composer that is told. */
export function edgeOf(answers: Record<string, unknown> = {}, more: Partial<EdgeSetup> = {}) {
  const asked: Asked[] = [];
  const opened: (EarOptions & { fed: number; listened: number; isClosed: boolean })[] = [];
  const send: ToComposer = (path, { method, body }, caller) => {
    asked.push({ path, method, body: body === undefined ? undefined : JSON.parse(body), caller: caller?.id });
    const found = Object.entries(answers).find(([key]) => path.startsWith(key))?.[1] ?? turnOf("Done.");
    const isFault = typeof found === "object" && found !== null && "error" in found;
    return Promise.resolve(Response.json(found, { status: isFault ? 422 : 200 }));
  };
  const heard = (text: string): Heard => ({
    heard: text,
    text,
    fuzzy: false,
    engine: "native",
    model: "tiny.en",
    ms: { decode: 1, stt: 2, queued: 3 },
    seconds: 1.5,
  });
  const edge = createEdge({
    hearing: {
      hear: (audio) => Promise.resolve(heard(new TextDecoder().decode(audio))),
      hearSamples: (samples) => Promise.resolve(heard(`${samples.length} samples`)),
      state: () => ({ engine: "native", model: "tiny.en" }),
      close: () => Promise.resolve(),
    },
    saying: {
      async *say(text, { signal } = {}) {
        for (const sentence of text.split(/(?<=\.) /)) {
          await Promise.resolve();
          signal?.throwIfAborted();
          yield soundOf(sentence);
        }
      },
      warm: () => Promise.resolve(),
      state: () => Promise.resolve({ voice: "silence", text: "silence" }),
      close: () => Promise.resolve(),
    },
    ears: {
      open(options) {
        const ear = { ...options, fed: 0, listened: 0, isClosed: false };
        opened.push(ear);
        return {
          feed: ({ length }) => void (ear.fed += length),
          listen: () => void (ear.listened += 1),
          close: () => void (ear.isClosed = true),
        };
      },
      close: () => Promise.resolve(),
    },
    send,
    headers: { "content-security-policy": "default-src 'none'" },
    clock: { now: () => Date.now() },
    log: silentLog,
    ...more,
  });
  return { edge, asked, opened };
}
