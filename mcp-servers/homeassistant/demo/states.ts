import { isDeepStrictEqual } from "node:util";
import type { Context, Thing, Transition } from "./world.ts";

/** A state as get_states gives it. */
export function fullState(thing: Thing) {
  return {
    entity_id: thing.entity_id,
    state: thing.state,
    attributes: thing.attributes,
    last_changed: isoTime(thing.changedAt),
    last_reported: isoTime(thing.updatedAt),
    last_updated: isoTime(thing.updatedAt),
    context: thing.context,
  };
}

/** A state as subscribe_entities gives it first: short names, seconds, and `lu` only where it differs from `lc`. */
export function compressed(thing: Thing) {
  return {
    s: thing.state,
    a: thing.attributes,
    c: thing.context.user_id === null && thing.context.parent_id === null ? thing.context.id : thing.context,
    lc: thing.changedAt / 1000,
    ...(thing.updatedAt === thing.changedAt ? {} : { lu: thing.updatedAt / 1000 }),
  };
}

/** A transition as subscribe_entities pushes it: `a` added, `c` changed, `r` removed. */
export function compressedEvent({ before, after }: Transition) {
  if (!after) return { r: [before?.entity_id] };
  if (!before) return { a: { [after.entity_id]: compressed(after) } };
  return { c: { [after.entity_id]: difference(before, after) } };
}

function difference(before: Thing, after: Thing) {
  const changed = Object.entries(after.attributes).filter(([key, value]) => {
    return !(key in before.attributes) || !isDeepStrictEqual(before.attributes[key], value);
  });
  const removed = Object.keys(before.attributes).filter((key) => !(key in after.attributes));
  const context = contextDifference(before.context, after.context);
  const moved = before.changedAt !== after.changedAt;
  const additions = {
    ...(before.state === after.state ? {} : { s: after.state }),
    ...(moved ? { lc: after.changedAt / 1000 } : {}),
    ...(!moved && before.updatedAt !== after.updatedAt ? { lu: after.updatedAt / 1000 } : {}),
    ...(context === undefined ? {} : { c: context }),
    ...(changed.length > 0 ? { a: Object.fromEntries(changed) } : {}),
  };
  return { "+": additions, ...(removed.length > 0 ? { "-": { a: removed } } : {}) };
}

/** Only what differs; a context that differs in its id alone is that id. */
function contextDifference(before: Context, after: Context) {
  const parent = before.parent_id === after.parent_id ? {} : { parent_id: after.parent_id };
  const user = before.user_id === after.user_id ? {} : { user_id: after.user_id };
  const rest = { ...parent, ...user };
  if (before.id === after.id) return Object.keys(rest).length > 0 ? rest : undefined;
  return Object.keys(rest).length > 0 ? { ...rest, id: after.id } : after.id;
}

/** Epoch milliseconds as Home Assistant writes times. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace("Z", "000+00:00");
}
