import { z } from "zod";
import { UserError } from "../../kernel/errors.ts";
import { clean, counted, listed } from "../../kernel/text.ts";
import type { Ask, Context, Tool } from "../../kernel/tool.ts";
import { askWhich, done, failed, tool } from "../../kernel/tool.ts";
import type { Step } from "../../kernel/wire.ts";
import type { Home, Thing } from "./home.ts";
import { meant, targetsOf } from "./targets.ts";

const verbs = ["read", "has", "add", "done", "remove"] as const;
type Verb = (typeof verbs)[number];
const items = z.object({
  items: z.array(z.object({ uid: z.string().optional(), summary: z.string(), status: z.string().optional() })),
});
type Item = z.infer<typeof items>["items"][number];
const MOST_LINES = 20;

/** `home_list`: shopping and to-do lists. */
export const homeList = (home: Home): Tool =>
  tool({
    name: "home_list",
    description: "To-do lists",
    risk: "write",
    input: { do: z.enum(verbs), item: z.string().optional(), list: z.string().optional() },
    plan(input, context) {
      const list = listOf(home, input.list, context);
      if ("ask" in list) return list;
      const item = clean(input.item ?? "", 100);
      if (input.do !== "read" && item === "") throw new UserError(`Which item should I ${input.do}?`);
      return {
        targets: [list.id],
        risk: isLook(input.do) ? "read" : "write",
        args: { ...input, list: list.name },
        summary: `${list.name}: ${[input.do, item].filter(Boolean).join(" ")}`,
      };
    },
    async run({ args, targets: ids }, { signal }) {
      const [target] = targetsOf(home, ids);
      if (!target) throw new UserError("There is no such list.");
      const { thing } = target;
      const all = await readItems(home, thing, signal);
      const before = all.filter(isOpen);
      if (args.do === "read") return done(readOut(thing, before));
      const item = clean(args.item ?? "", 100);
      if (args.do === "has") return has(thing, before, item);
      if (args.do === "add" && find(before, item)) return done(`${item} is already on ${thing.name}.`);
      await change(home, thing, args.do, item, all, signal);
      const after = (await readItems(home, thing, signal)).filter(isOpen);
      const changed = {
        before: { [thing.name]: before.map(({ summary }) => summary) },
        after: { [thing.name]: after.map(({ summary }) => summary) },
      };
      const isThere = find(after, item) !== undefined;
      if (isThere !== (args.do === "add"))
        return failed(
          `${item} is ${isThere ? "still" : "not"} on ${thing.name}: the home said yes, but nothing changed.`,
          { changed },
        );
      return done(`${item} is ${isThere ? "on" : "off"} ${thing.name}.`, {
        changed,
        undo: undoOf(args.do, item, thing),
      });
    },
  });

function listOf(home: Home, name: string | undefined, context: Context): Thing | Ask {
  const lists = home.entries().filter(({ domain }) => domain === "todo");
  const found = name === undefined ? undefined : meant(home, name, ["list"], context);
  if (found && "ask" in found) return found;
  const fit = found ? found.targets.map(({ thing }) => thing) : lists;
  const [only] = fit;
  if (!only) throw new UserError("There is no list in Home Assistant.");
  if (fit.length === 1) return only;
  const names = fit.map((list) => list.name);
  return askWhich(`Which list: ${listed(names, "or")}?`, names);
}

const isLook = (verb: Verb) => verb === "read" || verb === "has";
const isOpen = ({ status }: Item) => status !== "completed";

/** Everything on a list, also what is done. */
async function readItems(home: Home, { id }: Thing, signal: AbortSignal): Promise<Item[]> {
  const answer = await home.request({ type: "todo/item/list", entity_id: id }, signal);
  return items.parse(answer).items;
}

const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
const find = (all: readonly Item[], item: string) => all.find(({ summary }) => plain(summary) === plain(item));

async function change(
  home: Home,
  { id, name }: Thing,
  verb: Exclude<Verb, "read" | "has">,
  item: string,
  all: readonly Item[],
  signal: AbortSignal,
) {
  const before = all.filter(isOpen);
  const call = (service: string, data: Record<string, unknown>) => home.call(`todo.${service}`, [id], data, signal);
  const keyOf = ({ uid, summary }: Item) => uid ?? summary;
  if (verb === "add") {
    // What was done is to be done again: that is also the way back from "done".
    const past = find(all, item);
    return past ? call("update_item", { item: keyOf(past), status: "needs_action" }) : call("add_item", { item });
  }
  const known = find(before, item);
  if (!known)
    throw new UserError(
      `${item} is not on ${name}. There: ${listed(before.slice(0, 8).map(({ summary }) => clean(summary, 40))) || "nothing"}.`,
    );
  if (verb === "remove") return call("remove_item", { item: [keyOf(known)] });
  return call("update_item", { item: keyOf(known), status: "completed" });
}

function readOut({ name }: Thing, all: readonly Item[]): string {
  if (all.length === 0) return `${name} is empty.`;
  const lines = all.slice(0, MOST_LINES).map(({ summary }) => clean(summary, 80));
  return [`${name} has ${counted(all.length, "item")}:`, ...lines].join("\n");
}

function has({ name }: Thing, all: readonly Item[], item: string) {
  const holds = find(all, item) !== undefined;
  return done(holds ? `Yes, ${item} is on ${name}.` : `No, ${item} is not on ${name}.`, { data: { holds } });
}

const undoOf = (verb: Verb, item: string, { name: list }: Thing): Step[] => [
  { tool: "home_list", args: { do: verb === "add" ? "remove" : "add", item, list } },
];
