import { z } from "zod";
import type { PlannedStep, Request } from "./types.ts";
import type { Question } from "../../kernel/wire.ts";
import { clean, listed } from "../../kernel/text.ts";

const ms = z.number().min(0).max(600_000);

/** How a sentence was heard, where it was spoken, and how long each part of that took; milliseconds. */
export const heard = z.object({
  /** as recognition wrote it, before names of the house were put in */
  heard: z.string().max(2_000),
  /** a name was put where something else was heard */
  fuzzy: z.boolean(),
  engine: z.string().max(40),
  model: z.string().max(80),
  ms: z.object({ upload: ms, decode: ms, queued: ms, endpoint: ms, stt: ms, sound: ms.optional() }),
});
export type HeardSentence = z.infer<typeof heard>;

// What ends, removes or opens something. Said in other words it may have been something else.
const GRAVE = /(^|[_-])(stop|force|reboot|restart|delete|remove|cancel|restore|revert|unlock|open)($|[_-])/;

/**
 * What is asked back before a sentence that was not clearly heard stops, deletes, restores or opens something; nothing
 * where it does none of that, or was answered.
 */
export function doubtOf(
  { unsure, confirmed }: Pick<Request, "unsure" | "confirmed">,
  steps: readonly PlannedStep[],
): Question | undefined {
  if (unsure === undefined || confirmed) return undefined;
  const grave = steps.filter(
    ({ tool, plan }) => plan.risk === "danger" || GRAVE.test(tool.name) || isGrave(plan.args["do"]),
  );
  if (grave.length === 0) return undefined;
  const what = listed(grave.map(({ plan }) => plan.summary));
  return {
    kind: "confirm",
    question: `I heard “${clean(unsure, 120)}”. Did you mean: ${what}?`,
    choices: ["yes", "no"],
  };
}

const isGrave = (verb: unknown) => typeof verb === "string" && GRAVE.test(verb);
