import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { turn } from "../../../composer/agent/turn.ts";
import { startHouse } from "../../../evals/house.ts";
import type { ContractHome } from "../../../mcp-servers/homeassistant/contract.ts";
import { npmPeer, runPeer } from "../npm-peer.ts";
import { chosenHome } from "./chosen.ts";

const run = promisify(execFile);
let home: ContractHome;
let house: Awaited<ReturnType<typeof startHouse>>;
let inspector: string;

beforeAll(async () => {
  inspector = await npmPeer("@modelcontextprotocol/inspector", "2.12.0");
  home = await chosenHome.start();
  house = await startHouse({ HASS_URL: home.url, HASS_TOKEN: home.token });
  return async () => {
    await house.close();
    await home.close();
  };
});

const states = z.array(
  z.object({ entity_id: z.string(), state: z.string(), attributes: z.record(z.string(), z.unknown()) }),
);

/** The lights as the real home itself tells them: on with their brightness, or off. */
async function lights(): Promise<Record<string, unknown>> {
  const answer = await fetch(new URL("/api/states", home.url), { headers: { authorization: `Bearer ${home.token}` } });
  const all = states.parse(await answer.json()).filter(({ entity_id }) => entity_id.startsWith("light."));
  return Object.fromEntries(
    all.map(({ entity_id, state, attributes }) => [entity_id, [state, attributes["brightness"] ?? null]]),
  );
}
const lit = async () => Object.values(await lights()).filter((light) => JSON.stringify(light).includes('"on"')).length;

test(`one sentence in the terminal turns off every light of ${chosenHome.name}, and its undo puts each back`, async () => {
  const before = await lights();
  expect(await lit()).toBeGreaterThan(1);

  const steward = join(import.meta.dirname, "../../../cli/steward.js");
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, STEWARD_URL: house.url, STEWARD_TOKEN: house.token };
  const { stdout } = await run(process.execPath, [steward, "ask", "please turn off all my lights", "--json"], { env });
  const asked = turn.parse(JSON.parse(stdout));
  expect(asked).toMatchObject({ tier: "phrases", undoable: true, calls: [{ tool: "home_set", ok: true }] });
  expect(asked.say).toMatch(/^\d lights are off\.$/);
  expect(await lit()).toBe(0);

  const headers = { authorization: `Bearer ${house.token}`, "content-type": "application/json" };
  await fetch(new URL(`/api/turns/${asked.turn}/undo`, house.url), { method: "POST", headers, body: "{}" });
  expect(await lights()).toEqual(before);
});

test(`the MCP Inspector does it over /mcp to ${chosenHome.name}`, async () => {
  const way = [`${house.url}/mcp`, "--transport", "http", "--header", `Authorization: Bearer ${house.token}`];
  const call = ["--method", "tools/call", "--tool-name", "home_set", "--tool-arg", "name=all lights", "do=off"];
  const called = await runPeer(inspector, ["--cli", ...way, ...call, "--format", "json"]);
  expect({ code: called.code, said: /lights are off/.test(called.stdout) }).toEqual({ code: 0, said: true });
  expect(await lit()).toBe(0);
});
