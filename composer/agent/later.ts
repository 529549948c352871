import type { Due } from "../../kernel/calendar/index.ts";
import { dueOf, writeDue } from "../../kernel/calendar/index.ts";
import type { When } from "../../kernel/times/index.ts";
import type { Step } from "../../kernel/wire.ts";
import type { Executed } from "../gate/types.ts";
import type { Work } from "./act.ts";
import type { AskParts, Came, Way } from "./way.ts";

/** A time that was said with something to be done, and the sentence without it. */
export interface Timed {
  /** as it was said; or, where it has a date, already reckoned */
  when: When | Due;
  said: string;
  /** it is kept as it was said, as its calls alone do not say all of it */
  asSaid: boolean;
}

type Now = (work: Work) => Promise<Came>;

/**
 * Work with a time: kept for it, or done now and taken back then. What is for later is planned before, so that nobody
 * learns of what is not theirs, and what is asked about it is asked now. @throws UserError when the time is none
 */
export function later(parts: AskParts, way: Way, work: Work & { timed: Timed }, now: Now): Promise<Came> {
  const { kind } = work.timed.when;
  return kind === "for" || kind === "until" ? forAWhile(parts, way, work, now) : keep(parts, work, now);
}

async function keep(parts: AskParts, { timed, ...work }: Work & { timed: Timed }, now: Now): Promise<Came> {
  const { steps, branch, dryRun, explain, tier } = work;
  const when = timeOf(parts, timed);
  const looked = await now({ ...work, dryRun: true });
  if (looked.ask) return { ...looked, ask: { ...looked.ask, dryRun, timed } };
  if (!looked.executed?.every(({ ok }) => ok)) return { ...looked, executed: [] };
  const what = branch || timed.asSaid ? timed.said : [timed.said, ...steps.map(written)].join("\n");
  return now({ steps: [{ tool: "task_add", args: { when, what } }], explain: `${explain}, for later`, tier, dryRun });
}

async function forAWhile(parts: AskParts, { request }: Way, { timed, ...work }: Work & { timed: Timed }, now: Now) {
  const when = timeOf(parts, timed);
  const came = await now(work);
  if (came.ask) return { ...came, ask: { ...came.ask, timed } };
  const { executed = [], say } = came;
  const isDone = executed.length > 0 && executed.every(({ ok, needs }) => ok || needs);
  if (!isDone || work.dryRun || !executed.some(hasWayBack)) return came;
  const what = `${timed.said}\nundo turn ${request.turn}`;
  const { reason } = request;
  const kept = await now({ ...work, branch: undefined, steps: [{ tool: "task_add", args: { when, what } }] });
  request.reason = reason;
  return { ...came, say: `${say} ${kept.say}`, executed: [...executed, ...(kept.executed ?? [])] };
}

const timeOf = ({ clock, place }: AskParts, { when }: Timed) =>
  writeDue(isReckoned(when) ? when : dueOf(when, clock.now(), place), place);
const isReckoned = (when: When | Due): when is Due =>
  when.kind === "once" || when.kind === "days" || when.kind === "cron";
const written = ({ tool, args }: Step) => `${tool} ${JSON.stringify(args)}`;
const hasWayBack = ({ undo, needs }: Executed) => needs !== undefined || (undo !== undefined && undo.length > 0);
