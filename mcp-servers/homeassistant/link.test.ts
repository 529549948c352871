import { afterEach, expect, test } from "vitest";
import { silentLog } from "../../kernel/log.ts";
import { demoHouse } from "./demo/demo-house.ts";
import type { Faults } from "./demo/faults.ts";
import type { DemoHome } from "./demo/server.ts";
import { startDemoHome } from "./demo/server.ts";
import type { Link, LinkOptions } from "./link.ts";
import { openLink } from "./link.ts";

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

async function demo(faults: Faults = {}, port = 0): Promise<DemoHome> {
  const home = await startDemoHome({ home: demoHouse, faults, port });
  open.push(home);
  return home;
}

async function link(to: { url: string; token: string }, more: Partial<LinkOptions> = {}): Promise<Link> {
  const opened = await openLink({ url: to.url, token: to.token, log: silentLog, retry: 10, ...more });
  open.push(opened);
  return opened;
}

const ask = (opened: Link, signal?: AbortSignal) => opened.request({ type: "get_config" }, signal);
const turnOff = {
  type: "call_service",
  domain: "light",
  service: "turn_off",
  target: { entity_id: "light.hall_light" },
};

test("a home that is up is asked", async () => {
  const opened = await link(await demo());
  expect({ state: opened.state(), version: opened.version() }).toEqual({ state: "ok", version: "2026.2.3" });
  expect(await ask(opened)).toMatchObject({ state: "RUNNING" });
});

test("a home that is absent is tried again until it is there", async () => {
  const gone = await demo();
  const port = Number(new URL(gone.url).port);
  await gone.close();
  open.pop();
  const opened = await link(gone);
  expect(opened.state()).toBe("unreachable");
  await expect(ask(opened)).rejects.toThrow("Home Assistant is away: nothing was done. I keep trying to reach it.");
  await demo({}, port);
  await expect.poll(opened.state).toBe("ok");
});

test("a refused token is told and not tried again", async () => {
  const home = await demo();
  const opened = await link({ url: home.url, token: "wrong" });
  expect(opened.state()).toBe("token refused");
  await expect(ask(opened)).rejects.toThrow(
    "Home Assistant refuses the token: put a new long-lived one into HASS_TOKEN.",
  );
});

test("a half-open connection is seen by its missing heartbeat, and comes back", async () => {
  const home = await demo();
  const opened = await link(home, { heartbeat: 20, deadline: 100 });
  home.faults.silent = true;
  await expect.poll(opened.state).toBe("unreachable");
  home.faults.silent = false;
  await expect.poll(opened.state, { timeout: 5000 }).toBe("ok");
  expect(await ask(opened)).toMatchObject({ state: "RUNNING" });
});

test("a command that gets no answer ends at its deadline, or with its caller", async () => {
  const opened = await link(await demo({ slow: 60_000 }), { deadline: 30 });
  await expect(ask(opened)).rejects.toThrow("Home Assistant: no answer within 0.03 s.");
  await expect(ask(opened, AbortSignal.abort())).rejects.toThrow("Home Assistant: there was no time left.");
});

test("a connection that is lost mid-call ends the call at once", async () => {
  const home = await demo({ drops: "after" });
  const opened = await link(home);
  await expect(opened.request(turnOff)).rejects.toThrow("Home Assistant: the connection was lost.");
  expect(home.states()["light.hall_light"]?.state).toBe("off");
});

test("subscriptions are made anew after a drop; one that is refused then harms nobody", async () => {
  const home = await demo();
  const opened = await link(home);
  const states: string[] = [];
  opened.onState((state) => states.push(state));
  const seen: unknown[] = [];
  opened.subscribe({ type: "subscribe_entities", entity_ids: ["light.hall_light"] }, (event) => seen.push(event));
  opened.subscribe({ type: "subscribe_events", event_type: "area_registry_updated" }, () => {});
  await expect.poll(() => seen.length).toBe(1);
  home.faults.errors = { subscribe_events: { code: "unauthorized", message: "Unauthorized" } };
  home.drop();
  await expect.poll(() => seen.length).toBe(2);
  expect(states).toEqual(["unreachable", "ok"]);
});

test("a listener that throws on what it gets ends nothing", async () => {
  const home = await demo();
  const warnings: string[] = [];
  const opened = await link(home, { log: { ...silentLog, warn: (message) => warnings.push(message) } });
  opened.subscribe({ type: "subscribe_entities" }, () => {
    throw new Error("not what I know");
  });
  await expect.poll(() => warnings).toEqual(["event not understood"]);
  expect(await ask(opened)).toMatchObject({ state: "RUNNING" });
});
