import type { Executed } from "../../gate/types.ts";
import type { Catalogue, ListedTool } from "../../hub/door.ts";
import type { Message } from "../models/model.ts";
import { fenced } from "./fence.ts";
import type { Ground } from "./ground.ts";
import { createGround } from "./ground.ts";
import type { Shape } from "./shape.ts";
import { shapeOf } from "./shape.ts";
import type { Looped, Task } from "./task.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** A task under way. */
export interface Run {
  task: Task;
  /** what the model was told of, by name */
  tools: ReadonlyMap<string, ListedTool>;
  ground: Ground;
  shape: Shape;
  /** of how many servers the sentence speaks */
  spread: number;
  /** servers the person spoke of, by name or by what was done for their words alone */
  domains: Set<string>;
  /** servers that a text speaks of */
  domainsOf(text: string): readonly string[];
  messages: Message[];
  executed: Executed[];
  /** what was not done, whatever the model says */
  refused: string[];
  /** what the gate said against the last plan */
  problem?: string;
  steps: number;
  /** the model has read text from outside */
  isTainted: boolean;
  /** it was told once what was wrong */
  isCorrected: boolean;
  /** it said nothing once */
  isRetried: boolean;
  usage: Looped["usage"];
  ms: Looped["ms"];
}

/** How a run ends; without `say` the answer is what tools read back. */
export type Ending = Pick<Looped, "answered" | "doubt" | "unsure" | "ask" | "fault"> & { say?: string | undefined };

export function begin(catalogue: Pick<Catalogue, "find">, vocabulary: Vocabulary, task: Task): Run {
  const { prefix, done, sentence, grounds } = task;
  const tools = new Map(
    prefix.tools.flatMap(({ name }) => {
      const tool = catalogue.find(name);
      return tool ? [[name, tool] as const] : [];
    }),
  );
  // Of a tool that this model may not know it does not hear what it said either.
  const told = done.filter(({ tool }) => tools.has(tool));
  const ground = createGround(vocabulary, [sentence, ...grounds, ...told.map(({ result }) => result)]);
  return {
    task,
    tools,
    ground,
    shape: shapeOf(sentence),
    spread: vocabulary.touched(sentence).length,
    domains: new Set(task.domains),
    domainsOf: vocabulary.domains,
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

/** Calls of this turn, whoever made them. */
export const doneIn = ({ task, executed }: Run): Executed[] => [...task.done, ...executed];

/** How many of them changed something. */
export const changesIn = (run: Run): number => doneIn(run).filter(({ ok, risk }) => ok && risk !== "read").length;
