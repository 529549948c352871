import { z } from "zod";

/** A state as Home Assistant has it. */
export interface State {
  state: string;
  attributes: Record<string, unknown>;
}

const full = z.object({ s: z.string(), a: z.record(z.string(), z.unknown()).default({}) });
const delta = z.object({
  "+": z.object({ s: z.string().optional(), a: z.record(z.string(), z.unknown()).optional() }).optional(),
  "-": z.object({ a: z.array(z.string()).optional() }).optional(),
});
const event = z.object({
  a: z.record(z.string(), full).optional(),
  c: z.record(z.string(), delta).optional(),
  r: z.array(z.string()).optional(),
});

/** The states of a home, kept by the events of `subscribe_entities`. */
export interface States {
  get(id: string): State | undefined;
  all(): ReadonlyMap<string, State>;
  /** takes one event; tells which entities it touched and whether any came, went or changed its name */
  take(message: unknown): { touched: string[]; renamed: boolean };
  /** from now on the states are old; the next event brings every entity anew */
  restart(): void;
  /** whether they have come since the start or the last `restart` */
  isCurrent(): boolean;
}

export function createStates(): States {
  const states = new Map<string, State>();
  let anew = true;
  const nameOf = (id: string) => states.get(id)?.attributes["friendly_name"];
  return {
    get: (id) => states.get(id),
    all: () => states,
    restart: () => void (anew = true),
    isCurrent: () => !anew,
    take(message) {
      const { a = {}, c = {}, r = [] } = event.parse(message);
      const gone = anew && Object.keys(a).length > 0 ? [...states.keys()].filter((id) => !(id in a)) : r;
      if (Object.keys(a).length > 0) anew = false;
      for (const id of gone) states.delete(id);
      let renamed = gone.length > 0;
      const put = (id: string, next: State) => {
        const before = nameOf(id);
        renamed ||= !states.has(id) || before !== next.attributes["friendly_name"];
        states.set(id, next);
      };
      for (const [id, { s, a: attributes }] of Object.entries(a)) put(id, { state: s, attributes });
      for (const [id, change] of Object.entries(c)) {
        const before = states.get(id);
        if (!before) continue;
        const attributes = { ...before.attributes, ...change["+"]?.a };
        for (const key of change["-"]?.a ?? []) delete attributes[key];
        put(id, { state: change["+"]?.s ?? before.state, attributes });
      }
      return { touched: [...Object.keys(a), ...Object.keys(c), ...gone], renamed };
    },
  };
}
