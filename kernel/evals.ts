import type { Step } from "./wire.ts";

/** A sentence that a server's tools answer: the calls it comes to in the demo house, and what is then said. */
export interface EvalCase {
  say: string;
  /** name of the room the speaker is in */
  area?: string;
  steps: readonly Step[];
  /** what was said before it in the same house, and its calls */
  before?: { say: string; steps: readonly Step[] };
  /** what is then said: the call's own words, those of several one after the other; `{moment}` for "today 19:00" and the like */
  result: string;
}

const MOMENT = /\b(?:today|tomorrow|[a-z]+day(?: \d{1,2} [a-z]+)?(?: \d{4})?) \d\d:\d\d(?::\d\d)?/gi;

/** What was said, with `{moment}` for each moment in it, which is another one each day. */
export const timeless = (said: string): string => said.replaceAll(MOMENT, "{moment}");
