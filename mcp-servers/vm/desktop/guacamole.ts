import { z } from "zod";
import { PeerError, messageOf } from "../../../kernel/errors.ts";

const ANSWER_MS = 5_000;
const MOST_BYTES = 100_000;
const answer = z.object({ authToken: z.string().regex(/^[0-9A-Za-z]{16,200}$/), dataSource: z.string().max(80) });

export interface GuacamoleParts {
  /** where it is served, with its path: http://192.168.0.10:8080/guacamole */
  url: string;
  fetch: typeof globalThis.fetch;
}

/**
 * Trades signed data, or the name and password of an account, for a token of Guacamole's own.
 * @throws PeerError that names neither
 */
export async function tokenOf(
  { url, fetch }: GuacamoleParts,
  form: Record<string, string>,
  outer: AbortSignal,
): Promise<z.infer<typeof answer>> {
  const signal = AbortSignal.any([outer, AbortSignal.timeout(ANSWER_MS)]);
  const request = { method: "POST", body: new URLSearchParams(form), signal, redirect: "error" as const };
  const response = await fetch(placed(url, "api/tokens"), request).catch((thrown: unknown) => {
    throw new PeerError(`Guacamole at ${url} does not answer: ${messageOf(causeOf(thrown))}`);
  });
  if (response.status === 403 || response.status === 401)
    throw new PeerError(
      "data" in form
        ? "Guacamole does not take our signature: GUACAMOLE_SECRET must be its json-secret-key, and both clocks agree."
        : "Guacamole does not take GUACAMOLE_USER and GUACAMOLE_PASSWORD.",
    );
  if (!response.ok) throw new PeerError(`Guacamole at ${url} answered ${response.status}.`);
  const text = await response.text();
  const parsed = text.length > MOST_BYTES ? undefined : answer.safeParse(jsonOf(text)).data;
  if (!parsed)
    throw new PeerError(`What answers at ${url} is no Guacamole: GUACAMOLE_URL is its address with its path.`);
  return parsed;
}

/** The page of one connection for whoever has the token; an id is "name\0type\0source" (guacamole-common-js). */
export function clientUrl(url: string, connection: string, source: string, token: string): string {
  const id = Buffer.from(`${connection}\0c\0${source}`).toString("base64url");
  return `${placed(url, "")}#/client/${id}?token=${encodeURIComponent(token)}`;
}

const placed = (url: string, path: string) => `${url.endsWith("/") ? url : `${url}/`}${path}`;

const causeOf = (thrown: unknown) => (thrown instanceof Error && thrown.cause ? thrown.cause : thrown);

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
