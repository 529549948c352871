import { createConnection, createLongLivedTokenAuth, ERR_INVALID_AUTH } from "home-assistant-js-websocket";
import { describe, expect, test } from "vitest";
import type { Subject } from "../contract.ts";
import { openRaw, openRawSession } from "./raw.ts";

/** Getting in, frames and their order. */
export function protocol({ address, home }: Subject): void {
  describe("protocol", () => {
    test("asks for a token first and says its version", async () => {
      const raw = await openRaw(address());
      const asked = await raw.next(() => true);
      expect(asked).toEqual({ type: "auth_required", ha_version: expect.stringMatching(/^20\d\d\.\d+\.\d+/) });
      raw.send({ type: "auth", access_token: address().token });
      expect(await raw.next(() => true)).toEqual({ type: "auth_ok", ha_version: asked["ha_version"] });
      raw.close();
    });

    test("refuses a wrong token", async () => {
      const auth = createLongLivedTokenAuth(address().url, "wrong");
      await expect(createConnection({ auth, setupRetry: 0 })).rejects.toBe(ERR_INVALID_AUTH);
    });

    test("says over REST whether it is there and whether a token is good", async () => {
      const ask = (token: string, path: string) =>
        fetch(`${address().url}${path}`, { headers: { authorization: `Bearer ${token}` } });
      const there = await ask(address().token, "/api/");
      expect([there.status, await there.json()]).toEqual([200, { message: "API running." }]);
      expect((await ask("wrong", "/api/")).status).toBe(401);
      expect(await (await ask(address().token, "/api/config")).json()).toMatchObject({ state: "RUNNING" });
    });

    test("is running, answers pings and knows its user", async () => {
      expect(await home().ask("get_config")).toMatchObject({
        state: "RUNNING",
        version: home().connection.haVersion,
        unit_system: { temperature: "°C" },
      });
      await home().connection.ping();
      expect(await home().ask("auth/current_user")).toMatchObject({ is_admin: true, name: expect.any(String) });
    });

    test("lists states with their times and context", async () => {
      expect(await home().ask("get_states")).toContainEqual({
        entity_id: "switch.decorative_lights",
        state: expect.stringMatching(/^(on|off)$/),
        attributes: expect.objectContaining({ friendly_name: "Decorative Lights" }),
        last_changed: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/),
        last_updated: expect.any(String),
        ...(home().isModern ? { last_reported: expect.any(String) } : {}),
        context: { id: expect.any(String), parent_id: null, user_id: null },
      });
    });

    test("pushes the new state before it acknowledges the call", async () => {
      await home().call("switch.turn_off", "switch.ac");
      const raw = await openRawSession(address());
      raw.send({ id: 1, type: "subscribe_entities", entity_ids: ["switch.ac"] });
      const first = await raw.next(({ type }) => type === "event");
      const state = { s: "off", a: expect.objectContaining({ friendly_name: "AC" }), lc: expect.any(Number) };
      expect(first["event"]).toEqual({ a: { "switch.ac": expect.objectContaining(state) } });
      raw.seen.length = 0;
      raw.send({
        id: 2,
        type: "call_service",
        domain: "switch",
        service: "turn_on",
        target: { entity_id: "switch.ac" },
      });
      const done = await raw.next(({ id }) => id === 2);
      expect(raw.seen.map(({ type }) => type)).toEqual(["event", "result"]);
      expect(raw.seen[0]?.["event"]).toEqual({
        c: { "switch.ac": { "+": { s: "on", lc: expect.any(Number), c: expect.anything() } } },
      });
      const context = { id: expect.any(String), parent_id: null, user_id: expect.any(String) };
      expect(done).toEqual({ id: 2, type: "result", success: true, result: { context } });
      raw.close();
    });

    test("sends frames one by one until a client says it can read several at once", async () => {
      const raw = await openRawSession(address());
      raw.send({ id: 1, type: "subscribe_entities", entity_ids: ["switch.ac"] });
      await raw.next(({ type }) => type === "event");
      expect(Math.max(...raw.sizes)).toBe(1);
      raw.send({ id: 2, type: "supported_features", features: { coalesce_messages: 1 } });
      expect(await raw.next(() => true)).toEqual({ id: 2, type: "result", success: true, result: null });
      raw.send({ id: 3, type: "subscribe_entities", entity_ids: ["switch.ac"] });
      await raw.next(({ type }) => type === "event");
      expect(raw.sizes.at(-1)).toBe(2);
      raw.close();
    });

    test("wants rising ids and known commands", async () => {
      const raw = await openRawSession(address());
      raw.send({ id: 5, type: "ping" });
      expect(await raw.next(() => true)).toEqual({ id: 5, type: "pong" });
      raw.send({ id: 5, type: "ping" });
      const reuse = { code: "id_reuse", message: "Identifier values have to increase." };
      expect(await raw.next(() => true)).toEqual({ id: 5, type: "result", success: false, error: reuse });
      raw.send({ id: 6, type: "no/such_command" });
      const unknown = { code: "unknown_command", message: "Unknown command." };
      expect(await raw.next(() => true)).toEqual({ id: 6, type: "result", success: false, error: unknown });
      raw.close();
    });

    test("sends events of a kind until it is told to stop", async () => {
      const heard: unknown[] = [];
      const { promise, resolve } = Promise.withResolvers<void>();
      const stop = await home().connection.subscribeEvents((event) => {
        heard.push(event);
        resolve();
      }, "state_changed");
      await home().call("switch.toggle", "switch.ac");
      await promise;
      expect(heard[0]).toMatchObject({
        event_type: "state_changed",
        data: {
          entity_id: "switch.ac",
          old_state: { state: expect.any(String) },
          new_state: { state: expect.any(String) },
        },
        origin: "LOCAL",
        time_fired: expect.any(String),
      });
      await stop();
      expect(await home().refusal(home().ask("unsubscribe_events", { subscription: 4711 }))).toBe("not_found");
    });

    test("describes its services", async () => {
      expect(await home().ask("get_services")).toMatchObject({
        light: { turn_on: { fields: expect.any(Object), target: expect.any(Object) }, turn_off: {}, toggle: {} },
        lock: { lock: {}, unlock: {} },
        homeassistant: { turn_off: {} },
      });
    });
  });
}
