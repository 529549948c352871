import { stringify } from "yaml";
import { UserError } from "../../../kernel/errors.ts";
import { listed } from "../../../kernel/text.ts";
import type { Form } from "../../../kernel/yaml/index.ts";
import { plainEntries } from "../../../kernel/yaml/index.ts";
import type { Entry } from "../fields.ts";
import { impliedProtocol, socketOf } from "../fields.ts";
import { readEntry } from "./entry.ts";

const FORM: Form = {
  noun: ["service", "services"],
  key: "key",
  marks: ["key", "service_name"],
  shape: "key, service_name, ip, port …",
};

/** What a file holds; `ignored`: fields that nothing here stands for. */
export interface ReadServices {
  entries: Entry[];
  ignored: string[];
}

/**
 * Reads a catalogue of services from YAML, whole or not at all.
 * @throws UserError in one line: the first fault, by entry and field, or two services that are one
 */
export function readServices(text: string, zone: string): ReadServices {
  const read = plainEntries(text, FORM).map((plain, at) => readEntry(plain, at, zone));
  const entries = read.map(({ entry }) => entry);
  onlyOnce(entries, ({ key }) => key, "key");
  onlyOnce(entries, ({ domain }) => domain, "domain");
  onlyOnce(entries, socketOf, "address");
  return { entries, ignored: [...new Set(read.flatMap(({ ignored }) => ignored))].slice(0, 10) };
}

function onlyOnce(entries: readonly Entry[], by: (entry: Entry) => string | null, what: string): void {
  const twice = [...Map.groupBy(entries, by)].find(([value, some]) => value !== null && some.length > 1);
  if (!twice) return;
  const names = twice[1].slice(0, 3).map(({ name }) => name);
  throw new UserError(`${listed(names)} have one ${what}: ${twice[0]}. Each needs its own.`);
}

/** The same form back: what is read from it are the same services. */
export function writeServices(services: readonly Entry[]): string {
  return stringify({ services: services.map(plainOf) }, { lineWidth: 100 });
}

function plainOf(entry: Entry) {
  const { key, name, owner, description, createdAt, tags, ip, port, protocol, domain, notes } = entry;
  const isUdpPort = protocol === "udp" && port !== null;
  const isTold = isUdpPort || protocol === impliedProtocol(entry);
  return {
    key,
    service_name: name,
    owner,
    description,
    created_at: createdAt === null ? null : new Date(createdAt).toISOString(),
    tags,
    ip,
    port: isUdpPort ? `${port}/udp` : port,
    domain,
    notes,
    ...(!isTold && { protocol }),
  };
}
