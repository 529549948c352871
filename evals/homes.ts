import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { callService, createConnection, createLongLivedTokenAuth } from "home-assistant-js-websocket";
import { z } from "zod";
import type { House } from "../mcp-servers/homeassistant/demo/house.ts";
import { parseHouse } from "../mcp-servers/homeassistant/demo/house.ts";
import type { DemoHome } from "../mcp-servers/homeassistant/demo/server.ts";
import { startDemoHome } from "../mcp-servers/homeassistant/demo/server.ts";
import type { Case, Row, ServiceCall } from "./labels.ts";
import { entityId, refusedId } from "./labels.ts";
import type { Called, Model, States } from "./score.ts";

const fixture = z.looseObject({
  areas: z.array(z.looseObject({ area_id: z.string(), name: z.string() })).default([]),
  devices: z
    .array(z.looseObject({ device_id: z.string(), name: z.string(), area_id: z.string().nullish() }))
    .default([]),
  entities: z.array(
    z.looseObject({
      entity_id: z.string(),
      name: z.string(),
      state: z.unknown(),
      attributes: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});
type Fixture = z.output<typeof fixture>;

/** The homes a file's sentences are said in. */
export interface Fixtures {
  house(name: string): House;
  nameOf(fixture: string, entity: string): string;
  areaOf(fixture: string, device: string): string | undefined;
}

/** The text of a home beside the file of its sentences. */
export const readFixture = (file: string, name: string): string =>
  readFileSync(join(dirname(file), "fixtures", `${name}.json`), "utf8");

/** Reads fixtures beside `file` as they are asked for; refusals stand in a home made of what they name. */
export function fixturesOf(file: string, rows: readonly Row[], change = (text: string) => text): Fixtures {
  const known = new Map<string, Fixture>();
  const read = (name: string) => {
    const seen =
      known.get(name) ??
      fixture.parse(name === "refusals" ? refusalHome(rows) : JSON.parse(change(readFixture(file, name))));
    known.set(name, seen);
    return seen;
  };
  return {
    house: (name) => parseHouse({ ...read(name), entities: read(name).entities.map(capable) }),
    nameOf: (name, id) => read(name).entities.find(({ entity_id }) => entityId(entity_id) === id)?.name ?? id,
    areaOf(name, device) {
      const { areas, devices } = read(name);
      const found = devices.find(({ device_id, name: spoken }) => device_id === device || spoken === device);
      return areas.find(({ area_id }) => area_id === found?.area_id)?.name;
    },
  };
}

/** Everything that is to be there, in its state; what a sentence names as not available is not. */
const refusalHome = (rows: readonly Row[]) => ({
  entities: rows
    .filter(({ reason }) => reason === "already_state")
    .map((row) => ({ entity_id: refusedId(row), name: row.friendly_name ?? "", state: row.state ?? "" })),
});

// What a label calls the off state of a binary sensor; any other word is its on.
const RESTING = new Set(
  (
    "off, normal, clear, closed, locked, dry, no light, away, ok, safe, not vibrating, no motion, not charging, " +
    "unplugged, disconnected, no power, not running, stopped, up-to-date, no sound"
  ).split(", "),
);

// A light that does not say what it can do can do everything; a binary sensor is on or off, whatever a label calls it.
const capable = (entity: Fixture["entities"][number]) => {
  const attributes = entity.attributes ?? {};
  if (entity.entity_id.startsWith("binary_sensor.") && typeof entity.state === "string") {
    return { ...entity, state: RESTING.has(entity.state) ? "off" : "on" };
  }
  if (!entity.entity_id.startsWith("light.") || "supported_color_modes" in attributes) return entity;
  return { ...entity, attributes: { supported_color_modes: ["color_temp", "hs"], ...attributes } };
};

/** A home and its second copy, on which the expected calls are made. */
export interface Pair {
  url: string;
  token: string;
  /** brings both to the state in which the sentence is said */
  prepare(sentence: Case): void;
  states(): States;
  /** the calls since `prepare` */
  calls(): readonly Called[];
  /** what these calls come to on the second copy. */
  model(calls: readonly ServiceCall[]): Promise<Model>;
  close(): Promise<void>;
}

/** Serves a home twice over Home Assistant's WebSocket protocol. */
export async function startPair(house: House): Promise<Pair> {
  const [home, copy] = await Promise.all([startDemoHome({ home: house }), startDemoHome({ home: house })]);
  const first = home.states();
  const connection = await createConnection({ auth: createLongLivedTokenAuth(copy.url, copy.token) });
  let mark = 0;
  return {
    url: home.url,
    token: home.token,
    prepare(sentence) {
      for (const one of [home, copy]) bring(one, first, sentence);
      mark = home.calls.length;
    },
    states: home.states,
    calls: () => home.calls.slice(mark),
    async model(calls) {
      for (const { service, data, entities } of calls) {
        const [domain = "", name = ""] = service.split(".");
        // A home may refuse what a label expects; then nothing is the right effect.
        await callService(connection, domain, name, data, { entity_id: entities }).catch(() => {});
      }
      return { after: copy.states(), calls };
    },
    async close() {
      connection.close();
      await Promise.all([home.close(), copy.close()]);
    },
  };
}

function bring(home: DemoHome, first: States, { setup, expected }: Case): void {
  const now = home.states();
  for (const [id, { state, attributes }] of Object.entries(first)) {
    if (JSON.stringify(now[id]) === JSON.stringify({ state, attributes })) continue;
    const gone = Object.keys(now[id]?.attributes ?? {}).filter((key) => !(key in attributes));
    home.set(id, { state, attributes: { ...Object.fromEntries(gone.map((key) => [key, null])), ...attributes } });
  }
  if (expected.kind === "calls") for (const call of expected.calls) makeVisible(home, call);
  for (const [id, change] of Object.entries(setup)) if (id in first) home.set(id, change);
}

const CONTRARY: Record<string, string> = {
  turn_on: "off",
  turn_off: "on",
  open_cover: "closed",
  close_cover: "open",
  lock: "unlocked",
  unlock: "locked",
};

/** An effect can only be seen where things are not so already: all of the kind stand the other way before. */
function makeVisible(home: DemoHome, { service, entities, data }: ServiceCall): void {
  const [domain = "", verb = ""] = service.split(".");
  const contrary = CONTRARY[verb];
  const kinds = ["light", "switch", "fan", "cover", "lock"];
  if (contrary !== undefined && kinds.includes(domain) && Object.keys(data).length === 0) {
    const all = Object.keys(home.states()).filter((id) => id.startsWith(`${domain}.`));
    for (const id of all) home.set(id, contraryOf(domain, contrary));
  }
  for (const id of entities)
    if (domain === "climate" && home.states()[id])
      home.set(id, { attributes: able(home.states()[id]?.attributes ?? {}, data) });
}

const contraryOf = (domain: string, state: string) =>
  domain === "cover" ? { state, attributes: { current_position: state === "open" ? 100 : 0 } } : { state };

/** The thermostat of a label knows the modes and degrees that it asks for. */
function able(
  attributes: Record<string, unknown>,
  { temperature, fan_mode, hvac_mode }: Record<string, unknown>,
): Record<string, unknown> {
  const list = (value: unknown) => (Array.isArray(value) ? value : []);
  return {
    ...(typeof temperature === "number" && { min_temp: Math.min(7, temperature), max_temp: Math.max(35, temperature) }),
    ...(fan_mode !== undefined && { fan_modes: [...new Set([...list(attributes["fan_modes"]), fan_mode])] }),
    ...(hvac_mode !== undefined && { hvac_modes: [...new Set([...list(attributes["hvac_modes"]), hvac_mode])] }),
  };
}
