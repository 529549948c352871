import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PeerError, messageOf } from "../../../kernel/errors.ts";
import type { Exec } from "../../../kernel/exec.ts";
import { clean } from "../../../kernel/text.ts";
import type { FaultKind } from "../driver.ts";
import { MachineFault } from "../driver.ts";

const ANSWER_MS = 60_000;

/** Kinds by what virsh says; it has no numbers. */
const KINDS: readonly (readonly [RegExp, FaultKind])[] = [
  [
    /failed to get (domain|pool|vol|network)|not found|no (domain|storage vol|storage pool|network) with matching/i,
    "gone",
  ],
  [/already exists|exists already|already in use|already defined/i, "exists"],
  [/not running|already (active|running)|is not valid|not paused|agent is not connected|not responding/i, "state"],
  [/permission denied|authentication|access denied/i, "denied"],
  [/failed to connect|cannot recv|end of file|connection reset|took longer/i, "away"],
  [/not supported|unsupported/i, "unsupported"],
];

/**
 * Runs a command of virsh, as words, and gives what it prints. `input` is a file whose name is the last word; `within`:
 * how long it may take, where that is long. @throws MachineFault
 */
export type Virsh = (words: readonly string[], signal: AbortSignal, input?: string, within?: number) => Promise<string>;

export const virshAt =
  (uri: string, exec: Exec): Virsh =>
  async (words, signal, input, within = ANSWER_MS) => {
    const run = (more: readonly string[]) =>
      exec("virsh", ["-q", "-c", uri, ...words, ...more], { timeout: within, signal });
    try {
      return await (input === undefined ? run([]) : withFile(input, (file) => run([file])));
    } catch (thrown) {
      if (signal.aborted) throw new MachineFault("away", "libvirt does not answer in time.", { cause: thrown });
      if (!(thrown instanceof PeerError)) throw thrown;
      const why = reasonOf(thrown);
      throw new MachineFault(KINDS.find(([pattern]) => pattern.test(why))?.[1] ?? "failed", why, { cause: thrown });
    }
  };

/** The last of its lines: the first ones say only what was tried. */
function reasonOf(thrown: PeerError): string {
  const told = thrown.cause instanceof Error ? thrown.cause.message : messageOf(thrown);
  const lines = linesOf(told).filter((line) => line.startsWith("error: "));
  return clean((lines.at(-1) ?? messageOf(thrown)).replace(/^(virsh failed: )?(error: )?/, ""));
}

/** The lines of an answer, without empty ones. */
export const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

/** "Key:   value" lines as a map; several records stand one after the other, each beginning with the same key. */
export function fieldsOf(text: string): Map<string, string> {
  return new Map(
    linesOf(text).flatMap((line) => {
      const at = line.indexOf(":");
      return at < 0 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()] as const];
    }),
  );
}

/** Does work with a file of ours that holds a text, or what comes in pieces, and goes with it. */
export async function withFile<T>(
  content: string | AsyncIterable<Uint8Array>,
  work: (file: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "steward-virsh-"));
  try {
    const file = join(folder, "content");
    await writeFile(file, content, { mode: 0o600 });
    return await work(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
