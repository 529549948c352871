import { z } from "zod";
import { PeerError, messageOf } from "../../kernel/errors.ts";
import { clean, withoutEnd } from "../../kernel/text.ts";
import { RATE } from "../decode/limits.ts";
import { encodeWav } from "../decode/wav.ts";
import type { Engine } from "./engine.ts";
import type { Decoder } from "./local.ts";
import { promptOf } from "./prompt.ts";
import { isSilent } from "./rules.ts";

const answer = z.object({ text: z.string() });
const LIMIT_MS = 30_000;

export interface RemoteParts {
  /** up to and with /v1 */
  url: string;
  key?: string;
  model: string;
  fetch: typeof fetch;
  decoder: Decoder;
}

/** Another service that hears, by OpenAI's `audio/transcriptions`; what is no recording, or silent, is not sent. */
export function createRemote({ url, key, model, fetch, decoder }: RemoteParts): Engine {
  const address = new URL(`${withoutEnd(url, "/")}/audio/transcriptions`);
  const send = async (body: FormData, signal: AbortSignal): Promise<string> => {
    const headers = key ? { authorization: `Bearer ${key}` } : undefined;
    const response = await fetch(address, { method: "POST", headers, body, signal }).catch((thrown: unknown) => {
      signal.throwIfAborted();
      throw new PeerError(`${address.host}, which hears for us, cannot be reached: ${reasonOf(thrown)}.`);
    });
    const text = await response.text();
    if (!response.ok)
      throw new PeerError(`${address.host}, which hears for us, answered ${response.status}: ${clean(text)}`);
    const parsed = answer.safeParse(jsonOf(text));
    if (!parsed.success) throw new PeerError(`${address.host}, which hears for us, did not answer with a text.`);
    return clean(parsed.data.text, 2_000);
  };
  return {
    model,
    async hear(sound, { names, language, signal }) {
      const begun = performance.now();
      const samples = "samples" in sound ? sound.samples : await decoder.decode(sound.audio, signal);
      const decoded = performance.now();
      const body = new FormData();
      body.set("file", new Blob([Buffer.from(encodeWav(samples))], { type: "audio/wav" }), "command.wav");
      body.set("model", model);
      body.set("prompt", promptOf(names));
      body.set("response_format", "json");
      if (language !== "auto") body.set("language", language);
      const within = AbortSignal.any([AbortSignal.timeout(LIMIT_MS), ...(signal ? [signal] : [])]);
      const text = isSilent(samples) ? "" : await send(body, within);
      const ms = { decode: decoded - begun, stt: performance.now() - decoded };
      return { text, engine: "remote", seconds: samples.length / RATE, ms };
    },
    close: () => Promise.resolve(),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const reasonOf = (thrown: unknown) => messageOf(thrown instanceof Error && thrown.cause ? thrown.cause : thrown);
