import type { Log } from "../../kernel/log.ts";
import type { Names } from "../../kernel/names/index.ts";
import { createNames } from "../../kernel/names/index.ts";
import { clean } from "../../kernel/text.ts";
import type { NameEntry } from "../../kernel/wire.ts";
import { kindOf, kinds } from "./kinds.ts";
import type { Link, LinkState } from "./link.ts";
import type { Registries } from "./registries.ts";
import { readRegistries } from "./registries.ts";
import type { State } from "./states.ts";
import { createStates } from "./states.ts";

/** A thing of the home under the name people call it by. */
export interface Thing extends NameEntry {
  id: string;
  domain: string;
}

/** The home as the tools see it: exposed things only, their states, and calls. */
export interface Home {
  state(): LinkState | "starting";
  names(): Names<Thing>;
  entries(): Thing[];
  /** the state of a thing; undefined when it has gone */
  get(id: string): State | undefined;
  /** a thing of exactly this name that the home hides from assistants */
  hidden(name: string): string | undefined;
  counts(): { exposed: number; all: number };
  onNames(listener: () => void): () => void;
  /** calls a service for these entities. @throws PeerError */
  call(service: string, ids: readonly string[], data?: Record<string, unknown>, signal?: AbortSignal): Promise<void>;
  /** any other documented command. @throws PeerError */
  request: Link["request"];
  /** waits until the states are as wanted, at most `ms`; says whether they are */
  until(isReached: () => boolean, ms: number, signal?: AbortSignal): Promise<boolean>;
  close(): void;
}

// What Home Assistant itself exposes where nobody has chosen (homeassistant/exposed_entities.py).
const USUAL = new Set([
  "climate",
  "cover",
  "fan",
  "humidifier",
  "light",
  "media_player",
  "scene",
  "switch",
  "todo",
  "vacuum",
  "water_heater",
  "lock",
  "person",
  "script",
  "automation",
  "input_boolean",
  "valve",
  "lawn_mower",
  "weather",
  "sensor",
  "binary_sensor",
  "input_number",
  "number",
  "select",
  "input_select",
  "button",
  "input_button",
  "siren",
  "timer",
  "calendar",
]);
const NOISE = new Set([
  "zone",
  "sun",
  "update",
  "event",
  "stt",
  "tts",
  "conversation",
  "image",
  "image_processing",
  "notify",
  "persistent_notification",
]);

/** Follows a home over its link. Resolves when the first states are there, or the home is away. */
export async function followHome(link: Link, log: Log): Promise<Home> {
  const states = createStates();
  const waiting = new Set<() => void>();
  const listeners = new Set<() => void>();
  let registries: Registries | undefined;
  let view: View | undefined;
  let reading: Promise<void> | undefined;

  const changed = () => {
    view = undefined;
    for (const listener of listeners) listener();
  };
  const readAll = () => (reading ??= read().finally(() => (reading = undefined)));
  const read = async () => {
    try {
      registries = await readRegistries(link);
      changed();
    } catch (thrown) {
      log.warn("registries not read", { error: thrown });
    }
  };
  const first = new Promise<void>((resolve) => {
    link.subscribe({ type: "subscribe_entities" }, (message) => {
      const { renamed } = states.take(message);
      if (renamed) changed();
      for (const wake of [...waiting]) wake();
      resolve();
    });
    if (link.state() !== "ok") resolve();
  });
  for (const kind of ["area", "floor", "device", "entity"]) {
    link.subscribe({ type: "subscribe_events", event_type: `${kind}_registry_updated` }, () => void readAll());
  }
  // While Home Assistant starts, its registry commands are unknown: they are read again when it has started.
  link.subscribe({ type: "subscribe_events", event_type: "homeassistant_started" }, () => void readAll());
  link.onState((state) => {
    if (state === "ok") void readAll();
    else states.restart();
  });
  if (link.state() === "ok") await Promise.all([first, readAll()]);
  const seen = (): View => (view ??= viewOf(states.all(), registries));
  return {
    state: () => (link.state() === "ok" && !registries ? "starting" : link.state()),
    names: () => seen().names,
    entries: () => seen().entries,
    get: (id) => (seen().ids.has(id) ? states.get(id) : undefined),
    hidden: (name) => seen().hidden.exact(name)[0]?.name,
    counts: () => ({ exposed: seen().ids.size, all: states.all().size }),
    onNames: (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    request: link.request,
    async call(service, ids, data = {}, signal) {
      const [domain = "", name = ""] = service.split(".");
      const target = ids.length > 0 ? { target: { entity_id: ids } } : {};
      await link.request({ type: "call_service", domain, service: name, service_data: data, ...target }, signal);
    },
    until: (isReached, ms, signal) => until(isReached, ms, waiting, signal),
    close: link.close,
  };
}

function until(isReached: () => boolean, ms: number, waiting: Set<() => void>, signal?: AbortSignal): Promise<boolean> {
  if (isReached()) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = (reached: boolean) => {
      clearTimeout(timer);
      waiting.delete(wake);
      resolve(reached);
    };
    const wake = () => isReached() && end(true);
    const timer = setTimeout(() => end(isReached()), ms);
    signal?.addEventListener("abort", () => end(isReached()), { once: true });
    waiting.add(wake);
  });
}

/** The names of a home at one moment. */
interface View {
  entries: Thing[];
  names: Names<Thing>;
  hidden: Names<Thing>;
  ids: Set<string>;
}

function viewOf(states: ReadonlyMap<string, State>, registries: Registries | undefined): View {
  const shown: Thing[] = placesOf(registries);
  const hidden: Thing[] = [];
  const ids = new Set<string>();
  for (const [id, state] of states) {
    const domain = id.slice(0, id.indexOf("."));
    const entry = registries?.entity(id);
    const thing = thingOf(id, domain, state, entry);
    const isExposed = registries?.exposed(id) ?? (USUAL.has(domain) && !entry?.internal);
    if (!isExposed && NOISE.has(domain)) continue;
    (isExposed ? shown : hidden).push(thing);
    if (isExposed) ids.add(id);
  }
  return { entries: shown, names: createNames(shown, kinds), hidden: createNames(hidden, kinds), ids };
}

function thingOf(id: string, domain: string, { attributes }: State, entry?: ReturnType<Registries["entity"]>): Thing {
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  const name = clean(text(attributes["friendly_name"]) ?? id.slice(domain.length + 1).replaceAll("_", " "), 80);
  const aliases = entry?.aliases.map((alias) => clean(alias, 80)).filter((alias) => alias !== "") ?? [];
  return {
    id,
    domain,
    name: name || id,
    kind: kindOf(domain, text(attributes["device_class"])),
    ...(aliases.length > 0 && { aliases }),
    ...(entry?.area && { area: entry.area }),
    ...(entry?.floor && { floor: entry.floor }),
  };
}

function placesOf(registries: Registries | undefined): Thing[] {
  const place = (kind: string, { name, aliases, ...rest }: { name: string; aliases: string[] }): Thing => ({
    id: `${kind}:${name}`,
    domain: kind,
    kind,
    name,
    ...(aliases.length > 0 && { aliases }),
    ...rest,
  });
  return [
    ...(registries?.floors ?? []).map((floor) => place("floor", { name: floor.name, aliases: floor.aliases })),
    ...(registries?.areas ?? []).map((area) => place("area", area)),
  ];
}
