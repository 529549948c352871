import { once } from "node:events";
import {
  createConnection,
  createLongLivedTokenAuth,
  ERR_CONNECTION_LOST,
  ERR_INVALID_AUTH,
} from "home-assistant-js-websocket";
import { afterEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { type Client, connectClient } from "../contract/client.ts";
import { openRaw, openRawSession } from "../contract/raw.ts";
import { demoHouse } from "./demo-house.ts";
import type { Faults } from "./faults.ts";
import { type DemoHome, startDemoHome } from "./server.ts";

const open: { close(): void | Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

async function start(faults: Faults = {}): Promise<DemoHome> {
  const home = await startDemoHome({ home: demoHouse, faults });
  open.push(home);
  return home;
}

async function connect(home: DemoHome): Promise<Client> {
  const client = await connectClient(home);
  open.push(client);
  return client;
}

describe("a home that misbehaves", () => {
  test("is deaf: says done and does nothing", async () => {
    const home = await start({ deaf: true });
    const client = await connect(home);
    expect(await client.call("light.turn_off", "light.hall_light")).toMatchObject({ context: {} });
    expect(home.states()["light.hall_light"]?.state).toBe("on");
    expect(home.calls).toEqual([{ service: "light.turn_off", data: {}, entities: ["light.hall_light"] }]);
  });

  test("refuses its own token", async () => {
    const home = await start({ refusesToken: true });
    const auth = createLongLivedTokenAuth(home.url, home.token);
    await expect(createConnection({ auth, setupRetry: 0 })).rejects.toBe(ERR_INVALID_AUTH);
    const rest = await fetch(`${home.url}/api/`, { headers: { authorization: `Bearer ${home.token}` } });
    expect(rest.status).toBe(401);
  });

  test.each([
    ["before", "on"],
    ["after", "off"],
  ] as const)("lets the connection fall %s the effect of a call", async (drops, state) => {
    const home = await start({ drops });
    const client = await connect(home);
    client.connection.suspendReconnectUntil(new Promise(() => {}));
    await expect(client.call("light.turn_off", "light.hall_light")).rejects.toMatchObject({
      error: { code: ERR_CONNECTION_LOST },
    });
    expect(home.states()["light.hall_light"]?.state).toBe(state);
  });

  test("drops every connection when told to, and takes new ones", async () => {
    const home = await start();
    const client = await connect(home);
    const gone = new Promise((resolve) => client.connection.addEventListener("disconnected", resolve));
    const back = new Promise((resolve) => client.connection.addEventListener("ready", resolve));
    home.drop();
    await gone;
    await back;
    expect(await client.call("light.turn_off", "light.hall_light")).toMatchObject({ context: {} });
  });

  test("is silent: neither answers nor pongs, and forgets nothing once it speaks again", async () => {
    const home = await start();
    const raw = await openRawSession(home);
    const socket = new WebSocket(`${home.url.replace("http", "ws")}/api/websocket`);
    open.push(raw, socket);
    await once(socket, "message");
    home.faults.silent = true;
    raw.send({ id: 1, type: "call_service", domain: "light", service: "turn_off", target: { entity_id: "all" } });
    const pong = once(socket, "pong");
    socket.ping("while silent");
    const late = await openRaw(home);
    open.push(late);
    home.faults.silent = false;
    socket.ping("speaking again");
    expect(String((await pong)[0])).toBe("speaking again");
    raw.send({ id: 2, type: "ping" });
    expect(await raw.next(() => true)).toEqual({ id: 2, type: "pong" });
    expect(home.states()["light.hall_light"]?.state).toBe("off");
    expect(late.seen).toEqual([]);
  });

  test("is still starting: knows no registries until it has started", async () => {
    const home = await start({ starting: true });
    const client = await connect(home);
    expect(await client.ask("get_config")).toMatchObject({ state: "STARTING" });
    expect(await client.refusal(client.ask("config/area_registry/list"))).toBe("unknown_command");
    const { promise, resolve } = Promise.withResolvers<unknown>();
    await client.connection.subscribeEvents(resolve, "homeassistant_started");
    home.started();
    expect(await promise).toMatchObject({ event_type: "homeassistant_started" });
    expect(await client.ask("get_config")).toMatchObject({ state: "RUNNING" });
    expect(await client.ask("config/area_registry/list")).toHaveLength(5);
  });

  test("is slow: the state is pushed long before the answer", async () => {
    const home = await start({ slow: 100 });
    const client = await connect(home);
    const answered = client.call("light.turn_off", "light.hall_light").then(() => "answer");
    const pushed = client.until("light.hall_light", ({ state }) => state === "off").then(() => "push");
    expect(await Promise.race([answered, pushed])).toBe("push");
    expect(await answered).toBe("answer");
  });

  test("answers with errors of our choice, by command and by service", async () => {
    const fault = { code: "home_assistant_error", message: "The bulb is gone" };
    const home = await start({
      errors: { "light.turn_off": fault, get_services: { code: "unknown_error", message: "" } },
    });
    const client = await connect(home);
    await expect(client.call("light.turn_off", "light.hall_light")).rejects.toEqual(fault);
    expect(await client.refusal(client.ask("get_services"))).toBe("unknown_error");
    expect(await client.call("light.turn_on", "light.hall_light")).toMatchObject({ context: {} });
  });

  test("takes its time: covers are on their way, and stop where they are", async () => {
    const home = await start({ travel: 30 });
    const client = await connect(home);
    await client.call("cover.close_cover", "cover.blinds");
    expect(client.entity("cover.blinds")?.state).toBe("closing");
    await client.call("lock.unlock", "lock.front_door");
    expect(client.entity("lock.front_door")?.state).toBe("unlocking");
    await client.until("lock.front_door", ({ state }) => state === "unlocked");
    await client.until("cover.blinds", ({ state }) => state === "closed");
    home.faults.travel = 3_600_000;
    await client.call("cover.open_cover", "cover.blinds");
    await client.call("cover.stop_cover", "cover.blinds");
    expect(client.entity("cover.blinds")).toMatchObject({ state: "open", attributes: { current_position: 0 } });
  });
});
