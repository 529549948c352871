import { join } from "node:path";
import { readToken } from "../composer/gate/owner-token.ts";
import { UserError, messageOf } from "../kernel/errors.ts";
import type { House } from "./house.ts";
import { findHouse } from "./house.ts";

/** An answer of the composer. */
export interface Answer {
  status: number;
  body: unknown;
}

/** The composer as commands see it. */
export interface Client {
  url: string;
  token: string;
  /** true when this command had to start one for itself */
  isOwn: boolean;
  /** @throws UserError with the composer's own words for what it refuses */
  request(method: string, path: string, body?: unknown): Promise<Answer>;
  close(): Promise<void>;
}

/** How long a command waits for an answer; ms. */
const ANSWER_MS = 120_000;

type Source = Record<string, string | undefined>;

/** The folder of the composer's data. */
export const dataOf = (source: Source) => source["STEWARD_DATA"] || "./data";

/**
 * The composer of STEWARD_URL, else the one that serves this data folder, else one started for this command.
 * @throws UserError when none can be had, or its token is not known here
 */
export async function connect(source: Source, note: (line: string) => void): Promise<Client> {
  let house: House = await findHouse(source, dataOf(source), note);
  const token = source["STEWARD_TOKEN"] || readToken(join(dataOf(source), "owner-token"));
  if (token === undefined) throw new UserError(`The token for ${house.url} is not here: set STEWARD_TOKEN.`);
  const client: Client = {
    url: house.url,
    token,
    isOwn: house.isOwn,
    async request(method, path, body) {
      const sent = await send(house.url, token, method, path, body);
      if (sent !== undefined) return sent;
      // It went away since it was found, so nothing was sent: whoever serves the folder now is asked.
      house = await findHouse(source, dataOf(source), note);
      Object.assign(client, { url: house.url, isOwn: house.isOwn });
      const again = await send(house.url, token, method, path, body);
      if (again === undefined) throw new UserError(`${house.url} does not answer: is a composer running there?`);
      return again;
    },
    close: () => house.close(),
  };
  return client;
}

/** undefined when nobody listens there, so that nothing was sent. */
async function send(url: string, token: string, method: string, path: string, body?: unknown) {
  try {
    const answer = await fetch(new URL(path, url), {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { "content-type": "application/json" }) },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_MS),
      redirect: "error",
    });
    return read(url, answer.status, parse(await answer.text()));
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    const cause = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown;
    if (cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED") return undefined;
    throw new UserError(`${url} does not answer: ${messageOf(cause)}`);
  }
}

function read(url: string, status: number, body: unknown): Answer {
  if (status < 400) return { status, body };
  if (status === 401) throw new UserError(`${url} does not know this token: set STEWARD_TOKEN.`);
  const isWorded = typeof body === "object" && body !== null && "error" in body;
  throw new UserError(isWorded ? String(body.error) : `${url} answered HTTP ${status}.`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
