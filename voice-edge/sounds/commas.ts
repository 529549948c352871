import { withoutEnd } from "../../kernel/text.ts";
import { wordsOf } from "../../kernel/names/words.ts";
import { around } from "./words.ts";

/** Words before a comma that are no sentence of their own: "Stop, creative", "Shut down, ubuntu". */
const FEW = 2;

/**
 * The text without the commas that recognition hears in a breath: behind the first words of an order, inside a name, at
 * the end. One between two orders stays.
 */
export function withoutBreaths(text: string, names: readonly (readonly string[])[]): string {
  const parts = withoutEnd(text, ",; \t\n").split(/,\s*/);
  return parts.reduce((before, after) => {
    const [told, next] = [wordsOf(before), wordsOf(after)];
    const isBegin = told.length <= FEW && told.every((word) => around.has(word));
    const isInside = names.some((words) =>
      words.some((word, at) => at > 0 && word === next[0] && words[at - 1] === told.at(-1)),
    );
    return `${before}${isBegin || isInside ? "" : ","} ${after}`;
  });
}
