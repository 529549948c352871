import { parseAllDocuments } from "yaml";
import { UserError } from "../../../kernel/errors.ts";
import { clean } from "../../../kernel/text.ts";
import { withinLimits } from "./limits.ts";

const MOST_ENTRIES = 2_000;
/** How often one anchor may be used, times what it stands for: the address of a server, not a bomb of nested lists. */
const MOST_REPEATED = 500;

/** A mapping as it stands in the file: scalars are text or null, so that "3.10" stays what was written. */
export type Plain = Record<string, unknown>;

/**
 * The entries of a YAML text: a list, a list under `services`, a mapping of keys to entries, or one a document.
 * @throws UserError in one line: what is no YAML, too long, nested too deep, or an alias bomb
 */
export function plainEntries(text: string): Plain[] {
  withinLimits(text);
  const entries = documentsOf(text).flatMap(entriesOf);
  if (entries.length > MOST_ENTRIES) throw new UserError(`The file has more than ${MOST_ENTRIES} services.`);
  return entries;
}

function documentsOf(text: string): unknown[] {
  // Only null and text: numbers, dates and booleans are read where their field is known.
  const documents = parseAllDocuments(text, { schema: "failsafe", customTags: ["null"], stringKeys: true });
  if ("empty" in documents) return [];
  return documents.map((document) => {
    const [fault] = [...document.errors, ...document.warnings];
    if (fault) throw new UserError(`This is no YAML that can be read: ${firstLine(fault.message)}`);
    try {
      return document.toJS({ maxAliasCount: MOST_REPEATED });
    } catch (thrown) {
      if (!(thrown instanceof ReferenceError)) throw thrown;
      throw new UserError("The file uses an anchor that is not there, or uses them too often: write the values out.");
    }
  });
}

const firstLine = (message: string) => clean(message.split("\n")[0]?.replace(/:$/, "") ?? "", 160);

function entriesOf(document: unknown): Plain[] {
  if (document === null || document === undefined) return [];
  const body = isPlain(document) && "services" in document ? document["services"] : document;
  if (body === null) return [];
  if (Array.isArray(body)) return body.map(asPlain);
  if (!isPlain(body)) throw new UserError(`The file is no list of services: ${SHAPE}`);
  if ("key" in body || "service_name" in body) return [body];
  return Object.entries(body).map(([key, entry]) => ({ key, ...asPlain(entry, 0, []) }));
}

const SHAPE = "each has key, service_name, ip, port …";

function asPlain(entry: unknown, at: number, all: unknown[]): Plain {
  if (isPlain(entry)) return entry;
  throw new UserError(`${all.length > 0 ? `Entry ${at + 1}` : "An entry"} is no service: ${SHAPE}`);
}

const isPlain = (value: unknown): value is Plain =>
  typeof value === "object" && value !== null && !Array.isArray(value);
