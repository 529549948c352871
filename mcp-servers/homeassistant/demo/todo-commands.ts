import { z } from "zod";
import { answer, type Command } from "./command.ts";
import { Refusal } from "./faults.ts";
import type { LivingHouse } from "./living-house.ts";
import type { TodoItem } from "./world.ts";

const shoppingList = "todo.shopping_list";

const shown = (item: TodoItem) => ({ id: item.uid, name: item.summary, complete: item.status === "completed" });

/** The lists' own commands: what is on them, and the shopping list's older ones. */
export const todoCommands: Record<string, Command> = {
  "todo/item/list": answer({ entity_id: z.string() }, (house, { entity_id }) => ({ items: itemsOf(house, entity_id) })),
  "shopping_list/items": answer({}, (house) => itemsOf(house, shoppingList).map(shown)),
  "shopping_list/items/add": answer({ name: z.string() }, (house, { name }) => {
    change(house, "add_item", { item: name });
    return itemsOf(house, shoppingList).map(shown).at(-1);
  }),
  "shopping_list/items/update": answer(
    { item_id: z.string(), name: z.string().optional(), complete: z.boolean().optional() },
    (house, { item_id, name, complete }) => {
      const status = complete === undefined ? {} : { status: complete ? "completed" : "needs_action" };
      change(house, "update_item", { item: item_id, ...(name === undefined ? {} : { rename: name }), ...status });
      return itemsOf(house, shoppingList)
        .map(shown)
        .find((item) => item.id === item_id);
    },
  ),
};

function itemsOf(house: LivingHouse, entityId: string): readonly TodoItem[] {
  const list = house.world.get(entityId);
  if (!list || !entityId.startsWith("todo.")) throw new Refusal("not_found", "To-do list entity not found");
  return list.hidden.items ?? [];
}

function change(house: LivingHouse, service: string, data: Record<string, unknown>): void {
  itemsOf(house, shoppingList);
  const call = { domain: "todo", service, data, target: { entity_id: shoppingList }, wantsResponse: false };
  house.call(call, house.world.context(house.user.id));
}
