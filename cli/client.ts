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

type Source = Record<string, string | undefined>;

/** The folder of the composer's data. */
export const dataOf = (source: Source) => source["STEWARD_DATA"] || "./data";

/**
 * The composer of STEWARD_URL, else the one that serves this data folder, else one started for this command.
 * @throws UserError when none can be had, or its token is not known here
 */
export async function connect(source: Source, note: (line: string) => void): Promise<Client> {
  const house: House = await findHouse(source, dataOf(source), note);
  const token = source["STEWARD_TOKEN"] || readToken(join(dataOf(source), "owner-token"));
  if (token === undefined) throw new UserError(`The token for ${house.url} is not here: set STEWARD_TOKEN.`);
  return {
    url: house.url,
    token,
    isOwn: house.isOwn,
    request: (method, path, body) => send(house.url, token, method, path, body),
    close: house.close,
  };
}

async function send(url: string, token: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await fetch(new URL(path, url), {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { "content-type": "application/json" }) },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(120_000),
    redirect: "error",
  }).catch((thrown: unknown) => {
    throw new UserError(
      `${url} does not answer: ${messageOf(thrown instanceof Error ? (thrown.cause ?? thrown) : thrown)}`,
    );
  });
  const text = await answer.text();
  const parsed = parse(text);
  if (answer.ok) return { status: answer.status, body: parsed };
  const fault =
    typeof parsed === "object" && parsed && "error" in parsed ? String(parsed.error) : `HTTP ${answer.status}`;
  throw new UserError(answer.status === 401 ? `${url} does not know this token: set STEWARD_TOKEN.` : fault);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
