import { z } from "zod";
import { isoTime } from "../states.ts";
import { type Domain, type Home, plain, service, switching } from "../service.ts";
import { domainOf, type Thing } from "../world.ts";

const variables = { variables: z.record(z.string(), z.unknown()).optional() };

/** Scenes: the states they were saved with. A scene's own state is when it was last called. */
export const scene: Domain = {
  services: {
    turn_on: service({ transition: z.number().optional() }, (thing, _, home) => {
      for (const [entityId, change] of Object.entries(thing.hidden.entities ?? {})) reproduce(home, entityId, change);
      return { state: isoTime(home.now()) };
    }),
  },
  complete: (given) => given,
};

/** Scripts: the calls they are made of, in order, all at once. */
export const script: Domain = {
  services: {
    turn_on: service(variables, run),
    turn_off: service({}, () => ({ state: "off" })),
    toggle: service({}, run),
  },
  complete: (given) => ({ last_triggered: null, mode: "single", current: 0, ...given }),
};

/** Automations: on, off, and their calls when triggered. */
export const automation: Domain = {
  services: {
    ...switching(),
    turn_off: service({ stop_actions: z.boolean().optional() }, () => ({ state: "off" })),
    trigger: service({ skip_condition: z.boolean().optional() }, (thing, _, home) => {
      runSteps(thing, home);
      return { attributes: { last_triggered: isoTime(home.now()) } };
    }),
  },
  complete: (given) => ({ last_triggered: null, mode: "single", current: 0, ...given }),
};

/** `homeassistant.turn_on` and its kin hand on to the service of that name of each entity's own domain, where it has one. */
export const homeassistant: Domain = {
  services: {
    turn_on: forwarded("turn_on"),
    turn_off: forwarded("turn_off"),
    toggle: forwarded("toggle"),
    update_entity: service({}, () => undefined),
  },
};

const note = {
  message: z.string(),
  title: z.string().optional(),
  data: z.unknown().optional(),
  target: z.unknown().optional(),
};

/** Notifications: taken, and shown nowhere. */
export const notify: Domain = {
  services: { notify: plain(note, () => {}), persistent_notification: plain(note, () => {}) },
};

function forwarded(name: string) {
  return service({}, (thing, _, home) => {
    const domain = domainOf(thing.entity_id);
    if (home.has(domain, name)) home.call(domain, name, { entity_id: thing.entity_id });
    return undefined;
  });
}

function run(thing: Thing, _: unknown, home: Home) {
  runSteps(thing, home);
  return { attributes: { last_triggered: isoTime(home.now()) } };
}

function runSteps(thing: Thing, home: Home): void {
  for (const { action, target, data } of thing.hidden.sequence ?? []) {
    const [domain = "", name = ""] = action.split(".");
    home.call(domain, name, { ...data, ...target });
  }
}

/** Lights are turned on with their look, so that they remember it; anything else takes the state as it was saved. */
function reproduce(home: Home, entityId: string, saved: { state: string; attributes: Record<string, unknown> }): void {
  const isLight = domainOf(entityId) === "light";
  if (!home.world.get(entityId)) return;
  if (!isLight) return home.world.write(entityId, saved, home.context);
  const look = saved.state === "on" ? saved.attributes : {};
  home.call("light", saved.state === "on" ? "turn_on" : "turn_off", { ...look, entity_id: entityId });
}
