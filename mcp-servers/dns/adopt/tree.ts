import { UserError } from "../../../kernel/errors.ts";
import { clean } from "../../../kernel/text.ts";
import { tokensOf } from "./tokens.ts";

/** "server_name a b;" or "location / { … }" */
export interface Directive {
  name: string;
  words: string[];
  block: Directive[] | undefined;
  line: number;
}

const DEEPEST = 32;

/** The directives of an nginx configuration. @throws UserError naming the line that is none */
export function directivesOf(text: string): Directive[] {
  const root: Directive[] = [];
  const open: Directive[][] = [root];
  let words: string[] = [];
  let from = 0;
  for (const { kind, text: word, line } of tokensOf(text)) {
    if (kind === "word") {
      if (words.length === 0) from = line;
      words.push(word);
      continue;
    }
    if (kind === "close") {
      if (words.length > 0) throw new UserError(`Line ${from}: ${clean(words.join(" "), 40)} has no ; at its end.`);
      if (open.length === 1) throw new UserError(`Line ${line}: } closes nothing.`);
      open.pop();
      continue;
    }
    const [name = "", ...rest] = words;
    if (words.length === 0) throw new UserError(`Line ${line}: ${word} stands for nothing.`);
    const directive: Directive = { name, words: rest, block: kind === "open" ? [] : undefined, line: from };
    open.at(-1)?.push(directive);
    words = [];
    if (!directive.block) continue;
    if (open.length > DEEPEST) throw new UserError(`Line ${line}: nested too deep.`);
    open.push(directive.block);
  }
  if (words.length > 0 || open.length > 1) throw new UserError("The file ends in the middle of a directive.");
  return root;
}
