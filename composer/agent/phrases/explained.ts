import { z } from "zod";
import { jsonObject } from "../../../kernel/schema.ts";
import { isStrange } from "./clauses.ts";
import { sayWhen } from "../../../kernel/times/index.ts";
import type { Parsed, Speech, Understood } from "./index.ts";
import type { Part } from "./reading.ts";
import { sentenceOf } from "./sentence.ts";

const read = z.object({
  /** the words, as they were written */
  said: z.string(),
  /** "if", "unless": looked at first; "do"; "otherwise": done when the look says no */
  role: z.enum(["if", "unless", "do", "otherwise"]),
  /** the template they fit; none where the words only point at what was said before */
  phrase: z.string().nullable(),
  tool: z.string(),
  args: jsonObject,
});

/** How a sentence was read; or where it stopped: what was understood, what stands behind it, and words nobody knows. */
export const explanation = z.object({
  read: z.array(read),
  /** when it would be done; null for now */
  when: z.string().nullable(),
  /** why nothing would be done; null when it was understood */
  stopped: z.string().nullable(),
  understood: z.string(),
  rest: z.string(),
  strange: z.array(z.string()),
});
export type Explained = z.infer<typeof explanation>;

/** A sentence that needs no phrase: it answers what was asked, or takes back what was done. */
export const asReply = (text: string): Explained => ({
  read: [],
  when: null,
  stopped: null,
  understood: text,
  rest: "",
  strange: [],
});

/** Puts a parse into words. */
export function explained(text: string, parsed: Parsed, speech: Speech): Explained {
  if ("steps" in parsed)
    return {
      read: readings(text, parsed),
      when: parsed.timed ? sayWhen(parsed.timed.when) : null,
      stopped: null,
      understood: text,
      rest: "",
      strange: [],
    };
  const { words, said } = sentenceOf(text);
  const { silent, reached = 0 } = parsed;
  return {
    read: [],
    when: null,
    stopped: silent,
    understood: said(0, reached),
    rest: said(reached, words.length),
    strange: words.filter((word) => word !== "," && isStrange(speech, word)),
  };
}

function readings(text: string, { parts, steps, condition }: Understood): Explained["read"] {
  if (parts.length === 0) return steps.map((step) => ({ said: text, role: "do", phrase: null, ...step }));
  const looks = condition?.steps.length ?? 0;
  const roleOf = (index: number) =>
    index < looks ? (condition?.holds ? "if" : "unless") : index < looks + steps.length ? "do" : "otherwise";
  return parts.map(({ of, from, to, template, step }: Part, index) => ({
    said: of.said(from, to),
    role: roleOf(index),
    phrase: template,
    ...step,
  }));
}
