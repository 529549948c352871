import { z } from "zod";
import { UserError } from "./errors.ts";
import type { Json, JsonObject } from "./schema.ts";
import { jsonObject, leanSchema } from "./schema.ts";
import { clean } from "./text.ts";
import type { CallContext, Change, Plan, Question, Risk, Step } from "./wire.ts";

type Awaitable<T> = T | Promise<T>;
type Input<Shape extends z.ZodRawShape> = z.infer<z.ZodObject<Shape>>;

/** What a tool knows of its caller; `signal` ends at the deadline or when the caller goes away. */
export interface Context extends CallContext {
  signal: AbortSignal;
}

/** What a call came to: `say` is spoken as it is and states the world read back; `ok` is false when the effect is not there. */
export interface Result {
  ok: boolean;
  say: string;
  changed?: Change;
  data?: Json;
  undo?: Step[];
}

/** A question instead of a plan: several things fit, or only the person can know. */
export interface Ask {
  ask: Question;
}

/** What `plan` gives: `risk` and `args` only where they differ from the tool's and the given ones. */
export interface Draft<Shape extends z.ZodRawShape> {
  targets: string[];
  summary: string;
  risk?: Risk;
  args?: Input<Shape>;
  /** whether it needs the memory of the language model; see `Plan` */
  room?: boolean;
}

/** A plan as `run` gets it: its arguments are those that were planned, permitted and approved. */
export interface Planned<Shape extends z.ZodRawShape> extends Omit<Plan, "args"> {
  args: Input<Shape>;
}

interface Common<Shape extends z.ZodRawShape> {
  /** `<server>_<verb>` */
  name: string;
  /** an imperative phrase of at most 60 characters */
  description: string;
  /** the highest risk a call can have unless `plan` raises it */
  risk: Risk;
  /** "people": called by pages, CLI and undo, and listed to no model and no MCP client */
  for?: "people";
  input: Shape;
}
interface Simple<Shape extends z.ZodRawShape> extends Common<Shape> {
  run(input: Input<Shape>, context: Context): Awaitable<Result>;
}
interface TwoStep<Shape extends z.ZodRawShape> extends Common<Shape> {
  plan(input: Input<Shape>, context: Context): Awaitable<Draft<Shape> | Ask>;
  run(planned: Planned<Shape>, context: Context): Awaitable<Result>;
}

/** A tool with its types erased: what servers list and the kernel calls. */
export interface Tool {
  name: string;
  description: string;
  risk: Risk;
  audience: "all" | "people";
  inputSchema: JsonObject;
  /** The arguments, valid. @throws UserError naming the faulty ones and what is allowed */
  check(args: unknown): JsonObject;
  /** @throws UserError naming the faulty arguments and what is allowed */
  plan(args: unknown, context: Context): Promise<Plan | Ask>;
  run(plan: Plan, context: Context): Promise<Result>;
}

/** Makes a tool. Without `plan` its targets are empty and `run` gets the input; with it `run` gets what was planned. */
export function tool<Shape extends z.ZodRawShape>(spec: TwoStep<Shape>): Tool;
export function tool<Shape extends z.ZodRawShape>(spec: Simple<Shape>): Tool;
export function tool<Shape extends z.ZodRawShape>(spec: Simple<Shape> | TwoStep<Shape>): Tool {
  const { name, description, risk } = spec;
  const parse = parserOf(spec);
  const whole = (args: unknown, draft: Omit<Draft<Shape>, "args">): Plan => ({
    targets: draft.targets,
    risk: draft.risk ?? risk,
    args: jsonObject.parse(args),
    summary: draft.summary,
    ...(draft.room && { room: true }),
  });
  const base = {
    name,
    description,
    risk,
    audience: spec.for ?? ("all" as const),
    inputSchema: leanSchema(spec.input),
    check: (args: unknown) => jsonObject.parse(parse(args)),
  };
  if (!("plan" in spec)) {
    return {
      ...base,
      plan: async (args) => whole(parse(args), { targets: [], summary: description }),
      run: async (plan, context) => spec.run(parse(plan.args), context),
    };
  }
  return {
    ...base,
    async plan(args, context) {
      const input = parse(args);
      const draft = await spec.plan(input, context);
      return "ask" in draft ? draft : whole(draft.args ?? input, draft);
    },
    run: async (plan, context) => spec.run({ ...plan, args: parse(plan.args) }, context),
  };
}

function parserOf<Shape extends z.ZodRawShape>({ name, input }: Common<Shape>): (args: unknown) => Input<Shape> {
  const schema: z.ZodType<Input<Shape>> = z.strictObject(input);
  return (args) => {
    const parsed = schema.safeParse(args ?? {});
    if (parsed.success) return parsed.data;
    throw new UserError(
      `${name}: ${parsed.error.issues.map(fault).join("; ")}. Allowed: ${Object.keys(input).join(", ") || "no arguments"}.`,
    );
  };
}

function fault(issue: z.core.$ZodIssue): string {
  const text = issue.message.replace(/^Invalid (input|option): /, "");
  return clean(issue.path.length > 0 ? `${issue.path.join(".")}: ${text}` : text);
}

type Extra = Omit<Result, "ok" | "say">;
/** The effect is in the world, as `say` states it. */
export const done = (say: string, extra: Extra = {}): Result => ({ ok: true, say, ...extra });
/** The effect is not (wholly) in the world; `say` states what is. */
export const failed = (say: string, extra: Extra = {}): Result => ({ ok: false, say, ...extra });
/** Several things fit: asks which. */
export const askWhich = (text: string, choices: string[]): Ask => ({ ask: { kind: "which", question: text, choices } });
/** Asks for a yes. */
export const askConfirm = (text: string): Ask => ({ ask: { kind: "confirm", question: text, choices: ["yes", "no"] } });
