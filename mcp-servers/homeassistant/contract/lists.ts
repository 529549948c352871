import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Subject } from "../contract.ts";

const list = "todo.shopping_list";
const shown = z.object({ items: z.array(z.object({ uid: z.string(), summary: z.string(), status: z.string() })) });
const bought = z.array(z.object({ id: z.string(), name: z.string(), complete: z.boolean() }));

/** To-do lists and the shopping list, which is one of them. */
export function lists({ home }: Subject): void {
  const items = async () => shown.parse(await home().ask("todo/item/list", { entity_id: list })).items;
  const statusOf = async (summary: string) => (await items()).find((item) => item.summary === summary)?.status;

  describe("lists", () => {
    test("count what is left to do", async () => {
      const before = Number(home().entity(list)?.state);
      await home().call("todo.add_item", list, { item: "count me" });
      await home().until(list, ({ state }) => Number(state) === before + 1);
      await home().call("todo.update_item", list, { item: "count me", status: "completed" });
      await home().until(list, ({ state }) => Number(state) === before);
    });

    test("take an item, rename it, tick it off and remove it", async () => {
      await home().call("todo.add_item", list, { item: "tea" });
      expect(await statusOf("tea")).toBe("needs_action");
      await home().call("todo.update_item", list, { item: "tea", rename: "green tea" });
      await home().call("todo.update_item", list, { item: "green tea", status: "completed" });
      expect([await statusOf("tea"), await statusOf("green tea")]).toEqual([undefined, "completed"]);
      await home().call("todo.remove_item", list, { item: ["green tea"] });
      expect(await statusOf("green tea")).toBeUndefined();
    });

    test("give their items as a response", async () => {
      await home().call("todo.add_item", list, { item: "rice" });
      const asked = { domain: "todo", service: "get_items", target: { entity_id: list }, return_response: true };
      const rice = { summary: "rice", status: "needs_action", uid: expect.any(String) };
      const answer = await home().ask("call_service", { ...asked, service_data: { status: "needs_action" } });
      expect(answer).toMatchObject({ response: { [list]: { items: expect.arrayContaining([rice]) } } });
    });

    test("refuse an item they do not have, and an empty one", async () => {
      const update = home().call("todo.update_item", list, { item: "no such item", status: "completed" });
      expect(await home().refusal(update)).toMatch(/^(service_validation_error|home_assistant_error|unknown_error)$/);
      const remove = home().call("todo.remove_item", list, { item: "no such item" });
      expect(await home().refusal(remove)).toMatch(/^(service_validation_error|home_assistant_error|unknown_error)$/);
      expect(await home().refusal(home().call("todo.add_item", list, { item: "" }))).toBe("invalid_format");
      expect(await home().refusal(home().ask("todo/item/list", { entity_id: "todo.nope" }))).toBe("not_found");
    });

    test("are edited by the shopping list's own services too", async () => {
      const call = (service: string, name: string) =>
        home().ask("call_service", { domain: "shopping_list", service, service_data: { name } });
      await call("add_item", "apples");
      expect(await statusOf("apples")).toBe("needs_action");
      await call("complete_item", "apples");
      expect(await statusOf("apples")).toBe("completed");
      await call("remove_item", "apples");
      expect(await statusOf("apples")).toBeUndefined();
      expect(await call("complete_item", "no such item")).toMatchObject({ context: {} });
    });

    test("are edited by the shopping list's own commands too", async () => {
      const added = await home().ask("shopping_list/items/add", { name: "oats" });
      expect(added).toEqual({ id: expect.any(String), name: "oats", complete: false });
      const oats = bought.parse(await home().ask("shopping_list/items")).find((item) => item.name === "oats");
      const updated = await home().ask("shopping_list/items/update", { item_id: oats?.id, complete: true });
      expect(updated).toEqual({ id: oats?.id, name: "oats", complete: true });
      expect(await statusOf("oats")).toBe("completed");
    });
  });
}
