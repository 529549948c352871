import type { IncomingMessage } from "node:http";
import { request } from "node:http";
import { text as allOf } from "node:stream/consumers";
import { z } from "zod";
import { PeerError, UserError, messageOf } from "../errors.ts";
import { clean } from "../text.ts";

const ANSWER_MS = 5_000;
const MOST_BYTES = 8_000_000;

/** An answer of a Docker engine: any status, and its JSON. */
export interface DockerAnswer {
  status: number;
  body: unknown;
}

/** Asks a Docker engine, or what speaks its API. @throws PeerError when it is away or is none */
export type Docker = (
  method: "GET" | "POST",
  path: string,
  signal: AbortSignal,
  waits?: number,
) => Promise<DockerAnswer>;

type Place = { socketPath: string } | { host: string; port: number };

/** Where an engine listens. @throws UserError for what is no such address */
function placeOf(host: string): Place {
  if (host.startsWith("unix://")) return { socketPath: host.slice("unix://".length) };
  const url = URL.parse(host);
  if (url?.protocol !== "tcp:" && url?.protocol !== "http:")
    throw new UserError(
      `DOCKER_HOST: ${host} is not supported here. Allowed: unix:///var/run/docker.sock, tcp://HOST:2375.`,
    );
  return { host: url.hostname.replace(/^\[|\]$/g, ""), port: Number(url.port || 2375) };
}

/** The engine at "unix:///var/run/docker.sock" or "tcp://192.168.0.10:2375". @throws UserError for any other address */
export function dockerAt(host: string): Docker {
  const place = placeOf(host);
  return async (method, path, signal, waits = ANSWER_MS) => {
    try {
      const all = AbortSignal.any([signal, AbortSignal.timeout(waits)]);
      const answer = await send(place, method, path, all);
      const text = await read(answer);
      return { status: answer.statusCode ?? 0, body: text === "" ? null : JSON.parse(text) };
    } catch (thrown) {
      const why = thrown instanceof SyntaxError ? "it is no Docker engine" : messageOf(thrown);
      throw new PeerError(`Docker at ${host} does not answer: ${why}`, { cause: thrown });
    }
  };
}

const fault = z.object({ message: z.string() });

/** What an engine says of a fault, in a line. */
export function reasonOf({ status, body }: DockerAnswer): string {
  const said = fault.safeParse(body).data?.message;
  return said === undefined ? `HTTP ${status}` : clean(said);
}

const send = (place: Place, method: string, path: string, signal: AbortSignal) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    request({ ...place, method, path, signal, agent: false, headers: { host: "docker" } }, resolve)
      .once("error", reject)
      .end();
  });

async function read(answer: IncomingMessage): Promise<string> {
  let length = 0;
  answer.on("data", (piece: Buffer) => {
    length += piece.length;
    if (length > MOST_BYTES) answer.destroy(new Error("the answer is too long"));
  });
  return allOf(answer);
}
