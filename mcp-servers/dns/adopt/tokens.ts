import { UserError } from "../../../kernel/errors.ts";

/** A word, or a mark that ends or nests directives; with the line it begins on. */
export interface Token {
  kind: "word" | "end" | "open" | "close";
  text: string;
  line: number;
}

const MOST_CHARACTERS = 1_000_000;
const MARKS: Record<string, Token["kind"]> = { ";": "end", "{": "open", "}": "close" };
const isSpace = (mark: string) => mark === " " || mark === "\t" || mark === "\n" || mark === "\r";

/**
 * The words and marks of an nginx configuration, as nginx reads them: quotes, escapes, comments, `${variables}`. One
 * walk over the text, so that no text takes longer than its length.
 * @throws UserError for a quote that does not end
 */
export function tokensOf(text: string): Token[] {
  if (text.length > MOST_CHARACTERS) throw new UserError("The file is too long: at most 1 MB.");
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  const step = () => {
    const mark = text[at++] ?? "";
    if (mark === "\n") line++;
    return mark;
  };
  const quoted = (quote: string): string => {
    const from = line;
    let word = "";
    for (;;) {
      if (at >= text.length) throw new UserError(`A quote that begins on line ${from} does not end.`);
      const mark = step();
      if (mark === quote) return word;
      word += mark === "\\" && at < text.length ? step() : mark;
    }
  };
  const bare = (): string => {
    let word = "";
    while (at < text.length) {
      const mark = text[at] ?? "";
      if (mark === "$" && text[at + 1] === "{") {
        while (at < text.length && text[at] !== "}") word += step();
        word += step();
        continue;
      }
      if (isSpace(mark) || mark in MARKS) break;
      step();
      word += mark === "\\" && at < text.length ? step() : mark;
    }
    return word;
  };
  while (at < text.length) {
    const mark = text[at] ?? "";
    const kind = MARKS[mark];
    const from = line;
    if (isSpace(mark)) step();
    else if (mark === "#") while (at < text.length && text[at] !== "\n") at++;
    else if (kind) tokens.push({ kind, text: step(), line: from });
    else if (mark === '"' || mark === "'") tokens.push({ kind: "word", text: (step(), quoted(mark)), line: from });
    else tokens.push({ kind: "word", text: bare(), line: from });
  }
  return tokens;
}
