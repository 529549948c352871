import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";

/** A line of stdin; not echoed where it is a terminal. */
export async function typed(prompt: string, note: (line: string) => void): Promise<string> {
  if (process.stdin.isTTY) note(prompt);
  const nowhere = new Writable({ write: (_piece, _encoding, callback) => callback() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: process.stdin.isTTY });
  try {
    const first = await lines[Symbol.asyncIterator]().next();
    return first.done ? "" : first.value;
  } finally {
    lines.close();
  }
}
