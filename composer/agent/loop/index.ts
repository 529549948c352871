import { UserError, messageOf } from "../../../kernel/errors.ts";
import { clean } from "../../../kernel/text.ts";
import { within } from "../../gate/deadline.ts";
import type { Catalogue } from "../../hub/door.ts";
import { ModelFault } from "../models/fault.ts";
import type { Message, Wish, Written } from "../models/model.ts";
import { answerIn, isSayable, sayWhatIs } from "./answer.ts";
import { beforeEnd } from "./race.ts";
import type { Ending, Run } from "./run.ts";
import { begin, changesIn } from "./run.ts";
import { salvage } from "./salvage.ts";
import { MOST_SAID, createSpeaker } from "./speaker.ts";
import type { Looped, Task } from "./task.ts";
import type { Vocabulary } from "./vocabulary.ts";
import type { WorkParts } from "./work.ts";
import { work } from "./work.ts";

export type { Looped, Task } from "./task.ts";

/** Calls of one turn of a model; more is a model that runs away. */
const MOST_CALLS = 12;
/** Characters behind the prefix: with it, what a context of 4,096 tokens holds. */
const MOST_CHARACTERS = 9_000;
/** Where nothing is left to chance an empty turn comes again. */
const RETRY_TEMPERATURE = 0.4;

export interface LoopParts extends WorkParts {
  catalogue: Pick<Catalogue, "find">;
  vocabulary: Vocabulary;
}

/**
 * Lets a model run the house for one sentence: its wishes are looked at, planned, permitted and made by the gate alone, and
 * what tools read back is the answer. It ends after so many turns or at its deadline, and says when it is not sure.
 */
export async function runLoop(parts: LoopParts, task: Task): Promise<Looped> {
  const run = begin(parts.catalogue, parts.vocabulary, task);
  const ending = await within(task.ms, task.signal, (signal) => untilEnd(parts, run, signal));
  const { executed, steps, usage, ms } = run;
  return { executed, steps, usage, ms, ...ending, say: ending.say ?? sayWhatIs(run) };
}

async function untilEnd(parts: LoopParts, run: Run, signal: AbortSignal): Promise<Ending> {
  const { task } = run;
  try {
    while (run.steps < task.steps && lengthOf(run.messages) <= MOST_CHARACTERS) {
      const ending = await step(parts, run, signal);
      if (ending) return ending;
    }
    return { doubt: run.steps < task.steps ? "it became too long" : `${task.steps} steps were not enough` };
  } catch (thrown) {
    if (task.signal?.aborted) return { doubt: "it was cancelled" };
    const slow = `${task.model.name} took longer than ${Math.round(task.ms / 1_000)} s.`;
    const fault = signal.aborted ? new ModelFault("slow", slow) : thrown;
    if (fault instanceof ModelFault) return { doubt: fault.message, fault };
    if (thrown instanceof UserError) return { doubt: messageOf(thrown) };
    throw thrown;
  }
}

const lengthOf = (messages: readonly Message[]) => JSON.stringify(messages).length;

async function step(parts: LoopParts, run: Run, signal: AbortSignal): Promise<Ending | undefined> {
  const { wishes, text } = wishesOf(run, await write(parts, run, signal));
  if (wishes.length > MOST_CALLS) return { doubt: `it wanted ${wishes.length} calls at once` };
  if (wishes.length > 0) return work(parts, run, wishes, signal);
  if (text !== "") return answerIn(run, text);
  if (run.isRetried) return { doubt: "it said nothing" };
  run.isRetried = true;
  return undefined;
}

async function write({ elapsed }: LoopParts, run: Run, signal: AbortSignal): Promise<Written> {
  const { task, messages, usage, ms } = run;
  const { model, prefix, onWords } = task;
  const began = elapsed();
  run.steps += 1;
  const options = {
    signal,
    ...(run.isRetried && { temperature: RETRY_TEMPERATURE }),
    ...(onWords && changesIn(run) === 0 && { onWords: createSpeaker(onWords, (text) => isSayable(run, text)) }),
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
