import { UserError } from "../../kernel/errors.ts";
import { parseAddress } from "../../kernel/net/address.ts";
import { clean } from "../../kernel/text.ts";
import type { Container } from "./docker.ts";
import type { Given } from "./entry.ts";
import { withFields } from "./entry.ts";
import type { Entry, Protocol } from "./fields.ts";
import { PROTOCOLS, slugOf, socketOf } from "./fields.ts";

/** Labels that say how a container wants to stand in the catalogue; those of compose and OCI where they are missing. */
const LABEL = { name: "steward.name", port: "steward.port", protocol: "steward.protocol", domain: "steward.domain" };
const HIDDEN = "steward.enable";
const TITLES = [LABEL.name, "com.docker.compose.service", "org.opencontainers.image.title"];

/**
 * Services that running containers would be, and the catalogue does not have: by key and by address.
 * @param ip the address the containers are reached at where they publish on every one
 */
export function suggestions(
  containers: readonly Container[],
  known: readonly Entry[],
  { ip, zone }: { ip: string | null; zone: string },
): Entry[] {
  const keys = new Set(known.map(({ key }) => key));
  const sockets = new Set(known.map(socketOf));
  const found: Entry[] = [];
  for (const container of containers) {
    const entry = entryOf(container, ip, zone);
    if (!entry || keys.has(entry.key)) continue;
    const socket = socketOf(entry);
    if (socket !== null && sockets.has(socket)) continue;
    keys.add(entry.key);
    sockets.add(socket);
    found.push(entry);
  }
  return found;
}

function entryOf(container: Container, ip: string | null, zone: string): Entry | undefined {
  const labels = container.Labels ?? {};
  if (labels[HIDDEN] === "false") return undefined;
  const name = TITLES.map((label) => labels[label]).find(Boolean) ?? container.Names[0]?.replace(/^\//, "");
  if (!name) return undefined;
  const published = publishedBy(container, Number(labels[LABEL.port] ?? 0));
  if (!published && !labels[LABEL.name]) return undefined; // a database of another container, mostly
  const said = PROTOCOLS.find((protocol) => protocol === labels[LABEL.protocol]);
  const protocol: Protocol | undefined = said ?? (published?.type === "udp" ? "udp" : undefined);
  const fields: Given = {
    name,
    ip: published?.ip ?? ip,
    port: published?.port ?? null,
    description: clean(labels["org.opencontainers.image.description"] ?? ""),
    domain: labels[LABEL.domain] ?? null,
    ...(protocol && { protocol }),
  };
  try {
    return withFields(slugOf(name), undefined, fields, zone);
  } catch (thrown) {
    // What a label says of itself may be no name of the house: then nothing is suggested.
    if (thrown instanceof UserError) return undefined;
    throw thrown;
  }
}

interface Published {
  port: number;
  type: string;
  ip?: string;
}

/** The port a person would open: the one its label names, else the lowest that is published; TCP before UDP. */
function publishedBy({ Ports, HostConfig }: Container, wanted: number): Published | undefined {
  if (HostConfig.NetworkMode === "host") return wanted > 0 ? { port: wanted, type: "tcp" } : undefined;
  const open = (Ports ?? []).flatMap(({ IP, PublicPort, PrivatePort, Type }) =>
    PublicPort === undefined || isLoopback(IP)
      ? []
      : [{ port: PublicPort, inside: PrivatePort, type: Type, ...ownOf(IP) }],
  );
  const [first] = open
    .filter(({ inside, port }) => wanted === 0 || inside === wanted || port === wanted)
    .toSorted((one, other) => one.type.localeCompare(other.type) || one.port - other.port);
  return first;
}

const isLoopback = (ip: string) => ip.startsWith("127.") || ip === "::1";

/** The address a port is published on, where that is one of the house and not all of them. */
function ownOf(ip: string): { ip?: string } {
  try {
    return { ip: parseAddress(ip).ip };
  } catch (thrown) {
    if (thrown instanceof UserError) return {};
    throw thrown;
  }
}
