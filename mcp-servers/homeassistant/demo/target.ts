import { z } from "zod";
import { invalid } from "./faults.ts";
import type { Attributes } from "./house.ts";
import type { Entry, Registry } from "./registry.ts";

const kinds = ["entity_id", "device_id", "area_id", "floor_id", "label_id"] as const;
const entityId = /^[a-z0-9_]+\.[a-z0-9_]+$/;

/** What a call aims at. */
export interface Target {
  /** named one by one, whether they exist or not */
  named: Set<string>;
  /** reached through a device, area, floor or label */
  reached: Set<string>;
}

/** Splits what a call carries into its target and its data: a target may stand in either place. */
export function splitTarget(target: Attributes, data: Attributes): { target: Attributes; data: Attributes } {
  const isKind = (key: string) => kinds.some((kind) => kind === key);
  const [unknown] = Object.keys(target).filter((key) => !isKind(key));
  if (unknown) throw invalid(`extra keys not allowed @ data['target']['${unknown}']`);
  const aims = Object.entries(data).filter(([key]) => isKind(key));
  const rest = Object.entries(data).filter(([key]) => !isKind(key));
  return { target: { ...Object.fromEntries(aims), ...target }, data: Object.fromEntries(rest) };
}

/**
 * The entities a call means. What does not exist is no error, as in Home Assistant.
 * @throws Refusal invalid_format when nothing is aimed at, or something no entity could be called
 */
export function resolveTarget(target: Attributes, registry: Registry): Target {
  const [entities, devices, areas, floors, labels] = kinds.map((kind) => idsOf(target, kind));
  if (!kinds.some((kind) => kind in target)) throw invalid(`must contain at least one of ${kinds.join(", ")}.`);
  const bad = entities?.find((id) => id !== "all" && id !== "none" && !entityId.test(id));
  if (bad) throw invalid(`not a valid value for dictionary value @ data['target']['entity_id']. Got '${bad}'`);
  const everything = entities?.includes("all") ? registry.entries().map((entry) => entry.entity_id) : [];
  const wanted = { devices: new Set(devices), areas: new Set(areas), floors: new Set(floors), labels: new Set(labels) };
  const reached = registry.entries().filter((entry) => isReached(entry, registry, wanted));
  return {
    named: new Set(entities?.filter((id) => id !== "all" && id !== "none")),
    reached: new Set([...everything, ...reached.map((entry) => entry.entity_id)]),
  };
}

interface Wanted {
  devices: Set<string>;
  areas: Set<string>;
  floors: Set<string>;
  labels: Set<string>;
}

function isReached(entry: Entry, registry: Registry, wanted: Wanted): boolean {
  const area = registry.areas.find(({ area_id }) => area_id === registry.areaOf(entry));
  const device = registry.devices.find(({ device_id }) => device_id === entry.device_id);
  const labels = [entry.labels, device?.labels ?? [], area?.labels ?? []].flat();
  return (
    (entry.device_id !== null && wanted.devices.has(entry.device_id)) ||
    (area !== undefined && wanted.areas.has(area.area_id)) ||
    (area?.floor_id !== undefined && area.floor_id !== null && wanted.floors.has(area.floor_id)) ||
    labels.some((label) => wanted.labels.has(label))
  );
}

function idsOf(target: Attributes, kind: (typeof kinds)[number]): string[] {
  const parsed = z.union([z.string(), z.array(z.string())]).safeParse(target[kind] ?? []);
  if (!parsed.success) throw invalid(`not a valid value for dictionary value @ data['target']['${kind}']`);
  return [parsed.data]
    .flat()
    .flatMap((ids) => ids.split(","))
    .map((text) => text.trim());
}
