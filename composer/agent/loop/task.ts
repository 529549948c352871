import type { Question, Step } from "../../../kernel/wire.ts";
import type { Executed, Request } from "../../gate/types.ts";
import type { ModelFault } from "../models/fault.ts";
import type { Model, Prefix, Usage } from "../models/model.ts";

/** What a model is asked to do. */
export interface Task {
  model: Model;
  prefix: Prefix;
  /** the user's turn: notes and the sentence */
  turn: string;
  sentence: string;
  /** what names and numbers may come from beside the sentence: the room, what was said before, names it means */
  grounds: readonly string[];
  /** servers the person spoke of */
  domains: readonly string[];
  /** whether the notes hold text from outside */
  isTainted: boolean;
  /** calls of this turn that another model made: they are not made again */
  done: readonly Executed[];
  request: Request;
  dryRun: boolean;
  /** turns of the model, at most */
  steps: number;
  /** milliseconds until there has to be an answer */
  ms: number;
  signal?: AbortSignal | undefined;
  onPlan?: ((plan: { turn: string; steps: { tool: string; summary: string }[] }) => void) | undefined;
  /** told of an answer sentence by sentence, where it has several */
  onWords?: ((words: string) => void) | undefined;
}

/** What came of it. */
export interface Looped {
  say: string;
  /** nothing had to be called: the words are the answer */
  answered?: boolean | undefined;
  /** calls it made, in order */
  executed: Executed[];
  /** why another model should be asked, or a person: nothing in `say` is made up all the same */
  doubt?: string | undefined;
  /** calls that may be meant, and were not made for want of a word that says so */
  unsure?: Step[] | undefined;
  /** what has to be answered first */
  ask?: { question: Question; steps: Step[] } | undefined;
  /** the model gave no turn */
  fault?: ModelFault | undefined;
  usage: Usage;
  /** turns of the model */
  steps: number;
  /** milliseconds in the model, and in tools */
  ms: { model: number; tools: number };
}
