import { z } from "zod";
import type { Task, What } from "../../db/tasks/index.ts";
import { UserError } from "../../kernel/errors.ts";
import { jsonObject } from "../../kernel/schema.ts";
import { clean } from "../../kernel/text.ts";
import type { Form, Plain } from "../../kernel/yaml/index.ts";
import { plainEntries } from "../../kernel/yaml/index.ts";

const FORM: Form = {
  noun: ["task", "tasks"],
  key: "key",
  marks: ["key", "when", "tool", "sentence"],
  shape: "key, name, when, and a sentence or a tool with args",
};

const line = (most: number) =>
  z
    .string("must be text")
    .transform((text) => clean(text, most + 1))
    .refine((text) => text !== "" && text.length <= most, `must be one line of at most ${most} characters`);
const no = new Set(["0", "false", "no", "off"]);
const entry = z.object({
  key: line(128).optional(),
  name: line(128).optional(),
  when: line(255),
  sentence: line(2_000).optional(),
  tool: line(128).optional(),
  args: z.string("must be JSON").max(20_000).optional(),
  enabled: z
    .string()
    .transform((text) => !no.has(text.trim().toLowerCase()))
    .default(true),
});

/** Reads tasks from YAML, whole or not at all. @throws UserError naming the first fault by entry and field */
export function readTasks(text: string, owner: string): Task[] {
  const tasks = plainEntries(text, FORM).map((plain, at) => readTask(plain, at, owner));
  const twice = [...Map.groupBy(tasks, ({ key }) => key)].find(([, some]) => some.length > 1);
  if (twice) throw new UserError(`${twice[0]} stands there ${twice[1].length} times: a task has a key of its own.`);
  return tasks;
}

function readTask(plain: Plain, at: number, owner: string): Task {
  const label = [plain["name"], plain["key"]].find((one) => typeof one === "string");
  const place = typeof label === "string" ? clean(label, 40) : `Entry ${at + 1}`;
  const given = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== null && value !== ""));
  const parsed = entry.safeParse(given);
  if (!parsed.success) {
    const [{ path, message } = { path: [], message: "" }] = parsed.error.issues;
    const why = given[String(path[0])] === undefined ? "is missing" : message;
    throw new UserError(`${place}: ${path.join(".")} ${why}.`);
  }
  const { when, sentence, tool, args = "{}", enabled } = parsed.data;
  const { name = sentence ?? tool ?? "", key = name } = parsed.data;
  const what: What | undefined =
    tool !== undefined
      ? { tool, args: argumentsOf(place, args) }
      : sentence === undefined
        ? undefined
        : { say: sentence };
  if (!what) throw new UserError(`${place}: what should be done? A sentence, or a tool with args.`);
  return { key: clean(key, 128), name: clean(name, 128), owner, due: when, what, enabled, options: {}, next: null };
}

function argumentsOf(place: string, text: string) {
  try {
    return jsonObject.parse(JSON.parse(text));
  } catch {
    throw new UserError(`${place}: args must be a JSON object.`);
  }
}
