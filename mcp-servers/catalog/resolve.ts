import { createNames } from "../../kernel/names/index.ts";
import type { Names } from "../../kernel/names/index.ts";
import { UserError } from "../../kernel/errors.ts";
import { parseAddress } from "../../kernel/net/address.ts";
import { clean, listed } from "../../kernel/text.ts";
import type { Ask } from "../../kernel/tool.ts";
import type { NameEntry } from "../../kernel/wire.ts";
import { addressOf } from "./describe.ts";
import type { Entry } from "./fields.ts";
import { socketOf } from "./fields.ts";
import { kinds } from "./phrases.ts";

/** A service under the name people call it by. */
export interface Named<Service extends Entry> extends NameEntry {
  service: Service;
}

/** The directory of services: by name, key and domain. */
export function namesOf<Service extends Entry>(services: readonly Service[]): Names<Named<Service>> {
  return createNames(services.map(namedAs), kinds);
}

/** How a service stands among the names of the house. */
export function namedAs<Service extends Entry>(service: Service): Named<Service> {
  const { name, key, domain } = service;
  const aliases = [...(key === name.toLowerCase() ? [] : [key]), ...(domain === null ? [] : [domain])];
  return { kind: "service", name, aliases, tool: "service_find", service };
}

const ALL = new Set(["", "all", "services", "all services", "everything"]);

/**
 * The services that are meant: by name, domain, tag, "192.168.0.10:3000", "port 3000", or all of them.
 * @throws UserError with what is there instead
 */
export function meant<Service extends Entry>(services: readonly Service[], said: string): Service[] | Ask {
  const text = said.trim().toLowerCase();
  if (ALL.has(text)) return [...services];
  const placed = atPlace(services, text);
  if (placed.length > 0) return placed;
  const found = namesOf(services).resolve(said, { fuzzy: false });
  if ("things" in found) return found.things.map(({ service }) => service);
  const tagged = services.filter(({ tags }) => tags.includes(text.replace(/ services?$/, "")));
  if (tagged.length > 0) return tagged;
  const repaired = "ask" in found ? found : namesOf(services).resolve(said, { fuzzy: true });
  if ("things" in repaired) return repaired.things.map(({ service }) => service);
  if ("ask" in repaired) return repaired;
  throw new UserError(unknown(services, said));
}

/** "I know no service called …" and names near to it. */
export function unknown(services: readonly Entry[], said: string): string {
  const near = namesOf(services)
    .near(said)
    .map(({ name }) => name);
  const hint = near.length > 0 ? ` Did you mean ${listed(near, "or")}?` : "";
  return `I know no service called ${JSON.stringify(clean(said, 60))}.${hint}`;
}

/** What listens at an address or a port. */
function atPlace<Service extends Entry>(services: readonly Service[], text: string): Service[] {
  const [, port] = /^(?:port )?(\d{1,5})$/.exec(text) ?? [];
  if (port !== undefined) return services.filter((service) => service.port === Number(port));
  const address = tried(() => parseAddress(text));
  if (!address) return [];
  const { ip } = address;
  return services.filter((service) => service.ip === ip && (address.port ?? service.port) === service.port);
}

function tried<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof UserError) return undefined;
    throw thrown;
  }
}

/** @throws UserError naming the service that already has this address or domain */
export function mustBeFree(services: readonly Entry[], wanted: Entry): void {
  const others = services.filter(({ key }) => key !== wanted.key);
  const socket = socketOf(wanted);
  const there = socket && others.find((other) => socketOf(other) === socket);
  if (there) throw new UserError(`${there.name} is already at ${addressOf(wanted)}: an address has one service.`);
  const named = wanted.domain === null ? undefined : others.find(({ domain }) => domain === wanted.domain);
  if (named) throw new UserError(`${wanted.domain} is already the name of ${named.name}: a name has one service.`);
}
