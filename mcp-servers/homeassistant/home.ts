import { z } from "zod";
import type { Log } from "../../kernel/log.ts";
import type { Names } from "../../kernel/names/index.ts";
import { inDegrees, inFahrenheit, celsiusOf } from "./celsius.ts";
import type { Link, LinkState } from "./link.ts";
import type { Registries } from "./registries.ts";
import { readRegistries } from "./registries.ts";
import type { State } from "./states.ts";
import { createStates } from "./states.ts";
import type { Thing, View } from "./view.ts";
import { viewOf } from "./view.ts";

export type { Thing } from "./view.ts";

/** The home as the tools see it: exposed things only, their states, and calls. Temperatures are °C here. */
export interface Home {
  state(): LinkState | "starting";
  /** whether the states are those of now; otherwise they are the last that were seen */
  isCurrent(): boolean;
  names(): Names<Thing>;
  entries(): Thing[];
  thing(id: string): Thing | undefined;
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

/** Milliseconds until a home that is still starting is asked again, if it does not say itself that it has started. */
const AGAIN = 2000;
const config = z.object({
  state: z.string().default("RUNNING"),
  unit_system: z.object({ temperature: z.string() }).optional(),
});

/** Follows a home over its link. Resolves when the first states are there, or the home is away. */
export async function followHome(link: Link, log: Log): Promise<Home> {
  const states = createStates();
  const waiting = new Set<() => void>();
  const listeners = new Set<() => void>();
  let registries: Registries | undefined;
  let view: View | undefined;
  let reading: Promise<void> | undefined;
  let again: NodeJS.Timeout | undefined;
  let isFahrenheit = false;

  const changed = () => {
    view = undefined;
    for (const listener of listeners) listener();
  };
  const readAll = () => (reading ??= read().finally(() => (reading = undefined)));
  const read = async () => {
    clearTimeout(again);
    try {
      const { state, unit_system: units } = config.parse(await link.request({ type: "get_config" }));
      // While Home Assistant starts, its registries are unknown: that must not pass for a home without any.
      if (state === "STARTING" || state === "NOT_RUNNING") throw new Error("home assistant is still starting");
      isFahrenheit = units?.temperature === "°F";
      registries = await readRegistries(link);
      changed();
    } catch (thrown) {
      log.warn("registries not read", { error: thrown });
      if (link.state() === "ok") again = setTimeout(() => void readAll(), AGAIN).unref();
    }
  };
  const first = new Promise<void>((resolve) => {
    link.subscribe({ type: "subscribe_entities" }, (message) => {
      const { renamed } = states.take(message);
      if (renamed) changed();
      for (const wake of waiting) wake();
      resolve();
    });
    link.onState((state) => {
      if (state === "ok") void readAll();
      else states.restart();
      resolve();
    });
    if (link.state() !== "ok") resolve();
  });
  for (const kind of ["area", "floor", "device", "entity"]) {
    link.subscribe({ type: "subscribe_events", event_type: `${kind}_registry_updated` }, () => void readAll());
  }
  link.subscribe({ type: "subscribe_events", event_type: "homeassistant_started" }, () => void readAll());
  if (link.state() === "ok") await Promise.all([first, readAll()]);
  const seen = (): View => (view ??= viewOf(states.all(), registries));
  const shown = celsiusOf();
  return {
    state: () => (link.state() === "ok" && !registries ? "starting" : link.state()),
    isCurrent: () => link.state() === "ok" && states.isCurrent(),
    names: () => seen().names,
    entries: () => seen().entries,
    thing: (id) => seen().things.get(id),
    get(id) {
      const state = seen().things.has(id) ? states.get(id) : undefined;
      return state && inDegrees(id, state) && isFahrenheit ? shown(state) : state;
    },
    hidden: (name) => seen().hidden.exact(name)[0]?.name,
    counts: () => ({ exposed: seen().things.size, all: states.all().size }),
    onNames: (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    request: link.request,
    async call(service, ids, data = {}, signal) {
      const [domain = "", name = ""] = service.split(".");
      const target = ids.length > 0 ? { target: { entity_id: ids } } : {};
      const service_data = isFahrenheit && name === "set_temperature" ? inFahrenheit(data) : data;
      await link.request({ type: "call_service", domain, service: name, service_data, ...target }, signal);
    },
    until: (isReached, ms, signal) => until(isReached, ms, waiting, signal),
    close() {
      clearTimeout(again);
      link.close();
    },
  };
}

function until(isReached: () => boolean, ms: number, waiting: Set<() => void>, signal?: AbortSignal): Promise<boolean> {
  if (isReached()) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      waiting.delete(wake);
      signal?.removeEventListener("abort", end);
      resolve(isReached());
    };
    const wake = () => void (isReached() && end());
    const timer = setTimeout(end, ms);
    signal?.addEventListener("abort", end, { once: true });
    if (signal?.aborted) return end();
    waiting.add(wake);
  });
}
