import type { Clock } from "../../kernel/clock.ts";
import type { Entry } from "./fields.ts";
import type { Probe } from "./probe.ts";
import type { Ranges } from "./ranges.ts";

/** What was last seen of a service. */
export interface Seen {
  up: boolean;
  /** milliseconds until it answered, or until it was given up */
  ms: number;
  /** epoch milliseconds */
  at: number;
}

/** Remembers whether services answer. */
export interface Health {
  /** what was last seen, at once; looks again beside it when that is old. undefined: not seen yet, or not to be looked at */
  of(service: Looked): Seen | undefined;
  /** whether it may be looked at, and has something to say */
  can(service: Looked): boolean;
  /** when nobody is looking any more */
  settled(): Promise<void>;
  close(): void;
}
type Looked = Pick<Entry, "ip" | "port" | "protocol" | "domain"> & { example: boolean };

const FRESH_MS = 30_000;
const PATIENCE_MS = 2_000;
/** Of services that are remembered: those that were removed fall out. */
const MOST = 2_000;

/** Health on demand: nothing runs while nobody asks, and nobody waits for it. UDP says nothing to a stranger. */
export function createHealth({ probe, ranges, clock }: { probe: Probe; ranges: Ranges; clock: Clock }): Health {
  const seen = new Map<string, Seen>();
  const looking = new Map<string, Promise<void>>();
  const ended = new AbortController();

  const look = async (key: string, target: Parameters<Probe>[0]) => {
    const began = clock.now();
    const signal = AbortSignal.any([ended.signal, AbortSignal.timeout(PATIENCE_MS)]);
    const up = await probe(target, signal).then(
      () => true,
      () => false,
    );
    looking.delete(key);
    if (ended.signal.aborted) return;
    if (seen.size >= MOST) seen.clear();
    seen.set(key, { up, ms: clock.now() - began, at: clock.now() });
  };

  const can = ({ ip, port, protocol, example }: Looked) =>
    !example && ip !== null && port !== null && protocol !== "udp" && ranges(ip);

  return {
    can,
    of(service) {
      const { ip, port, protocol, domain } = service;
      if (ip === null || port === null || !can(service)) return undefined;
      const key = `${protocol} ${ip} ${port}`;
      const last = seen.get(key);
      const isOld = last === undefined || clock.now() - last.at > FRESH_MS;
      if (isOld && !looking.has(key) && !ended.signal.aborted)
        looking.set(key, look(key, { ip, port, protocol, domain }));
      return last;
    },
    settled: async () => void (await Promise.all(looking.values())),
    close: () => ended.abort(),
  };
}
