import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { beforeEach, expect, test } from "vitest";
import { silentLog } from "../../kernel/log.ts";
import type { JsonObject } from "../../kernel/schema.ts";
import type { RunningServer } from "../../kernel/server.ts";
import { callTool } from "../../kernel/testing.ts";
import { META } from "../../kernel/wire.ts";
import { demoHouse } from "./demo/demo-house.ts";
import type { DemoHome } from "./demo/server.ts";
import { startDemoHome } from "./demo/server.ts";
import server from "./server.ts";
import { kept } from "./snapshot.ts";

let demo: DemoHome;
let running: RunningServer;
const context = (more: JsonObject = {}) => ({ [META.context]: { principal: "owner", owner: true, ...more } });
const say = async (name: string, args: JsonObject, more?: JsonObject) =>
  (await callTool(running, name, args, context(more))).text;
const state = (id: string) => demo.states()[id]?.state;

beforeEach(async () => {
  demo = await startDemoHome({ home: demoHouse });
  running = await server.start({ HASS_URL: demo.url, HASS_TOKEN: demo.token }, { log: silentLog });
  return async () => {
    await running.close();
    await demo.close();
  };
});

test.each([
  ["home_set", { name: "all my lights", do: "off" }, "4 lights are off."],
  ["home_set", { name: "kitchen light", do: "brightness", value: 40 }, "Kitchen Light is on at 40 percent."],
  ["home_set", { name: "kitchen light", do: "brightness", value: "-30" }, "Kitchen Light is on at 70 percent."],
  ["home_set", { name: "counter light", do: "off" }, "Counter Light is already off."],
  ["home_set", { name: "floor lamp", do: "color", value: "red" }, "Floor Lamp is on at 50 percent."],
  ["home_set", { name: "floor lamp", do: "kelvin", value: "warm" }, "Floor Lamp is already on at 50 percent."],
  [
    "home_set",
    { name: "thermostat", do: "temperature", value: "+1" },
    "Thermostat is heating to 22 degrees, 20.4 now.",
  ],
  ["home_set", { name: "bedroom blinds", do: "position", value: 50 }, "Bedroom Blinds are open at 50 percent."],
  ["home_set", { name: "front door", do: "unlock" }, "Front Door is unlocked."],
  ["home_set", { name: "guest mode", do: "on" }, "Guest Mode is on."],
  ["home_set", { name: "kitchen speaker", do: "volume", value: "55%" }, "Kitchen Speaker is idle at volume 55."],
  ["home_set", { name: "moon", do: "off" }, 'I know nothing called "moon".'],
  ["home_set", { name: "kichen light", do: "off" }, "Kitchen Light is off."],
  ["home_set", { name: "blinds", do: "unlock" }, "Blinds cannot do that."],
  ["home_set", { name: "thermostat", do: "temperature", value: 500 }, "Thermostat goes from 7 to 30 degrees, not 500."],
  [
    "home_set",
    { name: "kitchen light", do: "brightness", value: 140 },
    "Brightness goes from 0 to 100 percent, not 140.",
  ],
  ["home_set", { name: "kitchen light", do: "color", value: "red" }, "Kitchen Light shows no colours."],
  ["home_set", { name: "kitchen light", do: "off", value: "off" }, "Kitchen Light is off."],
  [
    "home_set",
    { name: "kitchen light", do: "on", value: 40 },
    "on takes no value. What does: brightness, color, kelvin, temperature, mode, humidity, position, volume, source, speed, start and set.",
  ],
  ["home_get", { name: "kitchen light" }, "Kitchen Light is on."],
  ["home_get", { name: "people", what: "home" }, "1 of 2 people is home: Owner."],
  [
    "home_get",
    { name: "lights", what: "on" },
    "4 of 9 lights are on: Ceiling Light, Floor Lamp, Kitchen Light and Hall Light.",
  ],
  ["home_get", { name: "front door", what: "locked" }, "Yes, Front Door is locked."],
  ["home_get", { name: "outdoor temperature" }, "Outdoor Temperature is 7.5 °C."],
  ["home_get", { name: "tv", what: "on" }, "No, TV is off."],
  ["home_get", { name: "shopping list", what: "count" }, "Shopping List has 2 items."],
  ["home_get", { name: "all doors", what: "closed" }, "Yes, Front Door Contact is closed."],
  [
    "home_get",
    { name: "lights", what: "off" },
    "No, 4 of 9 lights are not off: Ceiling Light, Floor Lamp, Kitchen Light and Hall Light.",
  ],
  ["home_get", { name: "anyone", what: "none home" }, "No, 1 of 2 people is home: Owner."],
  ["home_get", { name: "hall", what: "motion" }, "No, Hall Motion is clear."],
  ["home_get", { name: "living room", what: "temperature above 20" }, "Yes, Thermostat is at 20.4 degrees."],
  [
    "home_get",
    { name: "outdoor temperature", what: "temperature below 40 °F" },
    "No, Outdoor Temperature is at 7.5 °C.",
  ],
  [
    "home_get",
    { name: "lights", what: "brightness above 60" },
    "Yes, Ceiling Light, Kitchen Light and Hall Light are above 60.",
  ],
  ["home_get", { name: "blinds", what: "temperature above 3" }, "Blinds cannot do that."],
  ["home_set", { name: "thermostat", do: "temperature", value: 68 }, "Thermostat is heating to 20 degrees, 20.4 now."],
  ["home_set", { name: "thermostat", do: "mode", value: "auto" }, "The mode of Thermostat can be off, heat."],
  ["home_set", { name: "blinds", do: "open" }, "Blinds are already open."],
  [
    "home_set",
    { name: "tv", do: "source", value: "cassette" },
    "The source of TV can be Live TV, Netflix, YouTube, HDMI 1.",
  ],
  ["home_set", { name: "player", do: "volume", value: 20 }, "Kitchen Speaker is idle at volume 20."],
  ["home_list", { do: "has", item: "milk" }, "Yes, milk is on Shopping List."],
  ["home_list", { do: "has", item: "tea" }, "No, tea is not on Shopping List."],
  ["home_run", { name: "movie night" }, "Movie Night is set, 4 things changed."],
  ["home_list", { do: "read" }, "Shopping List has 2 items:\nmilk\nbread"],
  ["home_list", { do: "add", item: "eggs" }, "eggs is on Shopping List."],
  ["home_list", { do: "done", item: "Milk" }, "Milk is off Shopping List."],
  ["home_list", { do: "remove", item: "cheese" }, "cheese is not on Shopping List. There: milk and bread."],
  ["home_play", { do: "play", name: "kitchen speaker" }, "Kitchen Speaker is playing at volume 30."],
  ["home_play", { do: "play", name: "kitchen speaker", what: "radio" }, "Kitchen Speaker is idle at volume 30."],
])("%s %j says %j", async (name, args, sentence) => {
  expect(await say(name, args)).toBe(sentence);
});

test("what is half open can be opened", async () => {
  await say("home_set", { name: "blinds", do: "position", value: 40 });
  expect(await say("home_set", { name: "blinds", do: "open" })).toBe("Blinds are open.");
});

test.each([
  [{ name: "front door", what: "locked" }, true],
  [{ name: "lights", what: "on" }, true],
  [{ name: "lights", what: "off" }, false],
  [{ name: "any light", what: "off" }, true],
  [{ name: "all lights", what: "on" }, false],
  [{ name: "lights", what: "none on" }, false],
  [{ name: "living room", what: "temperature above 25" }, false],
  [{ name: "lights", what: "which on" }, undefined],
  [{ name: "tv" }, undefined],
])("home_get %j holds: %j", async (args, holds) => {
  const { meta } = await callTool(running, "home_get", args, context());
  expect(meta[META.data]).toMatchObject({ things: expect.any(Array), ...(holds !== undefined && { holds }) });
  expect(Object.hasOwn(Object(meta[META.data]), "holds")).toBe(holds !== undefined);
});

test("here is the speaker's room", async () => {
  expect(await say("home_set", { name: "the light", do: "on" }, { area: "Bedroom" })).toBe("3 lights are on.");
  expect(await say("home_set", { name: "the lights here", do: "off" }, { area: "Kitchen" })).toBe(
    "Kitchen Light is off.",
  );
});

test("an undo puts back every member and every value", async () => {
  const before = demo.states();
  const calls: [string, JsonObject][] = [
    ["home_set", { name: "all lights", do: "brightness", value: 13 }],
    ["home_set", { name: "floor lamp", do: "color", value: "blue" }],
    ["home_set", { name: "thermostat", do: "temperature", value: 18 }],
    ["home_set", { name: "bedroom blinds", do: "open" }],
  ];
  for (const [name, args] of calls) {
    const { meta } = await callTool(running, name, args, context());
    const undo = meta[META.undo];
    expect(undo).toMatchObject([{ tool: "home_restore" }]);
    const [step] = Array.isArray(undo) ? undo : [];
    expect((await callTool(running, "home_restore", step.args, context())).failed).toBe(false);
  }
  const values = (states: ReturnType<DemoHome["states"]>) =>
    Object.entries(states).map(([id, state]) => [
      id,
      state.state === "off" ? "off" : kept(id.split(".")[0] ?? "", state),
    ]);
  expect(values(demo.states())).toEqual(values(before));
});

test("taking back what changed since asks first", async () => {
  const { meta } = await callTool(running, "home_set", { name: "hall light", do: "off" }, context());
  const undo = meta[META.undo];
  const [step] = Array.isArray(undo) ? undo : [];
  demo.set("light.hall_light", { state: "on", attributes: { brightness: 10 } });
  await expect.poll(() => say("home_get", { name: "hall light" })).toBe("Hall Light is on at 4 percent.");
  expect(await say("home_restore", step.args)).toBe("Hall Light changed since. Put back all the same?");
  expect(state("light.hall_light")).toBe("on");
  expect(await say("home_restore", step.args, { confirmed: true })).toBe("Hall Light is on at 71 percent again.");
});

test("a home that says yes without effect is found out", async () => {
  demo.faults.deaf = true;
  const { text, failed } = await callTool(running, "home_set", { name: "kitchen light", do: "off" }, context());
  expect({ text, failed }).toEqual({
    text: "Kitchen Light is still on: the home said yes, but nothing changed.",
    failed: true,
  });
});

test("the tools cost few tokens", async () => {
  const cost = [...running.tools.values()]
    .filter(({ audience }) => audience === "all")
    .map(({ name, description, inputSchema }) => encode(name + description + JSON.stringify(inputSchema)).length);
  expect(Math.max(...cost)).toBeLessThanOrEqual(60);
  expect(cost.reduce((sum, tokens) => sum + tokens)).toBeLessThanOrEqual(190);
});
