import type { Task, What } from "../../db/tasks/index.ts";
import { UserError } from "../../kernel/errors.ts";
import type { Json } from "../../kernel/schema.ts";
import { jsonObject } from "../../kernel/schema.ts";
import { clean } from "../../kernel/text.ts";

const CALL = /^([a-z][a-z0-9]*_[a-z0-9_]+) (\{.*)$/;
const UNDO = /^undo turn ([\w-]{8,64})$/;
const MOST = 20;

/**
 * What is to be done, as it is written: a sentence; calls of tools (`home_set {"name": "hall", "do": "off"}`, one a
 * line), below the words they were said in or alone; or `undo turn ID`. @throws UserError when it is none of them
 */
export function readWhat(text: string): { what: What; name: string } {
  const lines = text.split("\n").flatMap((line) => line.trim() || []);
  const [first] = lines;
  if (first === undefined) throw new UserError("What should be done? A sentence, or a tool with its arguments.");
  const isSaid = !CALL.test(first) && !UNDO.test(first);
  const below = isSaid ? lines.slice(1) : lines;
  const what = undoOf(below) ?? callsOf(below);
  if (what) return { what, name: isSaid ? clean(first, 128) : nameOf(what) };
  return { what: { say: clean(text, 2_000) }, name: clean(text, 128) };
}

function undoOf([line = "", ...more]: readonly string[]): What | undefined {
  const [, undo] = UNDO.exec(line) ?? [];
  return undo === undefined || more.length > 0 ? undefined : { undo };
}

function callsOf(lines: readonly string[]): What | undefined {
  if (lines.length > MOST) throw new UserError(`A task makes at most ${MOST} calls.`);
  if (lines.length === 0 || !lines.every((line) => CALL.test(line))) return undefined;
  const [one, ...more] = lines.map(readCall);
  return one && (more.length === 0 ? one : { calls: [one, ...more] });
}

function readCall(line: string) {
  const [, tool = "", args = ""] = CALL.exec(line) ?? [];
  try {
    return { tool, args: jsonObject.parse(JSON.parse(args)) };
  } catch {
    throw new UserError(`The arguments of ${tool} are no JSON object.`);
  }
}

/** What calls do, in a few words, where nobody said it. */
function nameOf(what: What): string {
  if ("undo" in what || "say" in what) return "what was done";
  const calls = "calls" in what ? what.calls : [what];
  return clean(calls.map(({ tool, args }) => [tool, ...Object.values(args).map(wordOf)].join(" ")).join(" and "), 128);
}

const wordOf = (value: Json) => (typeof value === "string" ? value : JSON.stringify(value));

/** A key for a new task: words of its name, and a number where others have them. */
export function keyOf(name: string, tasks: readonly Task[]): string {
  const words = name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const base = words.join("-").slice(0, 60).replace(/-$/, "") || "task";
  const taken = new Set(tasks.map(({ key }) => key));
  for (let number = 2; ; number++) {
    const key = number === 2 ? base : `${base}-${number - 1}`;
    if (!taken.has(key)) return key;
  }
}
