import { z } from "zod";
import { invalid } from "./faults.ts";
import type { LivingHouse } from "./living-house.ts";

/** What a command may do with the connection it came by. */
export interface Session {
  house: LivingHouse;
  answer(message: object): void;
  result(id: number, result: unknown): void;
  event(id: number, event: unknown): void;
  subscribe(id: number, stop: () => void): void;
  /** false when there is no such subscription */
  unsubscribe(id: number): boolean;
  coalesce(on: boolean): void;
  drop(): void;
}

/** One command of the protocol. */
export type Command = (session: Session, message: { id: number }) => void;

/** A command by the fields of its message; anything else is answered invalid_format. */
export function command<Shape extends z.ZodRawShape>(
  fields: Shape,
  run: (session: Session, message: { id: number } & z.infer<z.ZodObject<Shape>>) => void,
): Command {
  const schema = z.strictObject(fields);
  return (session, { id, ...message }) => {
    const { type: _type, ...rest } = { type: "", ...message };
    const parsed = schema.safeParse(rest);
    if (!parsed.success) throw invalid(parsed.error.issues.map(describe).join("\n"));
    run(session, { ...parsed.data, id });
  };
}

/** A command that only answers. */
export function answer<Shape extends z.ZodRawShape>(
  fields: Shape,
  give: (house: LivingHouse, message: { id: number } & z.infer<z.ZodObject<Shape>>) => unknown,
): Command {
  return command(fields, (session, message) => session.result(message.id, give(session.house, message)));
}

function describe(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") return `extra keys not allowed @ data['${issue.keys[0]}']`;
  return `${issue.message} @ data['${issue.path.join("']['")}']`;
}
