import type { Step } from "../../../kernel/wire.ts";
import type { Executed, Gate, PlannedStep } from "../../gate/types.ts";
import type { Wish } from "../models/model.ts";
import { sayDone, sayDry } from "../say.ts";
import { settled } from "./answer.ts";
import { fenced } from "./fence.ts";
import type { Judged } from "./judge.ts";
import { judge } from "./judge.ts";
import { beforeEnd } from "./race.ts";
import type { Ending, Run } from "./run.ts";
import { doneIn } from "./run.ts";
import type { Made } from "./shape.ts";
import { isWhole } from "./shape.ts";
import { isNegated } from "./verbs.ts";

/** The way to the world, and its clock. */
export interface WorkParts {
  gate: Pick<Gate, "plan" | "execute">;
  elapsed(): number;
}

/** Takes what a model wished to the gate: all of it, or nothing. Undefined when the model is to hear what came of it. */
export async function work(
  parts: WorkParts,
  run: Run,
  wishes: readonly Wish[],
  signal: AbortSignal,
): Promise<Ending | undefined> {
  const { task, tools, ground, domains, domainsOf, isTainted } = run;
  const { sentence, grounds: before } = task;
  const situation = { sentence, before, shape: run.shape, domains, domainsOf, tools, ground, isTainted };
  const judged = judge(wishes, { ...situation, done: doneIn(run) });
  const [first] = judged.flatMap((one) => ("fault" in one ? [one.fault] : []));
  if (first !== undefined) return correct(run, judged, first, unsureIn(judged));
  for (const one of judged) if ("refused" in one) run.refused.push(one.refused);
  const steps = judged.flatMap((one) => ("step" in one ? [one.step] : []));
  if (steps.length === 0) return settled(run); // nothing it has not done, or may: what is done is the answer
  const changes = steps.some(({ tool }) => tools.get(tool)?.risk !== "read");
  if (task.model.tier === "local" && changes && isNegated(sentence))
    return { doubt: "the sentence says what is not to be done", unsure: steps };

  const planned = await beforeEnd(signal, parts.gate.plan(task.request, steps));
  if ("ask" in planned) {
    const waiting = steps.map((step) => asIfDone(run, step));
    return { ask: { question: planned.ask, steps }, say: planned.ask.question + alone(run, waiting) };
  }
  if ("refused" in planned) {
    run.problem = planned.refused;
    return planned.denied ? {} : correct(run, judged, planned.refused);
  }
  if (run.shape.isQuestion && planned.steps.some(({ plan }) => plan.risk !== "read"))
    return correct(run, judged, "That was a question: only look.", steps);
  delete run.problem;
  if (!isTainted) for (const { tool } of planned.steps) domains.add(tool.server);
  const summaries = planned.steps.map(({ tool, plan }) => ({ tool: tool.name, summary: plan.summary }));
  task.onPlan?.({ turn: task.request.turn, steps: summaries });
  const executed = await execute(parts, run, planned.steps, signal);
  run.executed.push(...executed);
  return after(run, judged, executed, planned.steps.length);
}

/** Runs what was planned: what only looks at once, what changes something in its order. */
async function execute(
  { gate, elapsed }: WorkParts,
  { task, ms }: Run,
  steps: PlannedStep[],
  signal: AbortSignal,
): Promise<Executed[]> {
  const began = elapsed();
  const options = { signal, timeout: task.ms, dryRun: task.dryRun };
  const looks = steps.every(({ plan }) => plan.risk === "read");
  const rows = looks ? steps.map((one) => [one]) : [steps];
  const came = await Promise.all(rows.map((row) => gate.execute(task.request, row, options)));
  ms.tools += elapsed() - began;
  return came.flat();
}

/** What comes of calls that were made: the answer, or another turn. */
function after(
  run: Run,
  judged: readonly Judged[],
  executed: readonly Executed[],
  planned: number,
): Ending | undefined {
  const { task, shape, ground } = run;
  const done = doneIn(run);
  if (task.dryRun) return { say: sayDry(executed) + alone(run, []) };
  if (executed.at(-1)?.needs) {
    const waiting = judged.flatMap((one) => ("step" in one ? [asIfDone(run, one.step)] : []));
    return { say: sayDone(done, done.length + planned - executed.length) + alone(run, waiting) };
  }
  const hasFailed = executed.some(({ ok }) => !ok);
  if (hasFailed && run.isCorrected) return settled(run);
  const well = done.filter(({ ok }) => ok);
  if (!hasFailed && isWhole(shape, well, run.spread)) return {};
  run.isCorrected ||= hasFailed;
  for (const { result } of executed) ground.add(result);
  run.isTainted = true;
  const results = executed.map(({ result }) => result);
  tell(run, judged, () => results.shift() ?? "Not done, since the call before failed.");
  return undefined;
}

/** A call that waits, as if it were done. */
function asIfDone({ tools }: Run, { tool, args }: Step): Made {
  const { server = "", risk = "write" } = tools.get(tool) ?? {};
  return { server, args, risk, ok: true };
}

/** What is said where a model is stopped before it came to the rest of the sentence. */
const alone = (run: Run, waiting: readonly Made[]): string =>
  run.shape.acts === 0 || isWhole(run.shape, [...doneIn(run).filter(({ ok }) => ok), ...waiting], run.spread)
    ? ""
    : " Only that for now: say the rest again then.";

/** Tells the model once what was wrong; twice is a doubt. */
function correct(run: Run, judged: readonly Judged[], fault: string, unsure?: Step[]): Ending | undefined {
  if (run.isCorrected) return { doubt: fault, unsure };
  run.isCorrected = true;
  tell(run, judged, () => `Nothing was done. ${fault}`);
  return undefined;
}

/** The calls of a batch, if all that is wrong with it is that nobody said some word of it. */
function unsureIn(judged: readonly Judged[]): Step[] | undefined {
  const steps = judged.map((one) => ("step" in one ? one.step : "unsure" in one ? one.unsure : undefined));
  const known = steps.flatMap((one) => one ?? []);
  return known.length === steps.length ? known : undefined;
}

function tell(run: Run, judged: readonly Judged[], resultOf: () => string): void {
  const wishes = judged.map((one) => ({ ...one.wish, args: "step" in one ? one.step.args : objectOf(one.wish.args) }));
  const results = judged.map((one) => ({ id: one.wish.id, tool: one.wish.tool, text: fenced(wordsOn(one, resultOf)) }));
  run.messages.push({ role: "assistant", text: "", wishes }, { role: "results", results });
}

function wordsOn(judged: Judged, resultOf: () => string): string {
  if ("known" in judged) return judged.known;
  if ("refused" in judged) return judged.refused;
  return "fault" in judged ? judged.fault : resultOf();
}

/** Arguments go back as an object, whatever they came as: servers of models refuse anything else. */
const objectOf = (args: unknown): object =>
  typeof args === "object" && args !== null && !Array.isArray(args) ? args : {};
