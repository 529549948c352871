import { globSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import type { EvalCase } from "../kernel/evals.ts";
import { step } from "../kernel/wire.ts";

const folder = resolve(import.meta.dirname, "../mcp-servers");
const words = z.string().min(1);
const evalFile = z.object({
  evals: z.array(z.object({ say: words, area: words.optional(), steps: z.array(step).min(1), result: words })).min(1),
});

/** The folders of our servers, by name. */
export const serverFolders = (): string[] =>
  globSync("*/server.ts", { cwd: folder })
    .map((file) => file.split("/")[0] ?? "")
    .toSorted();

/** The sentences of a server's own `evals.ts`. @throws when it has none, or one without words, calls or a result */
export async function evalsOf(server: string): Promise<EvalCase[]> {
  return evalFile.parse(await import(join(folder, server, "evals.ts"))).evals;
}
