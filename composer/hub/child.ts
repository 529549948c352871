import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { spawn } from "node:child_process";
import { messageOf } from "../../kernel/errors.ts";
import { clean } from "../../kernel/text.ts";
import type { Message } from "./rpc.ts";
import { isMessage } from "./rpc.ts";

/** The longest line taken from a child, in bytes; more ends it. */
const LONGEST = 32 * 1024 * 1024;
/** Bytes that may wait for a child that does not read; more ends it. */
const MOST_WAITING = 64 * 1024 * 1024;
/** Milliseconds a child has to go by itself once its stdin ended, and again after SIGTERM. */
const GRACE_MS = 400;
const NEWLINE = 10;

export interface Command {
  command: string;
  args: string[];
  env: Record<string, string>;
  cwd?: string;
}
export interface Child {
  pid: number | undefined;
  send(message: Message): void;
  /** Ends it and whatever it started. */
  close(): Promise<void>;
  /** Ends it at once. */
  kill(): void;
}

/** Starts a child that speaks JSON lines on stdin and stdout. `onExit` comes once, also when it never started. */
export function startChild(
  { command, args, env, cwd }: Command,
  { onMessage, onExit }: { onMessage(message: Message): void; onExit(why: string): void },
): Child {
  let lastWords = "";
  let ending = "";
  // A group of its own, so that what it started goes with it.
  const child = spawn(command, args, { env, cwd, stdio: "pipe", detached: true });
  const kill = (signal: NodeJS.Signals = "SIGKILL") => killGroup(child, signal);
  const over = Promise.withResolvers<void>();
  let isOver = false;
  const exit = (why: string) => {
    if (isOver) return;
    isOver = true;
    kill(); // what it left behind
    onExit(ending || [why, lastWords].filter(Boolean).join(": "));
    over.resolve();
  };
  const fault = (why: string) => {
    ending = why;
    kill();
  };

  child.once("error", (thrown) => exit(messageOf(thrown)));
  child.once("exit", (code, signal) => exit(signal ? `ended by ${signal}` : `ended with code ${code}`));
  child.stdin.on("error", () => {}); // its exit tells
  child.stderr.setEncoding("utf8");
  child.stderr.on("data", (text: string) => {
    lastWords = clean(text.trim().split("\n").at(-1) ?? "") || lastWords;
  });
  const lines = createLines(LONGEST, (line) => {
    const parsed = parseLine(line);
    if (parsed) onMessage(parsed);
  });
  child.stdout.on("data", (chunk: Buffer) => {
    if (!lines(chunk)) fault(`sent a line of more than ${LONGEST} bytes`);
  });

  return {
    pid: child.pid,
    send(message) {
      if (isOver || !child.stdin.writable) return;
      child.stdin.write(`${JSON.stringify(message)}\n`);
      if (child.stdin.writableLength > MOST_WAITING) fault("does not read what it is sent");
    },
    kill: () => fault("did not answer"),
    async close() {
      ending = "closed";
      child.stdin.end();
      for (const signal of ["SIGTERM", "SIGKILL"] as const) {
        if (await settled(over.promise, GRACE_MS)) return;
        kill(signal);
      }
      await over.promise;
    },
  };
}

/** Whether a promise settles within some milliseconds. */
async function settled(promise: Promise<void>, ms: number): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), ms);
  const done = await Promise.race([promise.then(() => true), late.promise]);
  clearTimeout(timer);
  return done;
}

function killGroup({ pid }: ChildProcessWithoutNullStreams, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // nothing of it is left
  }
}

/** Cuts chunks into lines; answers false once a line is too long. */
export function createLines(longest: number, onLine: (line: string) => void): (chunk: Buffer) => boolean {
  let parts: Buffer[] = [];
  let size = 0;
  return (chunk) => {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      const piece = chunk.subarray(start, end);
      const line = parts.length > 0 ? Buffer.concat([...parts, piece]) : piece;
      parts = [];
      size = 0;
      start = end + 1;
      onLine(line.toString("utf8"));
    }
    if (start < chunk.length) {
      parts.push(chunk.subarray(start));
      size += chunk.length - start;
    }
    return size <= longest;
  };
}

function parseLine(line: string): Message | undefined {
  try {
    const parsed: unknown = JSON.parse(line);
    return isMessage(parsed) ? parsed : undefined;
  } catch {
    return undefined; // a server that prints to stdout: the protocol says nothing of it
  }
}
