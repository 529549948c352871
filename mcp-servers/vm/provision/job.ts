import { mkdir, readdir } from "node:fs/promises";
import { z } from "zod";
import { UserError } from "../../../kernel/errors.ts";
import { journalIn } from "../../../kernel/journal.ts";
import { clean } from "../../../kernel/text.ts";
import { wish } from "./wish.ts";

/** A machine that is being made, as it outlives its maker's process. A password stands in it hashed, and sealed. */
const job = z.object({
  wish,
  uuid: z.string(),
  mac: z.string(),
  /** names of the volumes that are its own */
  disk: z.string(),
  disc: z.string(),
  /** crypt(3) of the password */
  hash: z.string().nullable(),
  /** who signs in to the desktop, sealed */
  credentials: z.string().nullable(),
  /** what steps found out */
  facts: z
    .object({
      pool: z.string(),
      format: z.enum(["qcow2", "raw"]),
      diskPath: z.string(),
      discPath: z.string(),
      address: z.string(),
    })
    .partial(),
  /** how many steps are done */
  done: z.number(),
  /** the step after them was begun; how it failed, or null where it was cut off or goes on */
  begun: z.object({ fault: z.string().nullable() }).nullable(),
});
export type Job = z.infer<typeof job>;
export type Facts = Job["facts"];

/** Machines that are being made. */
export interface Jobs {
  /** @throws UserError when what is kept of it cannot be read */
  read(name: string): Promise<Job | undefined>;
  names(): Promise<string[]>;
  /** on disk, whole, once it is done */
  write(job: Job): Promise<void>;
  remove(name: string): Promise<void>;
}

/** Kept as files, for our eyes only; names of new machines are safe as names of files. */
export function jobsIn(folder: string): Jobs {
  const of = (name: string) => journalIn(folder, `${name}.json`);
  return {
    async read(name) {
      const text = await of(name).read();
      if (text === undefined) return undefined;
      const { data } = job.safeParse(parsed(text));
      if (data) return data;
      throw new UserError(`What was noted of ${clean(name, 40)} in ${folder} cannot be read: take it away by hand.`);
    },
    async names() {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const files = await readdir(folder);
      return files.filter((name) => name.endsWith(".json")).map((name) => name.slice(0, -".json".length));
    },
    async write(made) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await of(made.wish.name).write(JSON.stringify(made, null, 2));
    },
    remove: (name) => of(name).clear(),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
