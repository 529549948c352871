import type { Protocol, Service } from "../../db/services/index.ts";
import { PROTOCOLS } from "../../db/services/index.ts";
import { UserError } from "../../kernel/errors.ts";
import { showAddress } from "../../kernel/net/address.ts";
import { clean } from "../../kernel/text.ts";

export { PROTOCOLS, type Protocol };

/** What a service is, as people and files give it; `createdAt` (epoch milliseconds) is null where nobody said. */
export type Entry = Omit<Service, "example" | "createdAt" | "updatedAt"> & { createdAt: number | null };

/** The most characters of each text; the columns hold as much. */
export const LONGEST = { name: 80, owner: 80, description: 500, notes: 2000, tag: 40 } as const;
const MOST_TAGS = 30;
const MOST_KEY = 63;

/** "Home Assistant" → "home-assistant". @throws UserError where nothing of it is a letter or digit */
export function slugOf(text: string): string {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const slug = plain
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, MOST_KEY)
    .replace(/^-|-$/g, "");
  if (slug === "")
    throw new UserError(`${JSON.stringify(clean(text, 40))} is no key: it needs letters a to z or digits.`);
  return slug;
}

/** Several lines as data: each clean, none trailing, together at most `limit` characters. */
export const cleanLines = (text: string, limit: number): string =>
  text
    .slice(0, limit)
    .toWellFormed() // never half a character
    .split(/\r?\n/)
    .map((line) => clean(line, limit))
    .join("\n")
    .trim();

/** Tags in their one form. @throws UserError for too many */
export function tagsOf(words: readonly string[]): string[] {
  const tags = new Set(words.map((word) => clean(word.toLowerCase(), LONGEST.tag)).filter((word) => word !== ""));
  if (tags.size > MOST_TAGS) throw new UserError(`A service has at most ${MOST_TAGS} tags.`);
  return [...tags].toSorted();
}

// What such ports speak by custom: HTTPS, its alternative, and what Portainer and its like took.
const HTTPS_PORTS = new Set([443, 8443, 9443]);

/** The protocol that the other fields tell of, where none is named: tags, then notes, then the port. */
export function impliedProtocol({ port, tags, notes }: Pick<Entry, "port" | "tags" | "notes">): Protocol {
  if (tags.includes("udp") || /\budp[ -]only\b/i.test(notes)) return "udp";
  if (tags.includes("https") || /\bhttps[ -](upstream|backend|only)\b/i.test(notes)) return "https";
  return port !== null && HTTPS_PORTS.has(port) ? "https" : "http";
}

/** What only one service can have: address, port and what carries it, "192.168.0.10:53 udp"; null without a port. */
export function socketOf({ ip, port, protocol }: Pick<Entry, "ip" | "port" | "protocol">): string | null {
  if (ip === null || port === null) return null;
  return `${showAddress({ ip, port })} ${protocol === "udp" ? "udp" : "tcp"}`;
}
