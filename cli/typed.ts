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

/** A line of stdin behind a question, shown while it is typed. */
export async function asked(question: string, note: (line: string) => void): Promise<string> {
  if (!process.stdin.isTTY) {
    note(question);
    return typed("", note);
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}
