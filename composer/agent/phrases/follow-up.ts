import type { Names } from "../../../kernel/names/index.ts";
import { keyOf } from "../../../kernel/names/words.ts";
import { listed } from "../../../kernel/text.ts";
import type { NameEntry, Step } from "../../../kernel/wire.ts";
import type { Clauses } from "./clauses.ts";
import type { Last, Meaning } from "./meaning.ts";
import type { Sentence } from "./sentence.ts";
import { partOf, replaced } from "./sentence.ts";
import type { Tongue } from "./tongue.ts";

/** Whether a sentence goes on from the one before: "and …", "what about …". */
export const goesOn = ({ again }: Tongue, { words }: Sentence): boolean => again(words, 0).length > 0;

/** Reads what makes sense only behind what was said before: "turn it back on", "a bit brighter". */
export function readFollowUp(tongue: Tongue, sentence: Sentence, clauses: Clauses, last: Last): Meaning | undefined {
  const [it = ""] = tongue.language.manners.pronouns;
  const start = Math.max(...tongue.around.starts(sentence.words, 0));
  const commands =
    readBack(tongue, sentence, clauses, last) ??
    clauses.commands(replaced(sentence, start, start, [it]), { name: last.name });
  return commands && { commands };
}

// "turn them back on": what the last call changed, not all it was said to.
function readBack(tongue: Tongue, sentence: Sentence, clauses: Clauses, last: Last) {
  const { words } = sentence;
  const { back } = tongue.language.manners;
  const at = words.findIndex((word, index) => back.includes(word) && tongue.isPronoun(words[index - 1] ?? ""));
  if (at < 0) return undefined;
  const plain = replaced(sentence, at, at + 1, []);
  const changed =
    last.changed.length > 0
      ? clauses.commands(plain, { name: listed(last.changed, tongue.language.spelling.and) })
      : undefined;
  return changed ?? clauses.commands(plain, { name: last.name });
}

/** The last call once more ("do that again"), or for another thing or room: "and the hall?", "what about the kitchen". */
export function readAgain(
  { language, again, around }: Tongue,
  sentence: Sentence,
  last: Last,
  names: Names<NameEntry> | undefined,
  here: string | undefined,
): Step | undefined {
  const { words } = sentence;
  if (language.manners.repeats.includes(keyOf(words))) return { tool: last.tool, args: last.args };
  for (const from of again(words, 0).toSorted((one, other) => other - one)) {
    for (let to = words.length; to > from; to--) {
      if (!around.ends(words, to).includes(words.length)) continue;
      const name = names && another(partOf(sentence, from, to).words, last, names, here, language.spelling.and);
      if (name !== undefined) return { tool: last.tool, args: { ...last.args, name } };
    }
  }
  return undefined;
}

// Of another room what is meant is what was spoken of in the one before: its fan for a fan.
function another(words: readonly string[], last: Last, names: Names<NameEntry>, here: string | undefined, and: string) {
  const options = here === undefined ? {} : { here };
  const found = names.resolveWords(words, options);
  if ("unknown" in found) return undefined;
  if ("ask" in found || found.how !== "room") return keyOf(words);
  const before = names.resolve(last.name, options);
  if (!("things" in before) || before.how === "room") return keyOf(words);
  const kinds = [...new Set(before.things.map(({ kind }) => kind))];
  const alike = names.resolveWords(words, { ...options, kinds });
  return "things" in alike
    ? listed(
        alike.things.map(({ name }) => name),
        and,
      )
    : undefined;
}
