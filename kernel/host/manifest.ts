import { z } from "zod";
import { contentOf, writeWhole } from "./files.ts";
import { join } from "node:path";

const manifest = z.object({
  generation: z.number(),
  /** sha256 of each file as we wrote it */
  files: z.record(z.string(), z.string()),
});
/** What we wrote into a folder last, and what it was tested and loaded with. */
export type Manifest = z.infer<typeof manifest>;

const journal = z.union([
  /** what the files we are about to touch held before; null: nothing */
  z.object({ before: z.record(z.string(), z.string().nullable()) }),
  /** what to note: it is tested and loaded */
  z.object({ after: manifest }),
]);
/** A change under way: how to get back to what was there before it, or, once it is done, what is left to note. */
export type Journal = z.infer<typeof journal>;

const MANIFEST = ".steward-manifest.json";
export const JOURNAL = ".steward-journal.json";

export const readManifest = (folder: string) => read(folder, MANIFEST, manifest, { generation: 0, files: {} });
export const readJournal = (folder: string) => read<Journal | null>(folder, JOURNAL, journal, null);
export const writeManifest = (folder: string, value: Manifest) => writeWhole(folder, MANIFEST, JSON.stringify(value));
export const writeJournal = (folder: string, value: Journal) => writeWhole(folder, JOURNAL, JSON.stringify(value));

/** What cannot be read is as good as not there: files of ours then count as somebody else's, and are not touched. */
async function read<T>(folder: string, name: string, shape: z.ZodType<T>, none: T): Promise<T> {
  const text = await contentOf(join(folder, name));
  if (text === undefined) return none;
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    return none;
  }
}
