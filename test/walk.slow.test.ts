import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { startHouse } from "../evals/house.ts";
import { demoHouse } from "../mcp-servers/homeassistant/demo/demo-house.ts";
import type { DemoHome } from "../mcp-servers/homeassistant/demo/server.ts";
import { startDemoHome } from "../mcp-servers/homeassistant/demo/server.ts";

let home: DemoHome;
let house: Awaited<ReturnType<typeof startHouse>>;

beforeAll(async () => {
  home = await startDemoHome({ home: demoHouse });
  house = await startHouse({ HASS_URL: home.url, HASS_TOKEN: home.token });
  return async () => {
    await house.close();
    await home.close();
  };
});

const answer = z.looseObject({ turn: z.string(), say: z.string(), tier: z.string(), undoable: z.boolean() });

async function post(path: string, body: object): Promise<unknown> {
  const headers = { authorization: `Bearer ${house.token}`, "content-type": "application/json" };
  const response = await fetch(new URL(path, house.url), { method: "POST", headers, body: JSON.stringify(body) });
  return response.json();
}
const lights = () => Object.entries(home.states()).filter(([id]) => id.startsWith("light."));
const lit = () =>
  lights()
    .filter(([, { state }]) => state === "on")
    .map(([id]) => id);

test("one sentence turns off every light, and its undo puts each back as it was", async () => {
  const before = lights();
  expect(lit()).toHaveLength(4);

  const off = answer.parse(await post("/api/ask", { text: "please turn off all my lights" }));
  expect(off).toMatchObject({ say: "4 lights are off.", tier: "phrases", undoable: true });
  expect(lit()).toEqual([]);

  await post(`/api/turns/${off.turn}/undo`, {});
  expect(lights()).toEqual(before);
});

test("a lamp that one sentence changed twice goes back in one undo", async () => {
  const before = lights();
  const changed = answer.parse(await post("/api/ask", { text: "dim the floor lamp to 20% and make it red" }));
  expect(changed).toMatchObject({ say: "Floor Lamp is on at 20 percent.", undoable: true });
  expect(home.states()["light.floor_lamp"]?.attributes).toMatchObject({ brightness: 51, rgb_color: [255, 0, 0] });
  const back = await post(`/api/turns/${changed.turn}/undo`, {});
  expect(back).toMatchObject({
    ask: null,
    say: "Floor Lamp is on at 20 percent again. Floor Lamp is on at 50 percent again.",
  });
  expect(lights()).toEqual(before);
});

test("what opens a way in waits for a person, who says yes elsewhere", async () => {
  const asked = z
    .looseObject({ needs: z.array(z.object({ id: z.string() })) })
    .parse(await post("/api/ask", { text: "unlock the front door" }));
  expect(home.states()["lock.front_door"]?.state).toBe("locked");
  await post(`/api/approvals/${asked.needs[0]?.id}`, { decision: "approve" });
  expect(home.states()["lock.front_door"]?.state).toBe("unlocked");
});

test("a home that says yes and does nothing is told as it is", async () => {
  home.faults.deaf = true;
  const told = answer.parse(await post("/api/ask", { text: "turn off the kitchen light" }));
  home.faults.deaf = false;
  expect(told.say).toContain("Kitchen Light is still on");
  expect(home.states()["light.kitchen_light"]?.state).toBe("on");
});
