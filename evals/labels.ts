import { z } from "zod";

const change = z.object({
  state: z.union([z.string(), z.number()]).transform(String).optional(),
  attributes: z.record(z.string(), z.unknown()).optional(),
});
const changes = z.record(z.string(), change);
// Attributes whose values do not matter, written in one of two ways.
const names = z.array(z.string());
const ignored = z.union([names, z.object({ attributes: names }).transform(({ attributes }) => attributes)]);
const places = { entity_id: z.string(), service: z.string(), data: z.record(z.string(), z.unknown()).optional() };

/** A row as the files write it; every source says what it expects in its own way. */
export const row = z.object({
  id: z.string(),
  utterance: z.string(),
  kind: z.string(),
  fixture: z.string().optional(),
  setup: changes.nullish(),
  context_device: z.string().nullish(),
  expect_changes: changes.nullish(),
  no_change_expected: z.boolean().optional(),
  ignore_changes: z.record(z.string(), ignored).nullish(),
  expect_response_any_of: z.array(z.string()).nullish(),
  expect_calls: z.array(z.object(places)).optional(),
  expect_entity: z.string().optional(),
  expect_state: z.string().optional(),
  reason: z.string().optional(),
  service: z.string().optional(),
  entity: z.string().optional(),
  friendly_name: z.string().optional(),
  state: z.string().optional(),
  expect: z
    .object({
      slots: z.record(z.string(), z.unknown()).nullish(),
      context: z.object({ area: z.string().optional() }).nullish(),
      service_calls: z.record(z.string(), z.array(z.string())).nullable(),
      response: z.string().nullish(),
    })
    .optional(),
});
export type Row = z.output<typeof row>;

/** A service call as a label expects it. */
export interface ServiceCall {
  service: string;
  entities: string[];
  data: Record<string, unknown>;
}

export type Changes = z.output<typeof changes>;

/** What is right for a sentence. */
export type Expectation =
  | { kind: "calls"; calls: ServiceCall[] }
  | { kind: "changes"; changes: Changes; ignore: Record<string, string[]> }
  | { kind: "nothing" }
  | { kind: "answer"; anyOf: string[] }
  | { kind: "state"; entity: string; state: string }
  | { kind: "response"; text: string };

/** A sentence in a home, and what is right for it. */
export interface Case {
  id: string;
  utterance: string;
  kind: string;
  fixture: string;
  area?: string;
  setup: Changes;
  expected: Expectation;
}

/** Home Assistant has no other ids than light.kitchen_2. */
export const entityId = (written: string): string => written.toLowerCase().replaceAll(/[^a-z0-9_.]+/g, "_");

/** Reads a row. `areaOf` finds the name of the area a device of a fixture is in. */
export function caseOf(row: Row, areaOf: (fixture: string, device: string) => string | undefined): Case {
  const fixture = row.fixture ?? "refusals";
  const area = row.expect?.context?.area ?? (row.context_device ? areaOf(fixture, row.context_device) : undefined);
  const expected = expectationOf(row);
  return {
    id: row.id,
    utterance: row.utterance,
    kind: row.kind,
    fixture,
    ...(area && { area }),
    setup: setupOf(row),
    expected,
  };
}

function expectationOf(row: Row): Expectation {
  if (row.reason !== undefined || row.no_change_expected) return { kind: "nothing" };
  if (row.expect_calls) return { kind: "calls", calls: row.expect_calls.map(callOf) };
  if (row.expect_entity !== undefined)
    return { kind: "state", entity: entityId(row.expect_entity), state: row.expect_state?.split(";")[0] ?? "" };
  if (row.expect?.service_calls)
    return { kind: "calls", calls: callsOfIntent(row.expect.service_calls, row.expect.slots ?? {}) };
  if (row.expect) return { kind: "response", text: row.expect.response ?? "" };
  if (row.expect_response_any_of && Object.keys(row.expect_changes ?? {}).length === 0)
    return { kind: "answer", anyOf: row.expect_response_any_of };
  return { kind: "changes", changes: byId(row.expect_changes ?? {}), ignore: byId(row.ignore_changes ?? {}) };
}

/** The state before: a refused thing stands as the row says; what a label calls otherwise gets Home Assistant's name. */
function setupOf(row: Row): Changes {
  if (row.reason === "already_state") return { [refusedId(row)]: { state: row.state ?? "" } };
  return Object.fromEntries(
    Object.entries(row.setup ?? {}).map(([id, { state, attributes = {} }]) => {
      const { native_value, hvac_mode, target_temperature, ...rest } = attributes;
      const shown = state?.split(";")[0] ?? text(native_value) ?? text(hvac_mode);
      return [
        entityId(id),
        {
          ...(shown !== undefined && { state: shown }),
          attributes: { ...rest, ...(target_temperature !== undefined && { temperature: target_temperature }) },
        },
      ];
    }),
  );
}

const text = (value: unknown) => (typeof value === "string" || typeof value === "number" ? String(value) : undefined);
const byId = <T>(record: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).map(([id, value]) => [entityId(id), value]));

const DOMAINS: Record<string, string> = { garage_door: "cover", blinds: "cover" };

/** The id of the thing that a refusal is about. */
export function refusedId({ service = "", entity = "" }: Pick<Row, "service" | "entity">): string {
  const domain = service.split(".")[0] ?? "";
  return entityId(`${DOMAINS[domain] ?? domain}.${entity}`);
}

function callOf({
  service,
  entity_id,
  data = {},
}: {
  service: string;
  entity_id: string;
  data?: Record<string, unknown>;
}): ServiceCall {
  return {
    service,
    entities: [entityId(entity_id)],
    data: { ...wordsToData(data), ...(service.endsWith("volume_mute") && { is_volume_muted: true }) },
  };
}

// The labels write numbers as text, and a color under another name.
const wordsToData = (data: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key === "color" ? "color_name" : key,
      typeof value === "string" && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value,
    ]),
  );

function callsOfIntent(calls: Record<string, string[]>, slots: Record<string, unknown>): ServiceCall[] {
  const number = (name: string) => (typeof slots[name] === "number" ? slots[name] : undefined);
  const data: Record<string, Record<string, unknown>> = {
    "light.turn_on": {
      brightness_pct: number("brightness"),
      color_name: slots["color"],
      color_temp_kelvin: number("temperature"),
    },
    "climate.set_temperature": { temperature: number("temperature") },
    "cover.set_cover_position": { position: number("position") },
    "media_player.volume_set": { volume_level: (number("volume_level") ?? 0) / 100 },
    "fan.set_percentage": { percentage: number("percentage") },
  };
  return Object.entries(calls).map(([service, ids]) => ({
    service,
    entities: ids.map(entityId),
    data: Object.fromEntries(Object.entries(data[service] ?? {}).filter(([, value]) => value !== undefined)),
  }));
}
