import { z } from "zod";
import { json, jsonObject } from "./schema.ts";

/** Keys of what travels in `_meta` between the composer and servers it trusts; never to a model or a client. */
export const META = {
  context: "steward/context",
  plan: "steward/plan",
  planned: "steward/planned",
  ask: "steward/ask",
  changed: "steward/changed",
  /** the result in structure; of a question that is a yes or a no with `holds` */
  data: "steward/data",
  undo: "steward/undo",
  phrases: "steward/phrases",
  people: "steward/people",
  risk: "steward/risk",
} as const;

/** The resource that lists the names of a server's things. */
export const NAMES_URI = "steward://names";

/** read: no effect. write: can be taken back. danger: hard to take back, or opens a way in. */
export const risk = z.enum(["read", "write", "danger"]);
export type Risk = z.infer<typeof risk>;

/** What a tool will do, worked out without effect: what it acts on, its risk, its arguments, and a line for people. */
export const plan = z.object({
  targets: z.array(z.string()),
  risk,
  args: jsonObject,
  summary: z.string(),
  /** it needs the memory that the language model takes: the composer has it given back before the call */
  room: z.boolean().optional(),
});
export type Plan = z.infer<typeof plan>;

/** Why nothing was planned: what has to be answered first. */
export const question = z.object({
  kind: z.enum(["which", "confirm"]),
  question: z.string(),
  choices: z.array(z.string()),
});
export type Question = z.infer<typeof question>;

/** Memory that the language model of the house takes and could give back. */
export const room = z.object({
  mebibytes: z.number(),
  /** whose memory it is: "local" is that of the composer's machine, else the name of a host */
  host: z.string(),
  /** only given back when a person says so */
  isPinned: z.boolean(),
});
export type Room = z.infer<typeof room>;

/** Who calls, from where, for which turn; `key` makes a write happen once, `deadline` is in epoch milliseconds. */
export const callContext = z.object({
  principal: z.string(),
  owner: z.boolean(),
  area: z.string().optional(),
  /** how it came: "chat", "voice", "mcp", "schedule", "cli" */
  channel: z.string().optional(),
  /** the person was asked about this very call and said yes: `plan` does not ask to confirm again */
  confirmed: z.boolean().optional(),
  turn: z.string().optional(),
  key: z.string().optional(),
  deadline: z.number().optional(),
  /** told when a call is planned */
  room: room.optional(),
});
export type CallContext = z.infer<typeof callContext>;

/** One call of a tool by name. */
export const step = z.object({ tool: z.string(), args: jsonObject });
export type Step = z.infer<typeof step>;

/** States of the things a call touched, by name, before it and read back after it. */
export const change = z.object({ before: json, after: json });
export type Change = z.infer<typeof change>;

/** A thing people call by name. `kind` is singular ("light", "area"); `area` and `floor` are names too. */
export const nameEntry = z.object({
  kind: z.string(),
  name: z.string(),
  aliases: z.array(z.string()).optional(),
  area: z.string().optional(),
  floor: z.string().optional(),
  tool: z.string().optional(),
});
export type NameEntry = z.infer<typeof nameEntry>;
