import { dueTasks, findTask, nextDue, pauseTask } from "../../db/tasks/index.ts";
import type { Run, State } from "../../db/tasks/runs.ts";
import { changeRun, claimTask, dropLeases, extendLeases, findRun, forgetRuns, looseRuns } from "../../db/tasks/runs.ts";
import { sayMoment } from "../../kernel/calendar/index.ts";
import { getTurn } from "../gate/turns.ts";
import type { Principal, Request } from "../gate/types.ts";
import { act } from "./act.ts";
import type { Outcome } from "./outcome.ts";
import { failed, outcomeOf } from "./outcome.ts";
import type { Runner, RunnerParts } from "./parts.ts";
import { isTooLate, reckon, reckonAll, reckonNew } from "./times.ts";

/** Milliseconds a run is kept for its composer since that was last heard of. */
export const LEASE_MS = 15_000;
/** How often a run is begun anew, at most, when composers die of it. */
const TRIES = 3;
/** Milliseconds until what waits for an approval is looked at again. */
const LOOK_MS = 1_000;
/** Milliseconds an approval before a run can be given at least, and where the task says no other. */
const APPROVAL_MS = { least: 60_000, usual: 60 * 60_000 };
const DAY_MS = 86_400_000;
const KEPT_MS = 90 * DAY_MS;
const BACK_MS = 5_000;

/** The runner of a composer. It has no timer: whoever drives it calls. */
export function createRunner(parts: RunnerParts): Runner {
  const { db, audit, clock, place, log, events, lease = LEASE_MS } = parts;
  const holder = audit.chain;
  const mine = new Set<string>();
  let seen = clock.now();
  let swept = 0;

  const tell = (run: Run) => {
    const { id, owner: principal, task, name, due, state, result, turn } = run;
    events.publish({ kind: "run", principal, run: id, task, name, due, state, result, turn });
    if (state === "failed" || state === "missed" || state === "interrupted")
      log.warn("a scheduled run did not go well", { run: id, task, name, state, result });
  };
  /** Brings a run that is held here to what comes next; undefined where it is not held any more. */
  const move = async (run: Run, to: { state: State; result?: string; verified?: number; turn?: string }) => {
    const isOver = !["claimed", "begun", "waiting"].includes(to.state);
    const waits = to.state === "waiting" && { holder: "", lease: clock.now() + LOOK_MS };
    const row = { ...to, ...(isOver && { ended_at: clock.now() }), ...waits };
    if (!(await changeRun(db, run, row))) return undefined;
    const moved = await findRun(db, run.id);
    if (moved) tell(moved);
    return moved;
  };
  const end = (run: Run, { state, result, verified }: Outcome) =>
    move(run, { state, result, verified: Number(verified) });

  const run = async (claimed: Run): Promise<Run | undefined> => {
    mine.add(claimed.id);
    try {
      const principal = await parts.principals.byId(claimed.owner);
      if (!principal) {
        await pauseTask(db, claimed.task, clock.now());
        const who = `${claimed.owner} has no rights here any more`;
        return await end(claimed, failed(`${who}, so nothing was done, and the task is paused.`));
      }
      const turn = claimed.tries > 1 ? `${claimed.id}-${claimed.tries}` : claimed.id;
      if (claimed.options.approve && claimed.turn === null) return await ask(parts, claimed, principal, move);
      const begun = await move(claimed, { state: "begun", turn });
      if (!begun) return undefined;
      const outcome = await act(parts, begun, principal, turn).catch((fault: unknown) => {
        log.error("a scheduled run threw", { run: claimed.id, fault });
        return failed(`Something went wrong in Steward itself; its log has it under run ${claimed.id}.`);
      });
      return await end(begun, outcome);
    } finally {
      mine.delete(claimed.id);
    }
  };

  /** What a crash left begun: finished where its turn was kept, begun anew where nothing was done, else told of. */
  const afterCrash = async (held: Run, former: string): Promise<Run | undefined> => {
    const principal = await parts.principals.byId(held.owner);
    const turn = principal && held.turn !== null ? await getTurn(db, principal, held.turn) : undefined;
    if (turn) return end(held, outcomeOf(turn, parts.catalogue, clock.now()));
    // Of another composer nobody knows whether it is dead or slow; the folder of this one can have no other.
    const isClean = former === holder && held.turn !== null && !(await hasActed(audit, held.turn));
    if ((isClean || held.options.retry) && held.tries <= TRIES) {
      const claimed = await move(held, { state: "claimed" });
      return claimed && run(claimed);
    }
    const result = "Steward stopped while it ran: some of it may be done. It was not done again.";
    return end(held, { state: "interrupted", result, verified: false });
  };

  const afterWait = async (waiting: Run): Promise<Run | undefined> => {
    const { turn: id, owner } = waiting;
    const principal = await parts.principals.byId(owner);
    const kept = principal && id !== null ? await getTurn(db, principal, id) : undefined;
    if (kept) return settled(waiting, outcomeOf(kept, parts.catalogue, clock.now()));
    const answer = id === null ? "gone" : await parts.approvals.asked(id);
    if (answer === "waiting") return hold(waiting, "", clock.now() + LOOK_MS);
    if (answer !== "approved")
      return settled(waiting, failed(answer === "denied" ? "It was not approved." : "Nobody approved it in time."));
    const held = await hold(waiting, holder, clock.now() + lease);
    const claimed = held && (await move(held, { state: "claimed" }));
    return claimed && run(claimed);
  };
  const settled = async (waiting: Run, outcome: Outcome) =>
    outcome.state === "waiting" ? hold(waiting, "", clock.now() + LOOK_MS) : end(waiting, outcome);

  const hold = async (loose: Run, by: string, until: number, tries = loose.tries) => {
    const isMine = await changeRun(db, loose, { holder: by, lease: until, tries }, loose.lease);
    return isMine ? { ...loose, holder: by, lease: until, tries } : undefined;
  };

  return {
    lease,
    now: () => clock.now(),
    async settle() {
      await dropLeases(db, holder);
      await reckonAll(db, clock.now(), place);
      await reckonNew(db, clock.now(), place);
    },
    async reckon() {
      const now = clock.now();
      if (now < seen - BACK_MS) await reckonAll(db, now, place);
      seen = now;
      if (now - swept > DAY_MS) await forgetRuns(db, now - KEPT_MS);
      if (now - swept > DAY_MS) swept = now;
      await reckonNew(db, now, place);
    },
    due: (within, limit) => dueTasks(db, clock.now() + within, limit),
    nextDue: () => nextDue(db),
    async take(key) {
      const task = await findTask(db, key);
      const now = clock.now();
      if (!task?.enabled || task.next === null || task.next > now) return undefined;
      const { due, isMissed, next, isOnce } = reckon({ ...task, next: task.next }, now, place);
      const result = `It was due ${sayMoment(due, now, place)}, and Steward was not there in time.`;
      const claim = { id: parts.random(9), due, next, isOnce, now, holder, lease: now + lease };
      const made = await claimTask(db, task, { ...claim, ...(isMissed && { ended: { state: "missed", result } }) });
      if (!made) return undefined;
      tell(made);
      return isMissed ? made : run(made);
    },
    loose: async () => (await looseRuns(db, clock.now())).filter(({ id }) => !mine.has(id)),
    async takeUp(id) {
      const loose = await findRun(db, id);
      const now = clock.now();
      if (!loose || loose.lease > now || mine.has(id)) return undefined;
      if (loose.state === "waiting") return afterWait(loose);
      if (loose.state !== "claimed" && loose.state !== "begun") return undefined;
      const tries = loose.holder === "" ? loose.tries : loose.tries + 1; // nobody tried what was only asked for
      const held = await hold(loose, holder, now + lease, tries);
      if (!held) return undefined;
      if (held.state === "begun") return afterCrash(held, loose.holder);
      if (!isTooLate(held, now)) return run(held);
      return end(held, { state: "missed", result: "Steward was not there in time.", verified: false });
    },
    beat: () => extendLeases(db, [...mine], { holder, lease: clock.now() + lease }),
  };
}

/** Whether anything but a look was sent out in a turn of this composer's own. */
async function hasActed(audit: RunnerParts["audit"], turn: string): Promise<boolean> {
  const records = await audit.latest({ limit: 100, turn });
  return records.some(({ kind, risk }) => kind === "intent" && risk !== "read");
}

/** Asks for an approval, and lets the run wait for it. */
async function ask(
  { approvals }: RunnerParts,
  claimed: Run,
  principal: Principal,
  move: (run: Run, to: { state: State; turn: string }) => Promise<Run | undefined>,
): Promise<Run | undefined> {
  const turn = claimed.id;
  const { grace } = claimed.options;
  const lasts = Math.max(APPROVAL_MS.least, grace ?? APPROVAL_MS.usual);
  const request: Request = {
    principal,
    channel: "schedule",
    turn,
    conversation: turn,
    tier: "none",
    reason: "scheduled",
  };
  // A composer that died here may have asked already.
  if ((await approvals.asked(turn)) === "gone")
    await approvals.ask(request, { target: claimed.task, summary: `run ${claimed.name}`, lasts });
  return move(claimed, { state: "waiting", turn });
}
