import type { IncomingMessage } from "node:http";
import { request } from "node:http";
import { isIPv4 } from "node:net";
import type { networkInterfaces } from "node:os";
import { text as allOf } from "node:stream/consumers";
import { z } from "zod";
import { PeerError, UserError, messageOf } from "../../kernel/errors.ts";

const ANSWER_MS = 5_000;
const MOST_BYTES = 8_000_000;

/** What is read of a running container; the API is asked for its list and nothing else. */
const container = z.object({
  Id: z.string(),
  Names: z.array(z.string()).default([]),
  Labels: z.record(z.string(), z.string()).nullish(),
  Ports: z
    .array(
      z.object({
        IP: z.string().default(""),
        PrivatePort: z.number(),
        PublicPort: z.number().optional(),
        Type: z.string().default("tcp"),
      }),
    )
    .nullish(),
  HostConfig: z.object({ NetworkMode: z.string().default("") }).default({ NetworkMode: "" }),
});
export type Container = z.infer<typeof container>;

/** Lists running containers. @throws PeerError */
export type ListContainers = (signal: AbortSignal) => Promise<Container[]>;

/** Where a Docker engine listens: "unix:///var/run/docker.sock" or "tcp://192.168.0.10:2375". */
export const dockerOf = (host: string): ListContainers => {
  return async (signal) => {
    const where = placeOf(host);
    try {
      const all = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
      return z.array(container).parse(JSON.parse(await get(where, "/containers/json", all)));
    } catch (thrown) {
      const why =
        thrown instanceof z.ZodError || thrown instanceof SyntaxError ? "it is no Docker engine" : messageOf(thrown);
      throw new PeerError(`Docker at ${host} does not answer: ${why}`);
    }
  };
};

type Place = { socketPath: string } | { host: string; port: number };

function placeOf(host: string): Place {
  if (host.startsWith("unix://")) return { socketPath: host.slice("unix://".length) };
  const url = URL.parse(host);
  if (url?.protocol !== "tcp:" && url?.protocol !== "http:")
    throw new UserError(
      `DOCKER_HOST: ${host} is not supported here. Allowed: unix:///var/run/docker.sock, tcp://HOST:2375.`,
    );
  return { host: url.hostname.replace(/^\[|\]$/g, ""), port: Number(url.port || 2375) };
}

/** The address at which what a Docker engine publishes is reached: its own, or this machine's for a socket file. */
export function addressOfDocker(host: string, interfaces: ReturnType<typeof networkInterfaces>): string | null {
  const place = host.startsWith("unix://") ? undefined : URL.parse(host)?.hostname;
  if (place !== undefined) return isIPv4(place) ? place : null;
  const outward = Object.entries(interfaces).filter(([name]) => !/^(docker|br-|veth|virbr|wg|tun|tap)/.test(name));
  const own = outward.flatMap(([, addresses]) => addresses ?? []);
  return own.find(({ family, internal }) => family === "IPv4" && !internal)?.address ?? null;
}

async function get(place: Place, path: string, signal: AbortSignal): Promise<string> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ ...place, path, signal, agent: false, headers: { host: "docker" } }, resolve)
      .once("error", reject)
      .end();
  });
  if (answer.statusCode !== 200) {
    answer.destroy();
    throw new Error(`HTTP ${answer.statusCode}`);
  }
  let length = 0;
  answer.on("data", (piece: Buffer) => {
    length += piece.length;
    if (length > MOST_BYTES) answer.destroy(new Error("the list is too long"));
  });
  return allOf(answer);
}
