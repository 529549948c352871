import type { z } from "zod";
import { unsuitable } from "./faults.ts";
import { parseData } from "./fields.ts";
import type { Attributes } from "./house.ts";
import type { Registry } from "./registry.ts";
import type { Change, Context, Thing, World } from "./world.ts";

/** What a service may reach beyond the thing it is called on. */
export interface Home {
  world: World;
  registry: Registry;
  context: Context;
  /** epoch milliseconds */
  now(): number;
  /** whether there is such a service */
  has(domain: string, service: string): boolean;
  /** calls another service, as a script does */
  call(domain: string, service: string, data: Attributes): void;
}

/** One change, several in order (a lock is `unlocking` before it is `unlocked`), or none. */
export type Outcome = Change | readonly Change[] | undefined;

/** What one call does to one thing, its data already read. */
interface Ready {
  run(thing: Thing, home: Home): Outcome;
  respond?(thing: Thing): unknown;
}

/** A service called on entities. */
export interface EntityService {
  kind: "entity";
  fields: z.ZodRawShape;
  /** feature bits of which an entity must have one */
  needs: readonly number[];
  response: boolean;
  read(data: unknown): Ready;
}

/** A service without entities. */
export interface PlainService {
  kind: "plain";
  fields: z.ZodRawShape;
  read(data: unknown): (home: Home) => void;
}

export type Service = EntityService | PlainService;

/** Services and whatever else a kind of entity brings along. */
export interface Domain {
  services: Record<string, Service>;
  /** names of the feature bits, for homes that write them as words */
  features?: Record<string, number>;
  /** the attributes Home Assistant would show for an entity of which only these are known */
  complete?(attributes: Attributes, state: string): Attributes;
}

/** A service on entities: its fields, and what it does to each. */
export function service<Shape extends z.ZodRawShape>(
  fields: Shape,
  run: (thing: Thing, data: z.infer<z.ZodObject<Shape>>, home: Home) => Outcome,
  needs: readonly number[] = [],
): EntityService {
  const read = (data: unknown): Ready => {
    const parsed = parseData(fields, data);
    return { run: (thing, home) => run(thing, parsed, home) };
  };
  return { kind: "entity", fields, needs, response: false, read };
}

/** A service on entities that only answers. */
export function question<Shape extends z.ZodRawShape>(
  fields: Shape,
  answer: (thing: Thing, data: z.infer<z.ZodObject<Shape>>) => unknown,
): EntityService {
  const read = (data: unknown): Ready => {
    const parsed = parseData(fields, data);
    return { run: () => undefined, respond: (thing) => answer(thing, parsed) };
  };
  return { kind: "entity", fields, needs: [], response: true, read };
}

/** A service that is called on no entity. */
export function plain<Shape extends z.ZodRawShape>(
  fields: Shape,
  run: (home: Home, data: z.infer<z.ZodObject<Shape>>) => void,
): PlainService {
  const read = (data: unknown) => {
    const parsed = parseData(fields, data);
    return (home: Home) => run(home, parsed);
  };
  return { kind: "plain", fields, read };
}

/** A service that only moves to a state. */
export const to = (state: string, needs: readonly number[] = []) => service({}, () => ({ state }), needs);

/** On, off and toggle, for what knows nothing else. */
export const switching = (needs: { on?: readonly number[]; off?: readonly number[] } = {}) => ({
  turn_on: to("on", needs.on),
  turn_off: to("off", needs.off),
  toggle: service({}, (thing) => ({ state: thing.state === "on" ? "off" : "on" })),
});

/** A number among a thing's attributes. */
export function numberOf(thing: { attributes: Attributes }, name: string): number | undefined {
  const value = thing.attributes[name];
  return typeof value === "number" ? value : undefined;
}

/** The texts of a list among a thing's attributes. */
export function textsOf(thing: { attributes: Attributes }, name: string): string[] {
  const value = thing.attributes[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** @throws Refusal when `value` is not in the list that the thing's attribute `list` gives */
export function mustOffer(thing: Thing, list: string, kind: string, value: string): void {
  const offered = textsOf(thing, list);
  if (offered.includes(value)) return;
  throw unsuitable(`${kind} ${value} is not valid. Valid options are: ${offered.join(", ")}`);
}
