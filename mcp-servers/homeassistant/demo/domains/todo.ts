import { z } from "zod";
import { unsuitable } from "../faults.ts";
import { flag, oneOf, text, texts } from "../fields.ts";
import { type Domain, type Home, plain, question, service } from "../service.ts";
import type { Change, Thing, TodoItem } from "../world.ts";

const feature = { CREATE_TODO_ITEM: 1, DELETE_TODO_ITEM: 2, UPDATE_TODO_ITEM: 4 };
const status = oneOf("status", ["needs_action", "completed"]);
const item = text.pipe(z.string().min(1, "length of value must be at least 1"));
const details = { due_date: text.optional(), due_datetime: text.optional(), description: text.optional() };

/** To-do lists; an item is meant by its uid or its summary, and the state of a list is how much is left to do. */
export const todo: Domain = {
  features: feature,
  services: {
    add_item: service({ item, ...details }, (thing, data) => add(thing, data.item), [feature.CREATE_TODO_ITEM]),
    update_item: service(
      { item, rename: item.optional(), status: status.optional(), ...details },
      (thing, data) => {
        const found = find(thing, data.item);
        const summary = data.rename ?? found.summary;
        return replace(thing, found, { ...found, summary, status: data.status ?? found.status });
      },
      [feature.UPDATE_TODO_ITEM],
    ),
    remove_item: service(
      { item: texts },
      (thing, data) => {
        const found = data.item.map((name) => find(thing, name));
        return hold(itemsOf(thing).filter((one) => !found.includes(one)));
      },
      [feature.DELETE_TODO_ITEM],
    ),
    remove_completed_items: service({}, (thing) => hold(itemsOf(thing).filter((one) => one.status !== "completed")), [
      feature.DELETE_TODO_ITEM,
    ]),
    get_items: question(
      { status: z.preprocess((value) => [value ?? []].flat(), z.array(status)) },
      (thing, wanted) => ({
        items: itemsOf(thing).filter((one) => wanted.status.length === 0 || wanted.status.includes(one.status)),
      }),
    ),
  },
  complete: (given) => ({ supported_features: 15, ...given }),
};

const list = "todo.shopping_list";
const named = { name: text };

/** The shopping list's own services; a name that is not on it is no error there. */
export const shopping_list: Domain = {
  services: {
    add_item: plain(named, (home, { name }) => edit(home, (thing) => add(thing, name))),
    remove_item: plain(named, (home, { name }) => edit(home, (thing) => without(thing, name))),
    complete_item: plain(named, (home, { name }) => edit(home, (thing) => mark(thing, name, "completed"))),
    incomplete_item: plain(named, (home, { name }) => edit(home, (thing) => mark(thing, name, "needs_action"))),
    complete_all: plain({}, (home) => edit(home, (thing) => markAll(thing, "completed"))),
    incomplete_all: plain({}, (home) => edit(home, (thing) => markAll(thing, "needs_action"))),
    clear_completed_items: plain({}, (home) =>
      edit(home, (thing) => hold(itemsOf(thing).filter((one) => one.status !== "completed"))),
    ),
    sort: plain({ reverse: flag.default(false) }, (home, { reverse }) =>
      edit(home, (thing) => {
        const sorted = itemsOf(thing).toSorted((one, other) => one.summary.localeCompare(other.summary));
        return hold(reverse ? sorted.toReversed() : sorted);
      }),
    ),
  },
};

function edit(home: Home, change: (thing: Thing) => Change): void {
  const thing = home.world.get(list);
  if (thing) home.world.write(list, change(thing), home.context);
}

function add(thing: Thing, summary: string): Change {
  const items = itemsOf(thing);
  const last = Math.max(0, ...items.map((one) => Number(one.uid.slice("item-".length))));
  return hold([...items, { uid: `item-${last + 1}`, summary, status: "needs_action" }]);
}

function without(thing: Thing, name: string): Change {
  const first = itemsOf(thing).find((one) => one.summary === name);
  return hold(itemsOf(thing).filter((one) => one !== first));
}

const mark = (thing: Thing, name: string, to: TodoItem["status"]) =>
  hold(itemsOf(thing).map((one) => (one.summary === name ? { ...one, status: to } : one)));
const markAll = (thing: Thing, to: TodoItem["status"]) => hold(itemsOf(thing).map((one) => ({ ...one, status: to })));

const itemsOf = (thing: Thing): readonly TodoItem[] => thing.hidden.items ?? [];

const hold = (items: readonly TodoItem[]): Change => ({
  state: String(items.filter((one) => one.status === "needs_action").length),
  hidden: { items },
});

const replace = (thing: Thing, old: TodoItem, now: TodoItem): Change =>
  hold(itemsOf(thing).map((one) => (one === old ? now : one)));

function find(thing: Thing, name: string): TodoItem {
  const found = itemsOf(thing).find((one) => one.uid === name || one.summary === name);
  if (found) return found;
  throw unsuitable(`Unable to find to-do list item: ${name}`);
}
