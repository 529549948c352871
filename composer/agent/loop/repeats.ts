import type { Step } from "../../../kernel/wire.ts";
import type { Executed } from "../../gate/types.ts";
import { isOpposite } from "./verbs.ts";

/** A value as text, the same for the same content: keys in order. */
const key = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  ) ?? "";

/** Whether two calls are the same call. */
export const isSame = (one: Step, other: Step): boolean => one.tool === other.tool && key(one.args) === key(other.args);

/** Whether a call takes back what another did: by that one's own way back, or the same with the opposite verb. */
export function undoes(step: Step, done: Pick<Executed, "tool" | "args" | "undo">): boolean {
  return done.undo?.some((back) => isSame(back, step)) === true || isContrary(step, done);
}

/** Whether two calls are the same but for one verb, and that the opposite. */
export function isContrary(one: Step, other: Step): boolean {
  if (one.tool !== other.tool) return false;
  const keys = [...new Set([...Object.keys(one.args), ...Object.keys(other.args)])];
  const different = keys.filter((name) => key(one.args[name]) !== key(other.args[name]));
  const [only = ""] = different;
  return different.length === 1 && isOpposite(one.args[only], other.args[only]);
}
