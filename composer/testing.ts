import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { z } from "zod";
import type { Source } from "../kernel/config.ts";
import { UserError } from "../kernel/errors.ts";
import type { ServerDefinition } from "../kernel/server.ts";
import { defineServer } from "../kernel/server.ts";
import type { Context } from "../kernel/tool.ts";
import { askConfirm, askWhich, done, failed, tool } from "../kernel/tool.ts";
import type { Tiers } from "./agent/tiers/types.ts";
import { turn } from "./agent/turn.ts";
import { createComposer } from "./index.ts";

/** The origin of a page of ours in tests. */
export const OWN_ORIGIN = "http://localhost";

/** What the small house looks like now. */
interface World {
  lamps: Record<string, "on" | "off">;
  door: "locked" | "unlocked";
  notes: string[];
  /** room of the speaker of each call */
  heardIn: (string | undefined)[];
}

const verb = z.enum(["on", "off"]);

function tools(world: World) {
  const lampOf = (name: string) => Object.keys(world.lamps).find((lamp) => lamp.startsWith(name.replace(/^the /, "")));
  const lamp = tool({
    name: "lamp_set",
    description: "Switch a lamp",
    risk: "write",
    input: { name: z.string(), do: verb },
    plan({ name, do: to }) {
      if (name === "lamp") return askWhich("Which lamp?", Object.keys(world.lamps));
      const found = lampOf(name);
      if (!found) throw new UserError(`There is no ${name} here.`);
      return { targets: [found], args: { name: found, do: to }, summary: `turn ${to} ${found}` };
    },
    run({ args }, { area }: Context) {
      world.heardIn.push(area);
      const before = world.lamps[args.name] ?? "off";
      world.lamps[args.name] = args.do;
      const undo = [{ tool: "lamp_set", args: { name: args.name, do: before } }];
      return done(`The ${args.name} is ${args.do}.`, { undo });
    },
  });
  const look = tool({
    name: "lamp_get",
    description: "Look at the lamps",
    risk: "read",
    input: {},
    run: () =>
      done(`The left lamp is ${world.lamps["left lamp"]}.`, { data: { holds: world.lamps["left lamp"] === "on" } }),
  });
  const wonder = tool({
    name: "lamp_wonder",
    description: "Wonder at the lamps",
    risk: "read",
    input: {},
    run: () => done("Who knows."),
  });
  const door = tool({
    name: "door_set",
    description: "Lock or unlock",
    risk: "write",
    input: { do: z.enum(["lock", "unlock"]) },
    plan: ({ do: to }) => ({
      targets: ["door"],
      risk: to === "unlock" ? "danger" : "write",
      summary: `${to} the door`,
    }),
    run({ args }) {
      world.door = `${args.do}ed`;
      const undo = [{ tool: "door_set", args: { do: args.do === "lock" ? "unlock" : "lock" } }];
      return done(`The door is ${world.door}.`, { undo });
    },
  });
  const note = tool({
    name: "note_add",
    description: "Note something",
    risk: "write",
    input: { text: z.string().max(200) },
    run({ text }) {
      if (text === "bug") throw new Error("a secret of the code");
      if (text === "jam") return failed("The pen is dry.");
      world.notes.push(text);
      return done(`Noted: ${text}`);
    },
  });
  const sell = tool({
    name: "house_sell",
    description: "Sell the house",
    risk: "write",
    input: {},
    plan: (_, { confirmed }) =>
      confirmed ? { targets: ["house"], summary: "sell the house" } : askConfirm("Sell the whole house?"),
    run: () => done("The house is sold."),
  });
  const restore = tool({
    name: "lamp_restore",
    description: "Restore the lamps",
    risk: "write",
    for: "people",
    input: {},
    run: () => done("Restored."),
  });
  return [lamp, look, wonder, door, note, sell, restore];
}

const small = (world: World) =>
  defineServer({
    name: "small",
    settings: { SMALL_SIZE: z.coerce.number().int().optional() },
    start: () => ({
      tools: tools(world),
      names: {
        list: () => [
          { kind: "lamp", name: "Left Lamp", area: "Study", tool: "lamp_set" },
          { kind: "lamp", name: "Right Lamp", area: "Study", tool: "lamp_set" },
        ],
        onChange: () => () => {},
      },
      phrases: {
        language: "en",
        kinds: { lamp: { words: ["lamp"], many: ["lamps"] } },
        things: { lamp: ["lamp"] },
        phrases: [
          { say: ["turn on {name:lamp}", "turn {name:lamp} on"], tool: "lamp_set", args: { name: "{name}", do: "on" } },
          {
            say: ["turn off {name:lamp}", "turn {name:lamp} off"],
            tool: "lamp_set",
            args: { name: "{name}", do: "off" },
          },
          { say: ["make it bright"], tool: "lamp_set", args: { name: "lamp", do: "on" } },
          { say: ["how is it"], when: ["it is bright"], tool: "lamp_get" },
          { say: ["is it art"], when: ["it is art"], tool: "lamp_wonder" },
          { say: ["lock up"], when: ["it locks"], tool: "door_set", args: { do: "lock" } },
          { say: ["let them in"], tool: "door_set", args: { do: "unlock" } },
          { say: ["sell up"], tool: "house_sell" },
          { say: ["scribble"], tool: "note_add", args: { text: "jam" } },
          { say: ["crash"], tool: "note_add", args: { text: "bug" } },
        ],
      },
    }),
  });

/** A folder that goes with its test. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), "steward-composer-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

interface Sent {
  token?: string | null;
  cookie?: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** A composer over a small house, on a clock the test turns, closed with its test; and the way to speak to it. */
export const smallHouse = (settings: Source = {}, ...more: ServerDefinition[]) => houseWith({ settings, more });

interface House {
  settings?: Source;
  /** further servers */
  more?: readonly ServerDefinition[];
  tiers?: Tiers;
  /** milliseconds, where time is a test's own */
  elapsed?: () => number;
}

/** The same with models in it. */
export async function houseWith({ settings = {}, more = [], tiers, elapsed }: House) {
  const clock = { time: Date.now(), now: () => clock.time };
  const world: World = { lamps: { "left lamp": "off", "right lamp": "off" }, door: "locked", notes: [], heardIn: [] };
  const logged: { message: string; fields?: Record<string, unknown> }[] = [];
  const note = (message: string, fields?: Record<string, unknown>) => void logged.push({ message, fields });
  const source = { STEWARD_DATA: scratch(), ...settings };
  const log = { info: note, warn: note, error: note };
  const definitions = [small(world), ...more];
  const composer = await createComposer({
    source,
    definitions,
    clock,
    log,
    schedule: "ticks",
    ...(tiers && { tiers }),
    ...(elapsed && { elapsed }),
  });
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= composer.close());
  onTestFinished(close);
  composer.listensAt(OWN_ORIGIN);
  await composer.ready;

  /** As the owner's terminal unless told; `token: null` is nobody. */
  const request = (method: string, path: string, { token, cookie, headers = {}, body }: Sent = {}) => {
    const bearer = token === undefined ? composer.ownerToken : token;
    const content = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
    return composer.app.request(path, {
      method,
      headers: {
        ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
        ...(cookie !== undefined && { cookie }),
        ...(content !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(content !== undefined && { body: content }),
    });
  };
  const json = async (method: string, path: string, sent?: Sent) => {
    const answer = await request(method, path, sent);
    const body: unknown = await answer.json();
    return { status: answer.status, body };
  };
  /** The body of an answer that went well, by its shape. */
  const read = async <Schema extends z.ZodType>(schema: Schema, method: string, path: string, sent?: Sent) => {
    const { status, body } = await json(method, path, sent);
    if (status >= 300) throw new Error(`${method} ${path} answered ${status}: ${JSON.stringify(body)}`);
    return schema.parse(body);
  };
  return {
    ...composer,
    close,
    clock,
    world,
    logged,
    request,
    json,
    read,
    /** A sentence in the terminal. */
    ask: (text: string, more: object = {}) => read(turn, "POST", "/api/ask", { body: { text, ...more } }),
    /** A token of a program. */
    async program(use: "api" | "mcp", more: object = {}): Promise<string> {
      const body = { principal: `a-${use}`, use, ...more };
      return (await read(z.object({ secret: z.string() }), "POST", "/api/tokens", { body })).secret;
    },
    /** The cookie of a browser that signed in. */
    async browser(): Promise<string> {
      const code = new URL(await composer.signInLink()).hash.slice("#key=".length);
      const answer = await request("POST", "/api/login", { token: null, body: { code } });
      return answer.headers.get("set-cookie")?.split(";")[0] ?? "";
    },
  };
}
