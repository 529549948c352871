import type { Step } from "./wire.ts";

/** A sentence that a server's tools answer: the calls it comes to in the demo house, and what is then said. */
export interface EvalCase {
  say: string;
  /** name of the room the speaker is in */
  area?: string;
  steps: readonly Step[];
  /** what is then said: the call's own words, those of several one after the other */
  result: string;
}
