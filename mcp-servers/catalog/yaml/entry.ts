import { z } from "zod";
import { UserError, messageOf } from "../../../kernel/errors.ts";
import { parseAddress, parsePort } from "../../../kernel/net/address.ts";
import { parseDomain } from "../../../kernel/net/domain.ts";
import { clean } from "../../../kernel/text.ts";
import type { Entry } from "../fields.ts";
import { LONGEST, PROTOCOLS, cleanLines, impliedProtocol, slugOf, tagsOf } from "../fields.ts";
import type { Plain } from "../../../kernel/yaml/index.ts";

const text = z
  .string("must be text")
  .nullish()
  .transform((value) => value ?? "");
const optional = z.string("must be text").nullish().transform(said);
const fields = z.object({
  key: optional,
  service_name: text,
  owner: text,
  description: text,
  created_at: optional,
  tags: z.array(z.string("must be text"), "must be a list of words").max(100).nullish(),
  ip: optional,
  port: optional,
  domain: optional,
  notes: text,
  protocol: z.enum(PROTOCOLS, `must be one of ${PROTOCOLS.join(", ")}`).nullish(),
});
const KNOWN: readonly string[] = Object.keys(fields.shape);

/** A container on its host's network publishes no port of its own; the others are how people leave a field out. */
const NOTHING = new Set(["", "-", "n/a", "none", "null", "host", "host network", "network_mode: host"]);

function said(value: string | null | undefined): string | null {
  const trimmed = value?.trim() ?? "";
  return NOTHING.has(trimmed.toLowerCase()) ? null : trimmed;
}

/** One entry of a file, and the names of its fields that nothing here stands for. @throws UserError naming entry and field */
export function readEntry(plain: Plain, at: number, zone: string): { entry: Entry; ignored: string[] } {
  const label = labelOf(plain, at);
  const inField = <T>(field: string, read: () => T): T => {
    try {
      return read();
    } catch (thrown) {
      if (!(thrown instanceof UserError)) throw thrown;
      throw new UserError(`${label}: ${field}: ${messageOf(thrown)}`);
    }
  };
  // A list behind an anchor is looked at each time it is used: long ones are told by their length alone.
  if (Array.isArray(plain["tags"]) && plain["tags"].length > 100) throw new UserError(`${label}: tags: too many.`);
  const parsed = fields.safeParse(Object.fromEntries(KNOWN.map((field) => [field, plain[field]])));
  if (!parsed.success) {
    const [{ path, message } = { path: [], message: "" }] = parsed.error.issues;
    throw new UserError(`${label}: ${clean(path.join("."), 40)} ${message}.`);
  }
  const given = parsed.data;
  const tags = inField("tags", () => tagsOf(given.tags ?? []));
  const notes = cleanLines(given.notes, LONGEST.notes);
  const host = inField("ip", () => hostOf(given.ip));
  const socket = inField("port", () => socketOf(given.port));
  const port = socket.port ?? host.port;
  const protocol = given.protocol ?? host.protocol ?? socket.protocol ?? impliedProtocol({ port, tags, notes });
  const key = inField("key", () => slugOf(given.key ?? given.service_name));
  return {
    entry: {
      key,
      name: clean(given.service_name, LONGEST.name) || key,
      owner: clean(given.owner, LONGEST.owner),
      description: clean(given.description, LONGEST.description),
      tags,
      ip: host.ip,
      port,
      protocol,
      domain: inField("domain", () => domainOf(given.domain, zone)),
      notes,
      createdAt: inField("created_at", () => timeOf(given.created_at)),
    },
    ignored: Object.keys(plain).filter((field) => !KNOWN.includes(field)),
  };
}

function labelOf(plain: Plain, at: number): string {
  const [name = ""] = [plain["key"], plain["service_name"]].filter((value) => typeof value === "string");
  return `Entry ${at + 1}${name === "" ? "" : ` (${clean(name, 40)})`}`;
}

/** "192.168.0.10", with a port or a scheme where one was written. */
function hostOf(said: string | null): { ip: string | null; port: number | null; protocol?: "http" | "https" } {
  if (said === null) return { ip: null, port: null };
  const [, scheme = "", rest = said] = /^(https?):\/\/([^/]*)\/?$/i.exec(said) ?? [];
  const secure = scheme.toLowerCase() === "https" ? ("https" as const) : ("http" as const);
  return { ...parseAddress(rest), ...(scheme !== "" && { protocol: secure }) };
}

/** "8096", "51820/udp"; "/tcp" says nothing of what is spoken on it. */
function socketOf(said: string | null): { port: number | null; protocol?: "udp" } {
  if (said === null) return { port: null };
  const [, port = said, transport = ""] = /^(\d+) ?\/ ?(tcp|udp)$/i.exec(said) ?? [];
  return { port: parsePort(port), ...(transport.toLowerCase() === "udp" && { protocol: "udp" as const }) };
}

/** "jellyfin", "jellyfin.server.local" or the address of its page. */
function domainOf(said: string | null, zone: string): string | null {
  return said === null ? null : parseDomain(said.replace(/^https?:\/\//i, "").replace(/\/$/, ""), zone);
}

/** A day, or a day and a time; in UTC where no zone is said. */
function timeOf(said: string | null): number | null {
  if (said === null) return null;
  const [, day, time = "00:00", zone = "Z"] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?) ?(Z|[+-]\d{2}:\d{2})?)?$/.exec(said) ?? [];
  const at = Date.parse(`${day}T${time}${zone}`);
  if (Number.isNaN(at))
    throw new UserError(`${JSON.stringify(clean(said, 40))} is no date. Allowed: 2026-11-23 17:30:00.`);
  return at;
}
