import { clean, listed } from "../../../kernel/text.ts";
import type { Step } from "../../../kernel/wire.ts";
import type { Executed } from "../../gate/types.ts";
import type { ListedTool } from "../../hub/door.ts";
import type { Wish } from "../models/model.ts";
import type { Ground } from "./ground.ts";
import { repair } from "./repair.ts";
import { isContrary, isSame, undoes } from "./repeats.ts";
import type { Shape } from "./shape.ts";
import { unsaidEnd, wrongVerb } from "./verbs.ts";

/** What becomes of a wish before the gate sees it. */
export type Judged = { wish: Wish } & (
  | { step: Step }
  /** not made, since this turn already did it */
  | { known: string }
  /** not made, whatever the model says */
  | { refused: string }
  /** not made until it is put right; `unsure` is the call where it may be right and nobody said so */
  | { fault: string; unsure?: Step }
);

export interface Judging {
  sentence: string;
  /** what else was said, and answered of us */
  before: readonly string[];
  shape: Pick<Shape, "time">;
  /** what this model was told of, by name */
  tools: ReadonlyMap<string, ListedTool>;
  ground: Ground;
  /** servers the person named */
  domains: ReadonlySet<string>;
  /** servers that a text speaks of */
  domainsOf(text: string): readonly string[];
  /** whether the model has read text from outside */
  isTainted: boolean;
  /** calls of this turn so far, whoever made them */
  done: readonly Executed[];
}

/** Looks at the wishes of one turn of a model: what may go to the gate, and what not and why. */
export function judge(wishes: readonly Wish[], situation: Judging): Judged[] {
  const judged: Judged[] = [];
  const steps: Step[] = [];
  for (const wish of wishes) {
    const one = { wish, ...verdictOn(wish, situation, steps) };
    if ("step" in one) steps.push(one.step);
    judged.push(one);
  }
  return judged;
}

type Verdict = { step: Step } | { known: string } | { refused: string } | { fault: string; unsure?: Step };

function verdictOn({ tool: name, args: given }: Wish, situation: Judging, together: readonly Step[]): Verdict {
  const { sentence, before, shape, isTainted, tools, ground, done } = situation;
  const tool = tools.get(name);
  if (!tool) return { fault: `There is no tool ${clean(name, 40)}. Known: ${listed([...tools.keys()])}.` };
  const repaired = repair(tool, given);
  if ("fault" in repaired) return repaired;
  const step = { tool: name, args: repaired.args };
  const repeated = repeatedIn(done, step);
  if (repeated) return { known: repeated.result };
  if (together.some((one) => isSame(step, one))) return { known: "Once is enough." };
  if (done.some((one) => one.ok && undoes(step, one)))
    return { refused: `${name} was not called again: it would take back what was just done.` };
  if (together.some((one) => isContrary(step, one))) return { fault: "These calls contradict each other." };
  if (isForeign(tool, step, situation))
    return { refused: `${name} was not called: only what you name yourself is done once other text was read.` };
  const strange = ground.strangeIn(tool, step.args);
  if (strange !== undefined)
    return { fault: `Nobody said ${JSON.stringify(clean(strange, 60))}: use names and numbers as said.`, unsure: step };
  if (shape.time === "later" && tool.risk !== "read" && !takesTime(tool))
    return { fault: "The sentence is for another time: keep it as a task.", unsure: step };
  const said = wrongVerb(sentence, step);
  if (said !== undefined) return { fault: `The sentence says ${said}.`, unsure: step };
  const unsaid = unsaidEnd([sentence, ...(isTainted ? [] : before)].join(" "), step);
  if (unsaid !== undefined) return { fault: `Nobody said ${unsaid}.`, unsure: step };
  return { step };
}

/** The same call, made before; a look is another one once something has changed. */
function repeatedIn(done: readonly Executed[], step: Step): Executed | undefined {
  const at = done.findLastIndex((one) => isSame(step, one));
  const isOld = done[at]?.risk === "read" && done.slice(at).some(({ risk }) => risk !== "read");
  return isOld ? undefined : done[at];
}

/** Text from outside may ask for anything: after it only looking is free, and what the person spoke of. */
function isForeign(
  tool: ListedTool,
  step: Step,
  { isTainted, domains, domainsOf, shape: { time }, tools, done }: Judging,
): boolean {
  if (!isTainted || tool.risk === "read") return false;
  if (!takesTime(tool)) return !domains.has(tool.server);
  // Whoever names a time asks for a task, about what they spoke of; what a third party said is not put into one.
  const isOurs = done.every((one) => tools.get(one.tool)?.trusted ?? false);
  const isAsked = domains.has(tool.server) || (time !== undefined && isOurs);
  const isOfOthers = (server: string) => server !== tool.server && !domains.has(server);
  return !isAsked || domainsOf(JSON.stringify(Object.values(step.args))).some(isOfOthers);
}

/** Whether a tool keeps something for another time. */
const takesTime = ({ wire }: ListedTool) => "when" in (wire.inputSchema.properties ?? {});
