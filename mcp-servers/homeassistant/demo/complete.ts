import { domains } from "./domains/index.ts";
import type { Attributes, HouseEntity } from "./house.ts";
import { domainOf } from "./world.ts";

/** The state and attributes Home Assistant would show for an entity that a home describes only in part. */
export function completed(entity: HouseEntity): { state: string; attributes: Attributes } {
  const domain = domains[domainOf(entity.entity_id)];
  const given = { ...entity.attributes, ...bits(entity.attributes["supported_features"], domain?.features) };
  const members = entity.entities ? { entity_id: Object.keys(entity.entities) } : {};
  const attributes = { ...given, ...domain?.complete?.(given, entity.state), ...members, friendly_name: entity.name };
  const items = entity.items ? { state: String(entity.items.length) } : {};
  return { state: entity.state, ...items, attributes };
}

/** Features written as words (`["OPEN", "CLOSE"]`) are the sum of their bits. */
function bits(features: unknown, names: Record<string, number> = {}): Attributes {
  if (!Array.isArray(features)) return {};
  return { supported_features: features.reduce<number>((sum, name) => sum | (names[String(name)] ?? 0), 0) };
}

/** The same for a thing that changes from outside: what belongs to its former state gives way. */
export function completedChange(entityId: string, attributes: Attributes, state: string): Attributes {
  return domains[domainOf(entityId)]?.complete?.(attributes, state) ?? attributes;
}
