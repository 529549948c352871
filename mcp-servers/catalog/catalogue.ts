import { UserError } from "../../kernel/errors.ts";
import type { NameEntry } from "../../kernel/wire.ts";
import type { Change, Kept } from "./changes.ts";
import { backwards, movesName } from "./changes.ts";
import type { Health, Seen } from "./health.ts";
import { namedAs } from "./resolve.ts";

/** Where services are kept, and what follows from them. */
export interface Store {
  list(): Promise<Kept[]>;
  /** all of it or nothing, each from what it was; raises the names' generation. @throws UserError where it changed meanwhile */
  write(changes: readonly Change[], turn: string | undefined): Promise<void>;
  /** waits until the names are as they are wanted: nothing, why not yet, or why not at all */
  follow(signal: AbortSignal): Promise<Followed>;
  /** told when names may have changed */
  onChange(listener: () => void): () => void;
}
export type Followed = { pending?: string; refused?: string };

/** The services as tools see them. */
export interface Catalogue {
  /** the zone of names */
  zone: string;
  read(): Promise<Kept[]>;
  /** @throws UserError when it has gone */
  get(key: string): Promise<Kept>;
  /** what was last seen of a service, at once */
  seen(service: Kept): Seen | undefined;
  /** whether it is looked at at all */
  isLooked(service: Kept): boolean;
  /** Writes, and waits for the names that follow; a change that they refuse is taken back. @throws UserError */
  change(
    changes: readonly Change[],
    context: { turn?: string | undefined; signal: AbortSignal },
  ): Promise<{ pending?: string }>;
  /** whether there is nothing but the demo house's, as it was last read */
  isDemo(): boolean;
  /** the names of the services as they were last read */
  entries(): NameEntry[];
  onNames(listener: () => void): () => void;
  close(): void;
}

/** How long an answer waits for the names. */
const FOLLOW_MS = 3_000;

export async function openCatalogue(store: Store, health: Health, zone: string): Promise<Catalogue> {
  const listeners = new Set<() => void>();
  let last = "";
  let entries: NameEntry[] = [];
  let isDemo = false;

  const read = async (): Promise<Kept[]> => {
    const services = await store.list();
    entries = services.map((service) => {
      const { service: _, ...entry } = namedAs(service);
      return entry;
    });
    isDemo = services.length > 0 && services.every(({ example }) => example);
    const now = JSON.stringify(entries);
    if (now !== last) for (const listener of listeners) listener();
    last = now;
    return services;
  };
  const stop = store.onChange(() => void read().catch(() => {})); // the next call reads, and says what is wrong
  for (const service of await read()) health.of(service); // looked at once, so that the first question has an answer

  return {
    zone,
    read,
    async get(key) {
      const found = (await read()).find((service) => service.key === key);
      if (!found) throw new UserError(`${key} is not in the catalogue (any more).`);
      return found;
    },
    seen: health.of,
    isLooked: health.can,
    async change(changes, { turn, signal }) {
      if (changes.length === 0) return {};
      await store.write(changes, turn);
      await read();
      if (!changes.some(movesName)) return {};
      const { pending, refused } = await store.follow(AbortSignal.any([signal, AbortSignal.timeout(FOLLOW_MS)]));
      if (refused === undefined) return pending === undefined ? {} : { pending };
      await store.write(backwards(changes), turn);
      await read();
      throw new UserError(`Nothing was changed: ${refused}`);
    },
    isDemo: () => isDemo,
    entries: () => entries,
    onNames: (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    close: () => {
      stop();
      health.close();
    },
  };
}
