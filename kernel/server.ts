import type { z } from "zod";
import { randomUUID } from "node:crypto";
import type { Clock } from "./clock.ts";
import { systemClock } from "./clock.ts";
import type { Source } from "./config.ts";
import { parseSettings } from "./config.ts";
import { PeerError, UserError, messageOf } from "./errors.ts";
import { createOnce } from "./idempotency.ts";
import type { Log } from "./log.ts";
import { createLog } from "./log.ts";
import type { Phrases, PhraseSet } from "./phrases.ts";
import { phraseSets } from "./phrases.ts";
import type { Ask, Context, Result, Tool } from "./tool.ts";
import type { CallContext, NameEntry, Plan } from "./wire.ts";

type Awaitable<T> = T | Promise<T>;

/** What a server is given of the world. */
export interface Environment<Settings> {
  settings: Settings;
  clock: Clock;
  log: Log;
}

/** A finding of `steward doctor`: what is so, and the line that mends it. */
export interface Finding {
  part: string;
  ok: boolean;
  text: string;
}

/** What a server is made of once its world is there. */
export interface Parts {
  tools: Tool[];
  /** one set, or one for each language */
  phrases?: Phrases | readonly Phrases[];
  names?: { list(): NameEntry[]; onChange(listener: () => void): () => void };
  /** one word: "demo", "ok", "unreachable" … */
  health?(): string;
  doctor?(owner: boolean): Awaitable<Finding[]>;
  close?(): Awaitable<void>;
}

export interface Definition<Shape extends z.ZodRawShape = z.ZodRawShape> {
  name: string;
  settings: Shape;
  start(environment: Environment<z.infer<z.ZodObject<Shape>>>): Awaitable<Parts>;
}

/** What came of a call: a result, a question, or a fault that is the caller's to mend. */
export type Outcome = Result | Ask | { fault: string };

/** A server that runs: the one object behind in-process, stdio and HTTP. */
export interface RunningServer {
  name: string;
  tools: ReadonlyMap<string, Tool>;
  /** one set for each language */
  phrases: readonly PhraseSet[];
  names(): NameEntry[];
  onNames(listener: () => void): () => void;
  health(): string;
  doctor(owner: boolean): Promise<Finding[]>;
  plan(
    name: string,
    args: unknown,
    context: CallContext,
    signal?: AbortSignal,
  ): Promise<Plan | Ask | { fault: string }>;
  /** Runs a tool; with `planned` exactly that, otherwise plans first. A repeated `context.key` gets the first outcome. */
  call(name: string, args: unknown, context: CallContext, options?: CallOptions): Promise<Outcome>;
  close(): Promise<void>;
}
export interface CallOptions {
  planned?: Omit<Plan, "args">;
  signal?: AbortSignal;
}

/** A server of a folder: a name, its settings, and how it starts. */
export interface ServerDefinition {
  name: string;
  settings: z.ZodRawShape;
  start(source: Source, world?: Partial<Pick<Environment<unknown>, "clock" | "log">>): Promise<RunningServer>;
}

/** Defines a server: the same definition runs in-process, as a stdio child and over HTTP. */
export function defineServer<Shape extends z.ZodRawShape>(definition: Definition<Shape>): ServerDefinition {
  const { name, settings } = definition;
  return {
    name,
    settings,
    async start(source, { clock = systemClock, log = createLog() } = {}) {
      const parts = await definition.start({ settings: parseSettings(settings, source), clock, log });
      return runServer(name, parts, clock, log);
    },
  };
}

/** The running server over its parts. */
export function runServer(
  name: string,
  parts: Parts,
  clock: Clock = systemClock,
  log: Log = createLog(),
): RunningServer {
  const tools = new Map(parts.tools.map((tool) => [tool.name, tool]));
  const once = createOnce<Outcome>(clock);
  const find = (tool: string) => {
    const found = tools.get(tool);
    if (!found)
      throw new UserError(`There is no tool ${JSON.stringify(tool)}. Known: ${[...tools.keys()].join(", ")}.`);
    return found;
  };
  const guarded = <T>(work: () => Promise<T>) =>
    work().catch((thrown: unknown) => ({ fault: faultOf(thrown, log, name) }));
  const run = async (tool: Tool, args: unknown, context: Context, planned?: Omit<Plan, "args">): Promise<Outcome> => {
    const plan = planned ? { ...planned, args: tool.check(args) } : await tool.plan(args, context);
    return "ask" in plan ? plan : tool.run(plan, context);
  };
  return {
    name,
    tools,
    phrases: phraseSets.parse(parts.phrases ?? []),
    names: () => parts.names?.list() ?? [],
    onNames: (listener) => parts.names?.onChange(listener) ?? (() => {}),
    health: () => parts.health?.() ?? "ok",
    doctor: async (owner) => (await parts.doctor?.(owner)) ?? [],
    plan: (tool, args, context, signal) =>
      guarded(async () => find(tool).plan(args, contextOf(context, clock, signal))),
    call: (tool, args, context, { planned, signal } = {}) =>
      guarded(async () => {
        const found = find(tool);
        const work = () => guarded(() => run(found, args, contextOf(context, clock, signal), planned));
        return found.risk === "read" || context.key === undefined ? work() : once(`${tool} ${context.key}`, work);
      }),
    close: async () => parts.close?.(),
  };
}

/** The longest a timer takes; a deadline beyond it (a peer's clock is off) is none. */
const MOST_MS = 2 ** 31 - 1;

function contextOf(context: CallContext, clock: Clock, signal?: AbortSignal): Context {
  const left = context.deadline === undefined ? 30_000 : Math.max(0, context.deadline - clock.now());
  const timer = AbortSignal.timeout(Math.min(left, MOST_MS));
  return { ...context, signal: signal ? AbortSignal.any([signal, timer]) : timer };
}

/** A fault in words: the caller's own as it is; a bug is logged once and told by its reference. */
function faultOf(thrown: unknown, log: Log, server: string): string {
  if (thrown instanceof UserError || thrown instanceof PeerError) return messageOf(thrown);
  const reference = randomUUID().slice(0, 8);
  log.error("tool failed", { server, reference, error: thrown });
  return `Something went wrong in ${server} (reference ${reference}).`;
}
