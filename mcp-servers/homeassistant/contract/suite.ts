import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { silentLog } from "../../../kernel/log.ts";
import type { JsonObject } from "../../../kernel/schema.ts";
import type { RunningServer } from "../../../kernel/server.ts";
import { callTool } from "../../../kernel/testing.ts";
import { META, step } from "../../../kernel/wire.ts";
import type { ContractHome } from "../contract.ts";
import server from "../server.ts";
import { isAlike, kept } from "../snapshot.ts";
import type { State } from "../states.ts";
import { type Client, connectClient } from "./client.ts";

/** What the tools do to any home under contract, said on the entities of Home Assistant's demo integration. */
export function toolSuite(name: string, start: () => Promise<ContractHome>): void {
  describe(`the tools in ${name}`, () => {
    let home: ContractHome;
    let running: RunningServer;
    let client: Client;
    beforeAll(async () => {
      home = await start();
      client = await connectClient(home);
      // Helpers, players and (since 2024.11) locks are shown to assistants only where somebody chose so.
      await client.ask("homeassistant/expose_entity", {
        assistants: ["conversation"],
        entity_ids: ["input_boolean.guest_mode", "media_player.walkman", "lock.kitchen_door"],
        should_expose: true,
      });
      running = await server.start({ HASS_URL: home.url, HASS_TOKEN: home.token }, { log: silentLog });
    });
    afterAll(async () => {
      client?.close();
      await running?.close();
      await home?.close();
    });

    const meta = { [META.context]: { principal: "owner", owner: true, confirmed: true } };
    const call = (tool: string, args: JsonObject) => callTool(running, tool, args, meta);
    const say = async (tool: string, args: JsonObject) => (await call(tool, args)).text;
    const set = (thing: string, verb: string, value?: string | number) =>
      call("home_set", { name: thing, do: verb, ...(value !== undefined && { value }) });
    const light = (id: string): State => {
      const { state, attributes } = client.entity(id) ?? { state: "gone", attributes: {} };
      return { state, attributes };
    };
    const lights = () => client.ids().filter((id) => id.startsWith("light."));
    const takeBack = async (result: Awaited<ReturnType<typeof call>>) => {
      for (const { tool, args } of step.array().parse(result.meta[META.undo])) {
        const { text, failed } = await call(tool, args);
        expect(failed ? text : "").toBe("");
      }
    };

    test("all lights go off, and come back as they were", async () => {
      await set("bed light", "kelvin", 3000);
      await set("bed light", "brightness", 40);
      await set("kitchen lights", "color", "blue");
      await client.until("light.kitchen_lights", ({ attributes }) => String(attributes["hs_color"]) === "240,100");
      const before = lights().map((id) => [id, kept("light", light(id))] as const);
      const off = await set("all lights", "off");
      expect(off.text).toMatch(/^\d+ lights are off\.$/);
      for (const id of lights()) await client.until(id, ({ state }) => state === "off");
      await takeBack(off);
      for (const [id, was] of before) {
        await client.until(id, (now) => isAlike(kept("light", now), was));
      }
    });

    test("light has brightness, white and colour, each read back", async () => {
      await set("bed light", "off");
      expect((await set("bed light", "brightness", 40)).text).toBe("Bed Light is on at 40 percent.");
      expect((await set("bed light", "kelvin", 3000)).text).toMatch(/^Bed Light is (already )?on at 40 percent\.$/);
      expect((await set("bed light", "color", "red")).text).toBe("Bed Light is on at 40 percent.");
      await client.until("light.bed_light", ({ attributes }) => String(attributes["hs_color"]) === "0,100");
      expect((await set("bed light", "kelvin", 90_000)).text).toMatch(
        /^The white goes from \d+ to \d+ kelvin, not 90000\.$/,
      );
    });

    test("what is so already is not done again", async () => {
      await set("guest mode", "off");
      expect((await set("guest mode", "off")).text).toBe("Guest Mode is already off.");
      expect((await set("guest mode", "on")).text).toBe("Guest Mode is on.");
      expect(await say("home_get", { name: "guest mode", what: "on" })).toBe("Yes, Guest Mode is on.");
    });

    test("a thermostat keeps to its range", async () => {
      expect((await set("heatpump", "temperature", 22)).text).toMatch(/^HeatPump is .*22 degrees/);
      expect((await set("heatpump", "temperature", 500)).text).toMatch(/^HeatPump goes from .* degrees, not 500\.$/);
    });

    test("a lock and a cover are told by where they are or are going", async () => {
      await set("kitchen door", "unlock");
      expect((await set("kitchen door", "lock")).text).toMatch(/^Kitchen Door is lock(ed|ing)\.$/);
      expect((await set("hall window", "position", 60)).text).toMatch(/^Hall Window is (opening|closing|open)/);
      // Home Assistant's demo cover stops without saying so (2026.2): then it is told as it is shown.
      expect((await set("hall window", "stop")).text).toMatch(/^Hall Window is (still )?(open|closed)/);
    });

    test("a list is read, added to and cleared, and gives back what was taken", async () => {
      const list = "shopping list";
      expect(await say("home_list", { do: "add", item: "eggs", list })).toBe("eggs is on Shopping List.");
      expect(await say("home_list", { do: "add", item: "Eggs", list })).toBe("Eggs is already on Shopping List.");
      const removed = await call("home_list", { do: "remove", item: "Eggs", list });
      expect(removed.text).toBe("Eggs is off Shopping List.");
      await takeBack(removed);
      const finished = await call("home_list", { do: "done", item: "eggs", list });
      expect(finished.text).toBe("eggs is off Shopping List.");
      await takeBack(finished);
      expect(await say("home_list", { do: "read", list })).toBe("Shopping List has 1 item:\nEggs");
    });

    test("a scene and a script run", async () => {
      expect(await say("home_run", { name: "warm white" })).toMatch(/^Warm White is set/);
      await client.until("light.bed_light", ({ state }) => state === "on");
      expect(await say("home_run", { name: "leaving home" })).toMatch(/^Leaving Home has run/);
      await client.until("light.bed_light", ({ state }) => state === "off");
    });

    test("a player pauses, plays and is as loud as told", async () => {
      expect(await say("home_play", { do: "pause", name: "walkman" })).toMatch(/^Walkman is paused/);
      expect(await say("home_play", { do: "play", name: "walkman" })).toMatch(/^Walkman is playing/);
      expect((await set("walkman", "volume", 30)).text).toMatch(
        /^Walkman is playing .*volume 30\.$|^Walkman is playing at volume 30\.$/,
      );
    });

    test("the doctor counts what is exposed", async () => {
      const [finding] = await running.doctor(true);
      expect(finding).toMatchObject({ part: "homeassistant", ok: true });
      expect(finding?.text).toMatch(/ is reached; \d+ of \d+ entities are exposed to assistants\.$/);
    });
  });
}
