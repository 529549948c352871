import { isIPv4 } from "node:net";
import type { networkInterfaces } from "node:os";
import { z } from "zod";
import { dockerAt } from "../../kernel/docker/index.ts";
import { PeerError } from "../../kernel/errors.ts";

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

/** Running containers of an engine at "unix:///var/run/docker.sock" or "tcp://192.168.0.10:2375". */
export function dockerOf(host: string): ListContainers {
  return async (signal) => {
    const answer = await dockerAt(host)("GET", "/containers/json", signal);
    if (answer.status !== 200) throw new PeerError(`Docker at ${host} does not answer: HTTP ${answer.status}`);
    const parsed = z.array(container).safeParse(answer.body);
    if (parsed.success) return parsed.data;
    throw new PeerError(`Docker at ${host} does not answer: it is no Docker engine`);
  };
}

/** The address at which what a Docker engine publishes is reached: its own, or this machine's for a socket file. */
export function addressOfDocker(host: string, interfaces: ReturnType<typeof networkInterfaces>): string | null {
  const place = host.startsWith("unix://") ? undefined : URL.parse(host)?.hostname;
  if (place !== undefined) return isIPv4(place) ? place : null;
  const outward = Object.entries(interfaces).filter(([name]) => !/^(docker|br-|veth|virbr|wg|tun|tap)/.test(name));
  const own = outward.flatMap(([, addresses]) => addresses ?? []);
  return own.find(({ family, internal }) => family === "IPv4" && !internal)?.address ?? null;
}
