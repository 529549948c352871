import { counted, listed } from "../../kernel/text.ts";
import type { Executed } from "../gate/types.ts";

/** What was done, in the tools' own sentences, and where it stopped: what is left, and how to take back what was done. */
export function sayDone(executed: readonly Executed[], planned: number): string {
  const last = executed.at(-1);
  const said = [...new Set(executed.map(({ result }) => result))];
  const left = planned - executed.length;
  if (last?.needs) {
    const then = left > 0 ? " The rest follows then." : "";
    return [...said, `Approve it on the page or in the terminal within a minute.${then}`].join(" ");
  }
  if (last && !last.ok) {
    const isUndoable = executed.some(({ ok, undo }) => ok && undo && undo.length > 0);
    if (left > 0) said.push(`The rest (${counted(left, "step")}) was not done.`);
    if (isUndoable) said.push("Say “undo” to take back what was done.");
  }
  return said.join(" ");
}

/** What would be done, and what would be looked at before it. */
export function sayDry(executed: readonly Executed[], looks = 0): string {
  const all = executed.map(({ result }) => result.replace(/\.$/, ""));
  const look = looks > 0 ? `Would look first: ${all.slice(0, looks).join("; ")}. ` : "";
  return `${look}Would ${looks > 0 ? "then " : ""}do: ${all.slice(looks).join("; ")}.`;
}

/** What came of taking a turn back. */
export function sayUndone(executed: readonly Executed[], left: number): string {
  const said = sayDone(executed, executed.length);
  const waits = executed.some(({ needs }) => needs);
  return left > 0 && !waits ? `${said} ${counted(left, "step")} could not be taken back; “undo” tries again.` : said;
}

/** No phrase fits, and no other tier was to be asked. */
export const sayNotUnderstood = (rest: string, near: readonly string[]): string =>
  `I did not understand “${rest}”.${namesLike(near)}`;

/** No phrase fits, and no model can be asked: none is set up, or none is there for these reasons. */
export function sayUnable(reasons: readonly string[], rest: string, near: readonly string[]): string {
  const why =
    reasons.length > 0
      ? `I can't do that now: ${listed(reasons)}.`
      : "I can't do that without a model; see docs/models.md.";
  return `${why} Not understood: “${rest}”.${namesLike(near)}`;
}

const namesLike = (near: readonly string[]) => (near.length > 0 ? ` Names like that: ${listed(near)}.` : "");
