import { clean, counted } from "../../../kernel/text.ts";
import type { Step } from "../../../kernel/wire.ts";
import { within } from "../../gate/deadline.ts";
import type { Executed, Gate, PlannedStep } from "../../gate/types.ts";
import type { Catalogue, ListedTool } from "../../hub/door.ts";
import { ModelFault } from "../models/fault.ts";
import type { Message, Wish, Written } from "../models/model.ts";
import { sayDone, sayDry } from "../say.ts";
import { asksBack, claimsDone } from "./claims.ts";
import { fenced } from "./fence.ts";
import type { Ground } from "./ground.ts";
import { createGround } from "./ground.ts";
import type { Judged } from "./judge.ts";
import { judge } from "./judge.ts";
import { beforeEnd } from "./race.ts";
import { salvage } from "./salvage.ts";
import type { Shape } from "./shape.ts";
import { isWhole, shapeOf } from "./shape.ts";
import { MOST_SAID, createSpeaker } from "./speaker.ts";
import type { Looped, Task } from "./task.ts";
import { isNegated } from "./verbs.ts";
import type { Vocabulary } from "./vocabulary.ts";

export type { Looped, Task } from "./task.ts";

/** Turns of a model for one sentence, at most. */
export const MOST_STEPS = 8;
/** Calls of one turn of a model; more is a model that runs away. */
const MOST_CALLS = 12;
/** Characters behind the prefix: with it, what a context of 4,096 tokens holds. */
const MOST_CHARACTERS = 9_000;
/** An empty turn comes again when nothing is left to chance. */
const RETRY_TEMPERATURE = 0.4;

export interface LoopParts {
  gate: Pick<Gate, "plan" | "execute">;
  catalogue: Pick<Catalogue, "find">;
  vocabulary: Vocabulary;
  elapsed(): number;
}

/** A task under way. */
interface Run {
  task: Task;
  tools: ReadonlyMap<string, ListedTool>;
  ground: Ground;
  shape: Shape;
  /** servers the person spoke of, by name or by what was done for their words alone */
  domains: Set<string>;
  messages: Message[];
  executed: Executed[];
  refused: string[];
  /** what the gate or a tool said against the last plan */
  problem?: string;
  steps: number;
  isTainted: boolean;
  isCorrected: boolean;
  isRetried: boolean;
  usage: Looped["usage"];
  ms: Looped["ms"];
}

type Ending = Pick<Looped, "doubt" | "unsure" | "ask" | "fault"> & { say?: string | undefined };

/**
 * Lets a model run the house for one sentence: its wishes are looked at, planned, permitted and made by the gate alone, and
 * what tools read back is the answer. It ends after 8 turns or at its deadline, and says when it is not sure.
 */
export async function runLoop(parts: LoopParts, task: Task): Promise<Looped> {
  const run = begin(parts, task);
  const ending = await within(task.ms, task.signal, (signal) => untilEnd(parts, run, signal));
  const { executed, steps, usage, ms } = run;
  const { say = sayWhatIs(run), ...rest } = ending;
  return { say, executed, steps, usage, ms, ...rest };
}

function begin({ catalogue, vocabulary }: LoopParts, task: Task): Run {
  const { prefix, done, sentence, grounds } = task;
  const tools = new Map(
    prefix.tools.flatMap(({ name }) => {
      const tool = catalogue.find(name);
      return tool ? [[name, tool] as const] : [];
    }),
  );
  const told = done.filter(({ tool }) => tools.has(tool));
  const ground = createGround(vocabulary, [sentence, ...grounds, ...told.map(({ result }) => result)]);
  return {
    task,
    tools,
    ground,
    shape: shapeOf(sentence),
    domains: new Set(task.domains),
    messages: [{ role: "user", text: task.turn }, ...history(told)],
    executed: [],
    refused: [],
    steps: 0,
    isTainted: task.isTainted || told.length > 0,
    isCorrected: false,
    isRetried: false,
    usage: { inputTokens: 0, cachedTokens: 0, outputTokens: 0 },
    ms: { model: 0, tools: 0 },
  };
}

/** What another model did, as if this one had: it goes on from there. */
function history(done: readonly Executed[]): Message[] {
  if (done.length === 0) return [];
  const wishes = done.map(({ tool, args }, index) => ({ id: `before-${index}`, tool, args }));
  const results = done.map(({ tool, result }, index) => ({ id: `before-${index}`, tool, text: fenced(result) }));
  return [
    { role: "assistant", text: "", wishes },
    { role: "results", results },
  ];
}

async function untilEnd(parts: LoopParts, run: Run, signal: AbortSignal): Promise<Ending> {
  const { task } = run;
  try {
    while (run.steps < MOST_STEPS && lengthOf(run.messages) <= MOST_CHARACTERS) {
      const ending = await step(parts, run, signal);
      if (ending) return ending;
    }
    return { doubt: run.steps < MOST_STEPS ? "it became too long" : `${MOST_STEPS} steps were not enough` };
  } catch (thrown) {
    if (task.signal?.aborted) return { doubt: "it was cancelled" };
    const slow = `${task.model.name} took longer than ${Math.round(task.ms / 1_000)} s.`;
    const fault = signal.aborted ? new ModelFault("slow", slow) : thrown;
    if (!(fault instanceof ModelFault)) throw thrown;
    return { doubt: fault.message, fault };
  }
}

const lengthOf = (messages: readonly Message[]) => JSON.stringify(messages).length;

async function step(parts: LoopParts, run: Run, signal: AbortSignal): Promise<Ending | undefined> {
  const written = await write(parts, run, signal);
  const { wishes, text } = wishesOf(run, written);
  if (wishes.length > MOST_CALLS) return { doubt: `it wanted ${wishes.length} calls at once` };
  if (wishes.length > 0) return work(parts, run, wishes, signal);
  if (text !== "") return words(run, text);
  if (run.isRetried) return { doubt: "it said nothing" };
  run.isRetried = true;
  return undefined;
}

async function write({ elapsed }: LoopParts, run: Run, signal: AbortSignal): Promise<Written> {
  const { task, messages, usage, ms } = run;
  const { model, prefix, onWords } = task;
  const began = elapsed();
  run.steps += 1;
  const isEmpty = run.isRetried && run.messages.at(-1)?.role !== "results";
  const options = {
    signal,
    ...(isEmpty && { temperature: RETRY_TEMPERATURE }),
    ...(onWords && !hasChanged(run) && { onWords: createSpeaker(onWords, (text) => isSayable(run, text)) }),
  };
  try {
    const written = await beforeEnd(signal, model.write(prefix, messages, options));
    usage.inputTokens += written.usage.inputTokens;
    usage.cachedTokens += written.usage.cachedTokens;
    usage.outputTokens += written.usage.outputTokens;
    return written;
  } finally {
    ms.model += elapsed() - began;
  }
}

/** The calls it wished or wrote as text, each by an id of its own, and the words that are left. */
function wishesOf({ tools, steps }: Run, { wishes, text }: Written): { wishes: Wish[]; text: string } {
  const all = wishes.length > 0 ? { wishes, text } : salvage(text, (name) => tools.has(name));
  return {
    wishes: all.wishes.map((wish, index) => ({ ...wish, id: `${steps}-${index}` })),
    text: clean(all.text, MOST_SAID),
  };
}

/** Takes what it wished to the gate: all of it, or nothing. */
async function work(
  parts: LoopParts,
  run: Run,
  wishes: readonly Wish[],
  signal: AbortSignal,
): Promise<Ending | undefined> {
  const { task, tools, ground, domains, isTainted } = run;
  const { sentence } = task;
  const judged = judge(wishes, { sentence, domains, tools, ground, isTainted, done: doneIn(run) });
  const faults = judged.flatMap((one) => ("fault" in one ? [one] : []));
  const [first] = faults;
  if (first) return correct(run, judged, first.fault, unsureIn(judged));
  for (const one of judged) if ("refused" in one) run.refused.push(one.refused);
  const made = judged.flatMap((one) => ("step" in one ? [one] : []));
  if (made.length === 0) return settled(run); // nothing it has not done, or may: what is done is the answer
  const steps = made.map(({ step: one }) => one);
  if (task.model.tier === "local" && isNegated(sentence) && steps.some(({ tool }) => tools.get(tool)?.risk !== "read"))
    return { doubt: "the sentence says what is not to be done", unsure: steps };

  const planned = await beforeEnd(signal, parts.gate.plan(task.request, steps));
  if ("ask" in planned) return { ask: { question: planned.ask, steps }, say: planned.ask.question };
  if ("refused" in planned) {
    if (planned.denied) return { say: [sayWhatWasDone(run), planned.refused].filter(Boolean).join(" ") };
    run.problem = planned.refused;
    return correct(run, judged, planned.refused);
  }
  const summaries = planned.steps.map(({ tool, plan }) => ({ tool: tool.name, summary: plan.summary }));
  delete run.problem;
  if (!run.isTainted) for (const { tool } of planned.steps) run.domains.add(tool.server);
  task.onPlan?.({ turn: task.request.turn, steps: summaries });
  const executed = await execute(parts, run, planned.steps, signal);
  run.executed.push(...executed);
  return after(run, judged, executed, planned.steps.length);
}

/** Runs what was planned: what only looks at once, what changes something in its order. */
async function execute(
  { gate, elapsed }: LoopParts,
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
  if (task.dryRun) return { say: sayDry(executed) };
  const last = executed.at(-1);
  if (last?.needs) return { say: sayDone(doneIn(run), doneIn(run).length + planned - executed.length) };
  const failed = executed.find(({ ok }) => !ok);
  if (failed && run.isCorrected) return settled(run);
  if (
    !failed &&
    isWhole(
      shape,
      doneIn(run).filter(({ ok }) => ok),
    )
  )
    return {};
  run.isCorrected ||= failed !== undefined;
  for (const { result } of executed) ground.add(result);
  run.isTainted = true;
  const left = executed.slice();
  tell(run, judged, () => left.shift()?.result ?? "Not done, since the call before failed.");
  return undefined;
}

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
  const results = judged.map((one) => ({
    id: one.wish.id,
    tool: one.wish.tool,
    text: fenced("known" in one ? one.known : "refused" in one ? one.refused : "fault" in one ? one.fault : resultOf()),
  }));
  run.messages.push({ role: "assistant", text: "", wishes }, { role: "results", results });
}

/** Arguments go back as an object, whatever they came as: servers of models refuse anything else. */
const objectOf = (args: unknown): object =>
  typeof args === "object" && args !== null && !Array.isArray(args) ? args : {};

/** Words and no call: the answer, unless they say what nobody read. */
function words(run: Run, text: string): Ending {
  if (hasChanged(run) || run.problem !== undefined) return settled(run); // what tools read back says it
  const isFit = isSayable(run, text);
  if (doneIn(run).length > 0) return isFit && !settled(run).doubt ? { say: text } : settled(run);
  if (claimsDone(text)) return { doubt: "it says it did something, and did nothing" };
  if (!isFit) return { doubt: "it speaks of what it did not look at" };
  const isOfHouse = run.shape.acts > 0 || run.task.domains.length > 0;
  return isOfHouse && !asksBack(text) ? { doubt: "it called nothing" } : { say: text };
}

/** What is done is the answer; where the last of it failed or was refused, or a small model left something, not without doubt. */
function settled(run: Run): Ending {
  const { executed, problem, shape, task } = run;
  const last = executed.at(-1);
  if (last && !last.ok) return { doubt: `${last.tool} failed` };
  if (problem !== undefined) return { doubt: problem };
  const changed = doneIn(run).filter(({ ok, risk }) => ok && risk !== "read").length;
  const isPart = task.model.tier === "local" && !shape.isConditional && changed > 0 && changed < shape.acts;
  return isPart ? { doubt: `it made ${counted(changed, "call")} for ${shape.acts} commands` } : {};
}

/** Whether words may be said: what they name of the house, and its numbers, comes from somewhere. */
function isSayable(run: Run, text: string): boolean {
  const isTalk = run.task.domains.length === 0 && doneIn(run).length === 0;
  return !claimsDone(text) && run.ground.strangeSaid(text, { numbers: !isTalk }) === undefined;
}

const doneIn = ({ task, executed }: Run) => [...task.done, ...executed];
const hasChanged = (run: Run) => doneIn(run).some(({ ok, risk }) => ok && risk !== "read");
const sayWhatWasDone = (run: Run) => sayDone(doneIn(run), doneIn(run).length);

/** What tools read back, and what was not done for safety. */
function sayWhatIs(run: Run): string {
  const said = new Set([sayWhatWasDone(run), run.problem, ...run.refused].filter(Boolean));
  return said.size > 0 ? [...said].join(" ") : "Nothing was done.";
}
