import { afterEach, describe, expect, test } from "vitest";
import { type Client, connectClient } from "../contract/client.ts";
import type { House } from "./house.ts";
import { parseHouse } from "./house.ts";
import { type DemoHome, startDemoHome } from "./server.ts";

const open: (DemoHome | Client)[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

/** Serves one entity of which little is known, makes a call, and gives what became of it. */
async function outcome(entity: House["entities"][number], service: string, data: object = {}) {
  const home = await startDemoHome({ home: { entities: [entity] } });
  const client = await connectClient(home);
  open.push(home, client);
  await client.call(service, entity.entity_id, data);
  return home.states()[entity.entity_id];
}

const bare = (entity_id: string, state: string | number | null) => ({ entity_id, name: "Thing", state });

describe("a home that is described in part", () => {
  test.each([
    [bare("light.a", "off"), "light.turn_on", { brightness_pct: "50" }, "on", { brightness: 128 }],
    [bare("light.a", null), "light.turn_on", { color_name: "yellow" }, "on", { rgb_color: [255, 255, 0] }],
    [bare("light.a", "on"), "light.toggle", {}, "off", { brightness: null }],
    [bare("fan.a", "off"), "fan.increase_speed", {}, "on", { percentage: 33 }],
    [bare("cover.a", "closed"), "cover.set_cover_position", { position: 40 }, "open", { current_position: 40 }],
    [bare("cover.a", "open"), "cover.toggle", {}, "closed", { current_position: 0 }],
    [bare("valve.a", "closed"), "valve.open_valve", {}, "open", { current_position: 100 }],
    [bare("lock.a", "locked"), "lock.unlock", {}, "unlocked", {}],
    [bare("climate.a", "cool"), "climate.set_temperature", { temperature: "72" }, "cool", { temperature: 72 }],
    [
      bare("climate.a", "cool"),
      "climate.set_temperature",
      { temperature: 16, hvac_mode: "heat" },
      "heat",
      { temperature: 16 },
    ],
    [bare("media_player.a", "playing"), "media_player.media_stop", {}, "idle", {}],
    [bare("media_player.a", "playing"), "media_player.volume_up", {}, "playing", { volume_level: 0.6 }],
    [bare("vacuum.a", "docked"), "vacuum.start", {}, "cleaning", {}],
    [bare("vacuum.a", "cleaning"), "vacuum.stop", {}, "idle", {}],
    [bare("lawn_mower.a", "mowing"), "lawn_mower.dock", {}, "returning", {}],
    [
      bare("timer.a", "idle"),
      "timer.start",
      { duration: "00:25:00" },
      "active",
      { duration: "0:25:00", remaining: "0:25:00" },
    ],
    [bare("timer.a", "active"), "timer.cancel", {}, "idle", {}],
    [bare("todo.a", 0), "todo.add_item", { item: "apples" }, "1", {}],
    [bare("number.a", "1"), "number.increment", {}, "2", {}],
    [bare("input_select.a", "one"), "input_select.select_option", { option: "one" }, "one", {}],
    [bare("humidifier.a", "on"), "humidifier.set_humidity", { humidity: 40 }, "on", { humidity: 40 }],
    [bare("water_heater.a", "eco"), "water_heater.set_operation_mode", { operation_mode: "gas" }, "gas", {}],
    [bare("alarm_control_panel.a", "disarmed"), "alarm_control_panel.alarm_arm_away", {}, "armed_away", {}],
    [bare("automation.a", "on"), "automation.turn_off", {}, "off", {}],
  ])("%o takes %s %o", async (entity, service, data, state, attributes) => {
    expect(await outcome(entity, service, data)).toMatchObject({ state, attributes });
  });

  test("may write features as words and volumes in percent", async () => {
    const garage = { ...bare("cover.a", "closed"), attributes: { supported_features: ["OPEN", "CLOSE"] } };
    expect(await outcome(garage, "cover.open_cover")).toEqual({
      state: "open",
      attributes: { friendly_name: "Thing", supported_features: 3 },
    });
    const radio = { ...bare("media_player.a", "idle"), attributes: { volume_level: "50" } };
    expect((await outcome(radio, "media_player.media_play"))?.attributes["volume_level"]).toBe(0.5);
  });

  test("may say a state in words and in Home Assistant's own", () => {
    const [sensor] = parseHouse({
      entities: [{ ...bare("binary_sensor.a", ""), state: { in: "clear", out: "off" } }],
    }).entities;
    expect(sensor?.state).toBe("off");
  });

  test("may write ids that Home Assistant would not", () => {
    const [sensor] = parseHouse({ entities: [bare("sensor.price per_kW", 1)] }).entities;
    expect(sensor?.entity_id).toBe("sensor.price_per_kw");
  });

  test("may have two things of one name", async () => {
    const twins = { entities: [bare("light.a", "on"), bare("light.b", "off")] };
    const home = await startDemoHome({ home: twins });
    open.push(home);
    expect(Object.values(home.states()).map(({ attributes }) => attributes["friendly_name"])).toEqual([
      "Thing",
      "Thing",
    ]);
  });

  test("is refused with the place of its first fault", () => {
    expect(() => parseHouse({ entities: [bare("Kitchen", "on")] })).toThrow(
      "This is no home: entities.0.entity_id: must look like light.kitchen",
    );
    expect(() => parseHouse([])).toThrow(/^This is no home: : /);
  });

  test("passes over what is away, and does nothing twice", async () => {
    expect(await outcome(bare("light.a", "unavailable"), "light.turn_on")).toMatchObject({ state: "unavailable" });
    const home = await startDemoHome({ home: { entities: [bare("switch.a", "off")] } });
    const client = await connectClient(home);
    open.push(home, client);
    await client.call("switch.toggle", { entity_id: ["all", "switch.a", "switch.a"] });
    expect(home.states()["switch.a"]?.state).toBe("on");
  });

  test("has no service of a domain it has nothing of", async () => {
    await expect(outcome(bare("light.a", "on"), "vacuum.start")).rejects.toEqual({
      code: "not_found",
      message: "Service vacuum.start not found.",
    });
  });
});
