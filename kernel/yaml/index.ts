import { parseAllDocuments } from "yaml";
import { UserError } from "../errors.ts";
import { clean } from "../text.ts";
import { withinLimits } from "./limits.ts";

const MOST_ENTRIES = 2_000;
/** How often one anchor may be used, times what it stands for: the address of a server, not a bomb of nested lists. */
const MOST_REPEATED = 500;

/** What a file lists, and how one of them is told. */
export interface Form {
  /** singular and plural, in faults; the plural is also the key a list may stand under */
  noun: readonly [one: string, many: string];
  /** the field that a mapping's keys stand for */
  key: string;
  /** fields by which a mapping is one entry, and not a mapping of entries */
  marks: readonly string[];
  /** the fields an entry has, in a few words */
  shape: string;
}

/** A mapping as it stands in the file: scalars are text or null, so that "3.10" stays what was written. */
export type Plain = Record<string, unknown>;

/**
 * The entries of a YAML text: a list, a list under the noun, a mapping of keys to entries, or one a document.
 * @throws UserError in one line: what is no YAML, too long, nested too deep, or an alias bomb
 */
export function plainEntries(text: string, form: Form): Plain[] {
  withinLimits(text);
  const entries = documentsOf(text).flatMap((document) => entriesOf(document, form));
  if (entries.length > MOST_ENTRIES) throw new UserError(`The file has more than ${MOST_ENTRIES} ${form.noun[1]}.`);
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

function entriesOf(document: unknown, form: Form): Plain[] {
  const [one, many] = form.noun;
  if (document === null || document === undefined) return [];
  const body = isPlain(document) && many in document ? document[many] : document;
  if (body === null) return [];
  const plain = (entry: unknown, place: string) => {
    if (isPlain(entry)) return entry;
    throw new UserError(`${place} is no ${one}: each has ${form.shape}`);
  };
  if (Array.isArray(body)) return body.map((entry, at) => plain(entry, `Entry ${at + 1}`));
  if (!isPlain(body)) throw new UserError(`The file is no list of ${many}: each has ${form.shape}`);
  if (form.marks.some((mark) => mark in body)) return [body];
  return Object.entries(body).map(([key, entry]) => ({ [form.key]: key, ...plain(entry, "An entry") }));
}

const isPlain = (value: unknown): value is Plain =>
  typeof value === "object" && value !== null && !Array.isArray(value);
