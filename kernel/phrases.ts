import { z } from "zod";
import { isIn } from "./language/index.ts";
import type { Language } from "./language/language.ts";
import { json } from "./schema.ts";

/**
 * How people say what a server's tools do; compiled by the composer, understood without a model.
 * Templates: `word`, `[optional]`, `(one|other)`, `<rule>`, `{slot}` or `{slot:type}`.
 */
export const phraseSet = z.object({
  /** BCP 47 */
  language: z.string(),
  /** templates by name, used as `<name>` */
  rules: z.record(z.string(), z.string()).default({}),
  /**
   * nouns of a kind of thing, those that mean several of them, and the narrower kinds it includes:
   * `{cover: {words: ["cover", "covers"], includes: ["curtain"]}, person: {words: ["person"], many: ["people"]}}`
   */
  kinds: z
    .record(
      z.string(),
      z.object({
        words: z.array(z.string()),
        many: z.array(z.string()).default([]),
        includes: z.array(z.string()).default([]),
      }),
    )
    .default({}),
  /** one-of slots: what is said → what the tool gets */
  values: z.record(z.string(), z.record(z.string(), json)).default({}),
  /** groups of kinds a slot can be limited to, `{name:group}`; the first is what a bare room means, "any" all of them */
  things: z.record(z.string(), z.array(z.string())).default({}),
  phrases: z.array(
    z.object({
      say: z.array(z.string()),
      /** ways to say it that only stand behind another command: "… and the bedroom to 30 percent" */
      further: z.array(z.string()).default([]),
      /** ways to state it as a condition, behind "if": "any door is open"; its tool answers with `holds` in its data */
      when: z.array(z.string()).default([]),
      /** a name that must be there for the phrase to be understood: the scene "bedtime" for "good night" */
      needs: z.string().optional(),
      tool: z.string(),
      /** constants, or `"{slot}"` */
      args: z.record(z.string(), json).default({}),
    }),
  ),
});
export type PhraseSet = z.output<typeof phraseSet>;
/** A phrase set as it is written: what has a default may be left out. */
export type Phrases = z.input<typeof phraseSet>;

/** A server's phrases: one set, or one for each language. */
export const phraseSets = z.union([phraseSet.transform((set) => [set]), z.array(phraseSet)]);

/** The nouns of a language, with the kinds that kinds include, which are the same in every language. */
export function kindsIn(
  sets: readonly Pick<Phrases, "language" | "kinds">[],
  language: Pick<Language, "code">,
): NonNullable<Phrases["kinds"]> {
  const all = sets.flatMap((set) => Object.entries(set.kinds ?? {}).map(([kind, said]) => ({ set, kind, ...said })));
  return Object.fromEntries(
    [...Map.groupBy(all, ({ kind }) => kind)].map(([kind, some]) => {
      const own = some.filter(({ set }) => isIn(set.language, language));
      return [
        kind,
        {
          words: own.flatMap(({ words }) => words),
          many: own.flatMap(({ many = [] }) => many),
          includes: [...new Set(some.flatMap(({ includes = [] }) => includes))],
        },
      ];
    }),
  );
}
