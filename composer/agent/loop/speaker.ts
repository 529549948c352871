import { clean } from "../../../kernel/text.ts";

/** Characters of words that are kept of an answer. */
export const MOST_SAID = 2_000;
const ENDS = /[.!?…]["”’»)]*\s+/g;
/** What begins a call written as text, or the data of one. */
const CALLING = /^\s*[[{<`]|[{}]|<tool/;

/** Says an answer while it is being written: sentence by sentence, each only once it is whole and fit to be said. */
export function createSpeaker(
  say: (words: string) => void,
  isFit: (sentence: string) => boolean,
): (words: string) => void {
  let [heard, said, isSilent] = ["", 0, false];
  return (words) => {
    heard += words;
    if (isSilent || heard.length > MOST_SAID) return;
    // What is one sentence is not long: it is said whole, when it is known to be the answer.
    const ends = [...heard.matchAll(ENDS)].map(({ index, 0: mark }) => index + mark.length);
    const end = ends.findLast((at) => heard.slice(at).trim() !== "");
    if (end === undefined || end <= said) return;
    const sentence = clean(heard.slice(said, end), MOST_SAID);
    isSilent = CALLING.test(heard) || !isFit(sentence);
    if (isSilent) return;
    said = end;
    say(`${sentence} `);
  };
}
