import { z } from "zod";
import { UserError } from "../../../kernel/errors.ts";

const attributes = z.record(z.string(), z.unknown());
const id = z.string().min(1);
const place = id.nullable().default(null);
const names = z.array(z.string()).default([]);

// A label may say a binary state in words beside Home Assistant's own: {"in": "clear", "out": "off"}.
const stateValue = z
  .union([
    z.string(),
    z.number(),
    z.null(),
    z.object({ out: z.union([z.string(), z.number()]) }).transform((s) => s.out),
  ])
  .transform((value) => (value === null ? "unknown" : String(value)));

// Home Assistant has no other ids than light.kitchen_2; what a home writes otherwise becomes one.
const entityId = z
  .string()
  .regex(/^[a-z_]+\.\S/, "must look like light.kitchen")
  .transform((written) => written.toLowerCase().replaceAll(/[^a-z0-9_.]+/g, "_"));

/** One step of a script: a service call. */
const step = z.object({
  action: z.string().regex(/^\w+\.\w+$/),
  target: attributes.optional(),
  data: attributes.optional(),
});

const sceneState = z.object({ state: z.string(), attributes: attributes.default({}) });

const entity = z.object({
  entity_id: entityId,
  name: z.string(),
  area_id: place,
  device_id: place,
  aliases: names,
  labels: names,
  /** whether assistants may see it; a home that does not say shows everything */
  exposed: z.boolean().default(true),
  state: stateValue,
  attributes: attributes.default({}),
  /** scenes: the states it brings about, by entity */
  entities: z.record(z.string(), sceneState).optional(),
  /** scripts and automations: what they do */
  sequence: z.array(step).optional(),
  /** to-do lists: what is on them */
  items: z.array(z.string()).optional(),
});

const house = z.object({
  floors: z
    .array(z.object({ floor_id: id, name: z.string(), aliases: names, level: z.number().nullable().default(null) }))
    .default([]),
  areas: z
    .array(z.object({ area_id: id, name: z.string(), floor_id: place, aliases: names, labels: names }))
    .default([]),
  devices: z.array(z.object({ device_id: id, name: z.string(), area_id: place, labels: names })).default([]),
  entities: z.array(entity),
});

/** A home as it is written down: floors, areas, devices and entities with their first states. */
export type House = z.input<typeof house>;
/** The same with every default filled in. */
export type WholeHouse = z.output<typeof house>;
/** An entity as a home is told to have it. */
export type HouseEntity = WholeHouse["entities"][number];
/** What Home Assistant calls attributes: anything JSON holds, by name. */
export type Attributes = Record<string, unknown>;
export type Step = z.output<typeof step>;
export type SceneStates = Record<string, z.output<typeof sceneState>>;

/**
 * Reads a home from anything; unknown keys are left aside.
 * @throws UserError naming the first fault and where it is
 */
export function parseHouse(value: unknown): WholeHouse {
  const parsed = house.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UserError(`This is no home: ${issue?.path.join(".")}: ${issue?.message}`);
}
