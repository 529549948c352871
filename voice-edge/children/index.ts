import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { z } from "zod";
import { PeerError, UserError } from "../../kernel/errors.ts";
import type { Log } from "../../kernel/log.ts";
import { clean } from "../../kernel/text.ts";
import { orAborted } from "../until.ts";
import { watchMemory } from "./memory.ts";
import type { Answer } from "./wire.ts";
import { answer } from "./wire.ts";

/** A process of our own for what may hang, crash or grow: native code is never loaded into the house itself. */
export interface Child {
  /**
   * One job, in a child that is started where none is.
   * @throws UserError as the job threw it; PeerError when the child died or was ended over it; the reason of `signal`
   */
  run<Result>(job: string, input: unknown, result: z.ZodType<Result>, options?: RunOptions): Promise<Result>;
  /** its process, while there is one */
  pid(): number | undefined;
  close(): Promise<void>;
}

/** A job that took longer than it may. */
export class LateError extends PeerError {}

interface RunOptions {
  /** the caller is answered at once; the child works on, since native code cannot be told to stop */
  signal?: AbortSignal;
  /** milliseconds after which the child is ended over it */
  limit?: number;
}

export interface ChildParts {
  /** what it is called in messages: "The ears" */
  name: string;
  /** the module that serves its jobs */
  program: URL;
  log: Log;
  /** the job each new process does first, such as loading a model */
  first?: { job: string; input: unknown };
  /** bytes of memory at which it is ended */
  memory: number;
  /** milliseconds without work after which it goes; without it, it stays, and comes back when it died */
  idle?: number;
}

interface Waiting {
  job: string;
  resolve(value: unknown): void;
  reject(reason: unknown): void;
  late?: NodeJS.Timeout;
}

interface Running {
  child: ChildProcess;
  waiting: Map<number, Waiting>;
  /** it has done something, so that starting it again is worth a try */
  isProved: boolean;
  why?: string;
  /** what those who wait are told, when there is something better than that it died */
  fault?: Error;
  lastWords: string;
  /** its first job is done */
  ready: Promise<unknown>;
  gone: Promise<void>;
  isGone: boolean;
  /** it went since there was nothing to do */
  isIdle: boolean;
  endWatch(): void;
}

const LIMIT_MS = 30_000;
const MB = 1_000_000;

export function createChild(parts: ChildParts): Child {
  const { name, log, first } = parts;
  let running: Running | undefined;
  let isClosed = false;
  let count = 0;
  let idle: NodeJS.Timeout | undefined;

  const stopped = (why: string) => `${name} stopped in the middle of it (${why}). Try again.`;
  const end = (one: Running, why?: string) => {
    if (running === one) running = undefined; // who comes now gets another
    if (why !== undefined) one.why ??= why;
    one.child.kill("SIGKILL");
  };
  const rest = (one: Running) => {
    clearTimeout(idle);
    if (parts.idle === undefined || one.waiting.size > 0) return;
    idle = setTimeout(() => end(Object.assign(one, { isIdle: true }), "had nothing to do"), parts.idle).unref();
  };
  const over = (one: Running, how: string) => {
    if (running === one) running = undefined;
    one.isGone = true;
    one.endWatch();
    const why = one.why ?? [how, one.lastWords].filter(Boolean).join(": ");
    for (const { reject, late } of one.waiting.values()) {
      clearTimeout(late);
      reject(one.fault ?? new PeerError(stopped(why)));
    }
    if (isClosed || one.isIdle) return;
    log.warn("child ended", { child: name, why });
    if (one.isProved && parts.idle === undefined) running ??= start(); // back before it is asked for
  };
  const send = (one: Running, job: string, input: unknown, limit: number) =>
    new Promise<unknown>((resolve, reject) => {
      if (one.isGone) return reject(one.fault ?? new PeerError(`${name} stopped. Try again.`));
      const id = (count += 1);
      const late = setTimeout(() => {
        const why = `took longer than ${limit / 1000} s`;
        one.waiting.delete(id);
        reject(new LateError(stopped(why)));
        end(one, why);
      }, limit);
      one.waiting.set(id, { job, resolve, reject, late });
      one.child.send({ id, job, input }, (fault) => {
        // A pipe that broke is a child that ended: how it ended says more, and is heard next.
        if (fault) end(one, "code" in fault && fault.code === "EPIPE" ? undefined : fault.message);
      });
    });

  const start = (): Running => {
    const child = fork(fileURLToPath(parts.program), {
      env: {},
      execArgv: [],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const gone = Promise.withResolvers<void>();
    const one: Running = {
      child,
      waiting: new Map(),
      isProved: false,
      isGone: false,
      isIdle: false,
      lastWords: "",
      ready: Promise.resolve(),
      gone: gone.promise,
      endWatch: watchMemory(child.pid, parts.memory, () => end(one, `took more than ${parts.memory / MB} MB`)),
    };
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      one.lastWords = clean(text.trim().split("\n").at(-1) ?? "") || one.lastWords;
    });
    child.on("message", (message) => settle(one, answer.parse(message)));
    child.once("error", (thrown) => (one.why ??= thrown.message));
    child.once("close", (code, signal) => {
      over(one, signal ? `ended by ${signal}` : `ended with code ${code}`);
      gone.resolve();
    });
    if (first) one.ready = send(one, first.job, first.input, LIMIT_MS);
    one.ready.catch(() => {}); // who asks for more is told
    return one;
  };
  const settle = (one: Running, told: Answer) => {
    const asked = one.waiting.get(told.id);
    if (!asked) return;
    one.waiting.delete(told.id);
    clearTimeout(asked.late);
    if (!("failed" in told)) {
      one.isProved ||= asked.job !== first?.job;
      asked.resolve(told.result);
    } else {
      const fault = told.user ? new UserError(told.failed) : new Error(`${asked.job}: ${told.failed}`);
      asked.reject(fault);
      if (asked.job === first?.job) end(Object.assign(one, { fault }), told.failed);
    }
    rest(one);
  };

  return {
    async run(job, input, result, { signal, limit = LIMIT_MS } = {}) {
      signal?.throwIfAborted();
      if (isClosed) throw new PeerError(`${name} is closed.`);
      clearTimeout(idle);
      const one = (running ??= start());
      const done = one.ready.then(() => send(one, job, input, limit));
      return result.parse(await orAborted(done, signal));
    },
    pid: () => running?.child.pid,
    async close() {
      isClosed = true;
      clearTimeout(idle);
      const one = running;
      if (!one) return;
      end(one, "closed");
      await one.gone;
    },
  };
}
