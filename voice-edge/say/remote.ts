import { PeerError, messageOf } from "../../kernel/errors.ts";
import { clean } from "../../kernel/text.ts";
import type { Voice } from "./types.ts";
import { samplesOf } from "./wav.ts";

const WAIT_MS = 20_000;
const MOST_BYTES = 16 * 1024 * 1024;

interface RemoteParts {
  /** as in https://api.example.org/v1 */
  url: string;
  key?: string;
  model: string;
  voice: string;
  fetch: typeof fetch;
}

/** A voice elsewhere, by OpenAI's `audio/speech`: what is said leaves this house. */
export function createRemote({ url, key, model, voice, fetch }: RemoteParts): Voice {
  const where = new URL("audio/speech", url.endsWith("/") ? url : `${url}/`);
  return {
    name: `${where.host}: ${voice}`,
    async speak(sentence, { signal } = {}) {
      const late = AbortSignal.timeout(WAIT_MS);
      const answer = await fetch(where, {
        method: "POST",
        headers: { "content-type": "application/json", ...(key !== undefined && { authorization: `Bearer ${key}` }) },
        body: JSON.stringify({ model, voice, input: sentence, response_format: "wav" }),
        signal: signal ? AbortSignal.any([signal, late]) : late,
        redirect: "error",
      }).catch((thrown: unknown) => {
        signal?.throwIfAborted();
        throw new PeerError(`The voice at ${where.host} does not answer: ${messageOf(thrown)}`);
      });
      if (!answer.ok) {
        const why = clean(await answer.text().catch(() => ""), 160);
        throw new PeerError(`The voice at ${where.host} answered ${answer.status}${why === "" ? "" : `: ${why}`}`);
      }
      const bytes = await answer.bytes();
      if (bytes.byteLength > MOST_BYTES) throw new PeerError(`The voice at ${where.host} sent too much.`);
      return samplesOf(bytes);
    },
  };
}
