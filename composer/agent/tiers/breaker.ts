import type { Clock } from "../../../kernel/clock.ts";
import type { Breaker } from "./types.ts";

/** Faults in a row after which a model is left alone; one that is set up wrongly is at once. */
const MOST = 3;
/** How long it is left alone, milliseconds: twice as long each time, up to the last. */
const FIRST_MS = 30_000;
const LAST_MS = 600_000;

export interface LoggedBreaker extends Breaker {
  /** the last fault; undefined when all is well */
  last(): string | undefined;
}

/** Leaves a model alone once it failed several times, and lets one sentence try it when the time is over. */
export function createBreaker(clock: Clock): LoggedBreaker {
  let faults = 0;
  let pause = FIRST_MS;
  let until = 0;
  let last: string | undefined;
  return {
    isOpen: () => clock.now() < until,
    good() {
      [faults, pause, until, last] = [0, FIRST_MS, 0, undefined];
    },
    bad({ kind, message }) {
      if (kind === "cancelled") return; // whoever asked went away
      last = message;
      faults += 1;
      if (faults < MOST && kind !== "setup") return;
      until = clock.now() + pause;
      pause = Math.min(pause * 2, LAST_MS);
    },
    last: () => last,
  };
}
