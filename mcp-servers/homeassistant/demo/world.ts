import { isDeepStrictEqual } from "node:util";
import type { Clock } from "../../../kernel/clock.ts";
import type { Attributes, SceneStates, Step } from "./house.ts";

/** Who or what caused a change. */
export interface Context {
  id: string;
  parent_id: string | null;
  user_id: string | null;
}

export interface TodoItem {
  uid: string;
  summary: string;
  status: "needs_action" | "completed";
}

/** What a thing knows and does not show. */
interface Hidden {
  items?: readonly TodoItem[];
  entities?: SceneStates;
  sequence?: readonly Step[];
  /** what a light that is off comes back with */
  memory?: Attributes;
}

/** One entity at one time; times are epoch milliseconds. */
export interface Thing {
  readonly entity_id: string;
  readonly state: string;
  readonly attributes: Attributes;
  readonly hidden: Hidden;
  readonly changedAt: number;
  readonly updatedAt: number;
  readonly context: Context;
}

/** What a service does to a thing; attributes are merged, `undefined` removes one. */
export interface Change {
  state?: string;
  attributes?: Attributes;
  hidden?: Hidden;
}

/** A thing before and after; without `after` it is gone. */
export interface Transition {
  before: Thing | undefined;
  after: Thing | undefined;
}
export type Listener = (transition: Transition) => void;

/** The state machine: things, their changes, and who hears of them. */
export class World {
  readonly #things = new Map<string, Thing>();
  readonly #listeners = new Set<Listener>();
  readonly #clock: Clock;
  #contexts = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(entityId: string): Thing | undefined {
    return this.#things.get(entityId);
  }

  all(): Thing[] {
    return [...this.#things.values()];
  }

  /** Epoch milliseconds. */
  now(): number {
    return this.#clock.now();
  }

  /** A context of its own for every call, in rising order as Home Assistant's ULIDs are. */
  context(user_id: string | null): Context {
    this.#contexts += 1;
    return { id: this.#contexts.toString().padStart(26, "0"), parent_id: null, user_id };
  }

  /** Applies a change, making the thing where it is new. Nobody hears of a change that changes nothing. */
  write(entityId: string, change: Change, context: Context): void {
    const before = this.#things.get(entityId);
    const after = this.#after(entityId, before, change, context);
    const same = before && before.state === after.state && isDeepStrictEqual(before.attributes, after.attributes);
    this.#things.set(entityId, same ? { ...before, hidden: after.hidden } : after);
    if (!same) this.#tell({ before, after });
  }

  remove(entityId: string): void {
    const before = this.#things.get(entityId);
    if (this.#things.delete(entityId)) this.#tell({ before, after: undefined });
  }

  /** Hears every transition at once, in the order they happen; gives the way to stop. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #after(entity_id: string, before: Thing | undefined, change: Change, context: Context): Thing {
    const now = this.now();
    const state = change.state ?? before?.state ?? "unknown";
    const merged = Object.entries({ ...before?.attributes, ...change.attributes });
    return {
      entity_id,
      state,
      attributes: Object.fromEntries(merged.filter(([, value]) => value !== undefined)),
      hidden: { ...before?.hidden, ...change.hidden },
      changedAt: before && before.state === state ? before.changedAt : now,
      updatedAt: now,
      context,
    };
  }

  #tell(transition: Transition): void {
    for (const listener of this.#listeners) listener(transition);
  }
}

/** `light` of `light.kitchen`. */
export function domainOf(entityId: string): string {
  return entityId.slice(0, entityId.indexOf("."));
}
