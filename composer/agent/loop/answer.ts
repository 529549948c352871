import { wordsOf } from "../../../kernel/names/words.ts";
import { counted } from "../../../kernel/text.ts";
import { sayDone } from "../say.ts";
import { asksBack, claimsDone } from "./claims.ts";
import type { Ending, Run } from "./run.ts";
import { changesOf } from "./shape.ts";
import { isSmall } from "./vocabulary.ts";
import { changesIn, doneIn } from "./run.ts";

/** Words and no call: the answer, unless they say what nobody read. */
export function answerIn(run: Run, text: string): Ending {
  if (changesIn(run) > 0 || run.problem !== undefined) return settled(run); // what tools read back says it
  const isFit = isSayable(run, text);
  if (doneIn(run).length > 0) return isFit && isAbout(run, text) && !settled(run).doubt ? { say: text } : settled(run);
  if (claimsDone(text)) return { doubt: "it says it did something, and did nothing" };
  if (!isFit) return { doubt: "it speaks of what it did not look at" };
  const isOfHouse = run.shape.acts > 0 || run.spread > 0;
  return isOfHouse && !asksBack(text) ? { doubt: "it called nothing" } : { say: text, answered: true };
}

/** Whether words take up anything that was read: "I hope that helps" is no answer. */
function isAbout(run: Run, text: string): boolean {
  const words = new Set(wordsOf(text).filter((word) => !isSmall(word)));
  return doneIn(run).some(({ result }) => wordsOf(result).some((word) => words.has(word)));
}

/** What is done is the answer; where the last of it failed or was refused, or a small model left something, not without doubt. */
export function settled(run: Run): Ending {
  const { executed, problem, shape, task } = run;
  const last = executed.at(-1);
  if (last && !last.ok) return { doubt: `${last.tool} failed` };
  if (problem !== undefined) return { doubt: problem };
  const changed = changesOf(doneIn(run));
  const looks = doneIn(run).filter(({ risk }) => risk === "read").length;
  const isPart = task.model.tier === "local" && !shape.isConditional && changed > 0 && changed + looks < shape.opens;
  return isPart ? { doubt: `it made ${counted(changed + looks, "call")} for ${shape.opens} commands` } : {};
}

/** Whether words may be said: what they name of the house, and its numbers, comes from somewhere. */
export function isSayable(run: Run, text: string): boolean {
  const isTalk = run.spread === 0 && doneIn(run).length === 0;
  return !claimsDone(text) && run.ground.strangeSaid(text, { isTalk }) === undefined;
}

/** What tools read back, and what was not done for safety. */
export function sayWhatIs(run: Run): string {
  const done = doneIn(run);
  const said = new Set([sayDone(done, done.length), run.problem, ...run.refused].filter(Boolean));
  return said.size > 0 ? [...said].join(" ") : "Nothing was done.";
}
