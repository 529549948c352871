import { beforeEach, describe, expect, test } from "vitest";
import { silentLog } from "../../kernel/log.ts";
import type { JsonObject } from "../../kernel/schema.ts";
import type { RunningServer } from "../../kernel/server.ts";
import { callTool } from "../../kernel/testing.ts";
import { META, step } from "../../kernel/wire.ts";
import { demoHouse } from "./demo/demo-house.ts";
import type { House } from "./demo/house.ts";
import type { DemoHome } from "./demo/server.ts";
import { startDemoHome } from "./demo/server.ts";
import server from "./server.ts";

const house: House = {
  ...demoHouse,
  entities: [
    ...demoHouse.entities,
    { entity_id: "light.attic_light", name: "Attic Light", exposed: false, state: "on" },
    { entity_id: "light.kitchen_lift", name: "Kitchen Lift", exposed: false, state: "on" },
    { entity_id: "light.far_light", name: "Far Light", state: "unavailable" },
    { entity_id: "cover.garage", name: "Garage", state: "closed", attributes: { device_class: "garage" } },
  ],
};

let demo: DemoHome;
let running: RunningServer;
beforeEach(async () => {
  demo = await startDemoHome({ home: house });
  running = await server.start({ HASS_URL: demo.url, HASS_TOKEN: demo.token }, { log: silentLog });
  return async () => {
    await running.close();
    await demo.close();
  };
});

const context = (more: JsonObject = {}) => ({ [META.context]: { principal: "guest", owner: false, ...more } });
async function call(name: string, args: JsonObject, more?: JsonObject) {
  const { text, failed, meta } = await callTool(running, name, args, context(more));
  return { text, failed, meta };
}
const set = async (name: string, verb: string, more?: JsonObject) => {
  const { text, failed } = await call("home_set", { name, do: verb }, more);
  return { text, failed };
};
const say = async (name: string, args: JsonObject, more?: JsonObject) => (await call(name, args, more)).text;
const risk = async (name: string, verb: string) => {
  const plan = await running.plan("home_set", { name, do: verb }, { principal: "guest", owner: false });
  return "risk" in plan ? plan.risk : plan;
};

describe("a home that fails in the middle", () => {
  test("is read back: the effect is there although its answer was lost", async () => {
    demo.faults.drops = "after";
    expect(await set("kitchen light", "off")).toEqual({ text: "Kitchen Light is off.", failed: false });
  });

  test("is read back: nothing happened, and nothing is called twice", async () => {
    demo.faults.drops = "before";
    expect(await set("kitchen light", "off")).toEqual({
      text: "Kitchen Light is still on: Home Assistant: the connection was lost.",
      failed: true,
    });
    expect(demo.states()["light.kitchen_light"]?.state).toBe("on");
  });

  test("says that it cannot be seen when it stays away", async () => {
    demo.faults.drops = "after";
    demo.faults.refusesToken = true;
    expect(await set("kitchen light", "off")).toEqual({
      text: "I cannot see what became of Kitchen Light. Home Assistant: the connection was lost.",
      failed: true,
    });
  });

  test("has its refusal told, with what was done", async () => {
    demo.faults.errors = { "media_player.turn_off": { code: "home_assistant_error", message: "The bulb is gone" } };
    demo.set("media_player.tv", { state: "on" });
    await expect.poll(() => say("home_get", { name: "tv" })).toBe("TV is on at volume 50.");
    const { text, failed, meta } = await call("home_set", { name: "kitchen light and tv", do: "off" });
    expect({ text, failed }).toEqual({
      text: "1 of 2 did it, but TV is still on at volume 50: Home Assistant: The bulb is gone.",
      failed: true,
    });
    expect(meta[META.changed]).toMatchObject({ after: { "Kitchen Light": { state: "off" } } });
    expect(meta[META.undo]).toMatchObject([{ tool: "home_restore" }]);
  });

  test("answers with what was seen last while it is away", async () => {
    demo.faults.refusesToken = true;
    demo.drop();
    await expect.poll(running.health).toBe("token refused");
    expect(await say("home_get", { name: "kitchen light" })).toBe(
      "Home Assistant is away. What I saw last: Kitchen Light is on.",
    );
    expect(await set("kitchen light", "off")).toEqual({
      text: "Home Assistant refuses the token: put a new long-lived one into HASS_TOKEN.",
      failed: true,
    });
  });
});

describe("what takes its time or cannot be reached", () => {
  test("is on its way", async () => {
    demo.faults.travel = 60_000;
    expect(await set("blinds in the living room", "close")).toEqual({ text: "Blinds are closing.", failed: false });
    expect(await set("front door", "unlock")).toEqual({ text: "Front Door is unlocking.", failed: false });
  });

  test("is counted by itself", async () => {
    expect(await set("far light", "on")).toEqual({ text: "Far Light cannot be reached.", failed: true });
    expect(await say("home_get", { name: "far light", what: "on" })).toBe("Far Light is not reachable.");
    expect(await say("home_get", { name: "all lights", what: "off" })).toBe(
      "No, 4 of 9 lights are not off: Ceiling Light, Floor Lamp, Kitchen Light and Hall Light. 1 cannot be reached.",
    );
    expect(await set("all lights", "off")).toEqual({ text: "4 lights are off. 1 cannot be reached.", failed: false });
  });
});

describe("what the home hides", () => {
  const hidden = "Attic Light is in Home Assistant but not exposed to assistants: expose it there to use it here.";
  test("is told to the owner, and is not there for others", async () => {
    expect(await set("attic light", "off", { owner: true })).toEqual({ text: hidden, failed: true });
    expect((await set("attic light", "off")).text).toMatch(/^I know nothing called "attic light"\./);
    expect(running.names().map(({ name }) => name)).not.toContain("Attic Light");
  });

  test("is not taken for something of a similar name", async () => {
    expect((await set("kitchen lift", "off")).failed).toBe(true);
    expect(demo.calls).toEqual([]);
  });
});

describe("ways in", () => {
  test("are danger to open, also by taking back, and nothing else is", async () => {
    expect(await risk("garage", "open")).toBe("danger");
    expect(await risk("front door", "unlock")).toBe("danger");
    expect(await risk("front door", "lock")).toBe("write");
    expect(await risk("bedroom blinds", "open")).toBe("write");
    for (const [name, verb, risky] of [
      ["blinds in the living room", "close", "write"],
      ["garage", "open", "write"],
    ] as const) {
      const undo = step.array().parse((await call("home_set", { name, do: verb })).meta[META.undo]);
      const plan = await running.plan("home_restore", undo[0]?.args, { principal: "guest", owner: false });
      expect(plan).toMatchObject({ risk: risky });
    }
    const close = step.array().parse((await call("home_set", { name: "garage", do: "close" })).meta[META.undo]);
    const plan = await running.plan("home_restore", close[0]?.args, { principal: "guest", owner: false });
    expect(plan).toMatchObject({ risk: "danger" });
  });

  test("are not opened all at once", async () => {
    expect(await say("home_set", { name: "everything", do: "unlock" })).toBe("Which one should I unlock: Front Door?");
    expect(demo.calls).toEqual([]);
  });
});

test("a home that is still starting says so, and is there once it has started", async () => {
  await running.close();
  demo.faults.starting = true;
  running = await server.start({ HASS_URL: demo.url, HASS_TOKEN: demo.token }, { log: silentLog });
  expect(running.health()).toBe("starting");
  expect(await set("kitchen light", "off")).toEqual({
    text: "Home Assistant is still starting. Try again in a moment.",
    failed: true,
  });
  demo.started();
  await expect.poll(running.health).toBe("ok");
  expect(await set("kitchen light", "off")).toEqual({ text: "Kitchen Light is off.", failed: false });
});
