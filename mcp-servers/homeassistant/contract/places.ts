import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Subject } from "../contract.ts";

const listed = z.array(z.looseObject({ entity_id: z.string() }));
const exposed = z.object({
  exposed_entities: z.record(z.string(), z.object({ conversation: z.boolean().optional() })),
});

/** Registries: where things are, what they are called, who may see them. */
export function places({ home }: Subject): void {
  const update = (entity_id: string, change: object) =>
    home().ask("config/entity_registry/update", { entity_id, ...change });
  const entriesOf = (...entity_ids: string[]) => home().ask("config/entity_registry/get_entries", { entity_ids });

  describe("places and names", () => {
    test("an area is created, listed, and its name taken", async () => {
      const created = await home().ask("config/area_registry/create", { name: "Attic", aliases: ["loft"] });
      const attic = { area_id: "attic", name: "Attic", aliases: ["loft"], picture: null };
      expect(created).toMatchObject(attic);
      expect(await home().ask("config/area_registry/list")).toContainEqual(expect.objectContaining(attic));
      const again = home().ask("config/area_registry/create", { name: "attic" });
      expect(await home().refusal(again)).toBe("invalid_info");
    });

    test("an entity moves into an area and is reached by it", async () => {
      await home().ask("config/area_registry/create", { name: "Cellar" });
      expect(await update("light.kitchen_lights", { area_id: "cellar" })).toMatchObject({
        entity_entry: { entity_id: "light.kitchen_lights", area_id: "cellar" },
      });
      await home().call("light.turn_on", { entity_id: ["light.kitchen_lights", "light.bed_light"] });
      await home().call("light.turn_off", { area_id: "cellar" });
      expect(home().entity("light.kitchen_lights")?.state).toBe("off");
      expect(home().entity("light.bed_light")?.state).toBe("on");
    });

    test("an area passes over what cannot do it", async () => {
      await home().ask("config/area_registry/create", { name: "Porch" });
      await update("cover.garage_door", { area_id: "porch" });
      expect(await home().call("cover.set_cover_position", { area_id: "porch" }, { position: 10 })).toMatchObject({});
    });

    test("aliases are told by get and get_entries, not by the list", async () => {
      await update("light.bed_light", { aliases: ["sleepy lamp"] });
      const entry = { entity_id: "light.bed_light", aliases: ["sleepy lamp"] };
      expect(await home().ask("config/entity_registry/get", { entity_id: "light.bed_light" })).toMatchObject(entry);
      expect(await entriesOf("light.bed_light", "light.nope")).toMatchObject({
        "light.bed_light": entry,
        "light.nope": null,
      });
      const entries = listed.parse(await home().ask("config/entity_registry/list"));
      const found = entries.find(({ entity_id }) => entity_id === "light.bed_light");
      expect(found).toMatchObject({ area_id: null, device_id: expect.any(String), labels: [], hidden_by: null });
      expect(found).not.toHaveProperty("aliases");
    });

    test("an entity that is not there is not found", async () => {
      expect(await home().refusal(update("light.nope", { aliases: [] }))).toBe("not_found");
      const get = home().ask("config/entity_registry/get", { entity_id: "light.nope" });
      expect(await home().refusal(get)).toBe("not_found");
    });

    test("a change of the registry is an event", async () => {
      const { promise, resolve } = Promise.withResolvers<unknown>();
      const stop = await home().connection.subscribeEvents(resolve, "entity_registry_updated");
      await update("light.ceiling_lights", { aliases: [`the sun ${Date.now()}`] });
      expect(await promise).toMatchObject({
        event_type: "entity_registry_updated",
        data: { action: "update", entity_id: "light.ceiling_lights" },
      });
      await stop();
    });

    test("devices and short entries have their shapes", async () => {
      expect(await home().ask("config/device_registry/list")).toContainEqual(
        expect.objectContaining({ id: expect.any(String), name: "Bed Light", name_by_user: null, area_id: null }),
      );
      expect(await home().ask("config/entity_registry/list_for_display")).toMatchObject({
        entity_categories: { 0: "config", 1: "diagnostic" },
        entities: expect.arrayContaining([expect.objectContaining({ ei: "light.bed_light", pl: "demo" })]),
      });
    });

    test("what assistants may see is listed and can be changed", async () => {
      const seen = async () => exposed.parse(await home().ask("homeassistant/expose_entity/list")).exposed_entities;
      const expose = (should_expose: boolean) =>
        home().ask("homeassistant/expose_entity", {
          assistants: ["conversation"],
          entity_ids: ["lock.front_door"],
          should_expose,
        });
      expect((await seen())["light.bed_light"]).toEqual({ conversation: true });
      await expose(false);
      expect((await seen())["lock.front_door"]?.conversation ?? false).toBe(false);
      await expose(true);
      expect((await seen())["lock.front_door"]).toEqual({ conversation: true });
    });

    test("floors and labels are listed; they are aimed at since 2024.4", async () => {
      expect(await home().ask("config/floor_registry/create", { name: "Upper Floor" })).toMatchObject({
        floor_id: "upper_floor",
        name: "Upper Floor",
      });
      await home().ask("config/label_registry/create", { name: "Cosy" });
      expect(await home().ask("config/floor_registry/list")).toMatchObject([{ floor_id: "upper_floor", icon: null }]);
      expect(await home().ask("config/label_registry/list")).toMatchObject([{ label_id: "cosy", name: "Cosy" }]);
      const create = home().ask("config/area_registry/create", { name: "Studio", floor_id: "upper_floor" });
      if (!home().isModern) return expect(await home().refusal(create)).toBe("invalid_format");
      expect(await create).toMatchObject({ area_id: "studio", floor_id: "upper_floor" });
      await update("light.office_rgbw_lights", { area_id: "studio", labels: ["cosy"] });
      for (const target of [{ floor_id: "upper_floor" }, { label_id: "cosy" }]) {
        await home().call("light.turn_on", { entity_id: ["light.office_rgbw_lights", "light.bed_light"] });
        await home().call("light.turn_off", target);
        expect(home().entity("light.office_rgbw_lights")?.state).toBe("off");
        expect(home().entity("light.bed_light")?.state).toBe("on");
      }
    });

    test("floors and labels are no targets in 2024.3", async () => {
      const outcome = await home().refusal(home().call("light.turn_off", { floor_id: "nowhere" }));
      if (home().isModern) expect(outcome).toMatch(/^no error/);
      else expect(outcome).toBe("invalid_format");
    });
  });
}
