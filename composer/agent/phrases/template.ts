import { UserError } from "../../../kernel/errors.ts";
import { wordsOf } from "../../../kernel/names/words.ts";

/** A template as a tree. `[x]` is a choice between x and nothing. */
export type Node =
  | { kind: "word"; word: string }
  | { kind: "slot"; name: string; type: string }
  | { kind: "sequence"; parts: Node[] }
  | { kind: "choice"; parts: Node[] };

const TOKEN = /\s*(\{\w+(?::[\w ]+)?\}|<\w+>|[[\]()|]|[^\s[\]()|{}<>]+)/y;
const DEEPEST = 12;

/**
 * Makes a reader of templates: `word`, `[optional]`, `(one|other)`, `<rule>`, `{slot}` or `{slot:type}`. A rule is read once.
 * The reader throws a UserError that says what it cannot read.
 */
export function templateReader(rules: Readonly<Record<string, string>>): (template: string) => Node {
  const known = new Map<string, Node>();
  const read = (template: string, depth: number): Node => {
    if (depth > DEEPEST) throw new UserError(`Phrase rules refer to each other in a circle: ${template}`);
    const rule = (name: string): Node => {
      const text = rules[name];
      if (text === undefined) throw new UserError(`Phrase ${JSON.stringify(template)} names no rule <${name}>`);
      const node = known.get(name) ?? read(text, depth + 1);
      known.set(name, node);
      return node;
    };
    return readTemplate(template, rule);
  };
  return (template) => read(template, 0);
}

function readTemplate(template: string, rule: (name: string) => Node): Node {
  const tokens = tokensOf(template);
  let at = 0;
  const choice = (end: string | undefined): Node => {
    const parts: Node[][] = [[]];
    for (; at < tokens.length && tokens[at] !== end; at++) {
      const token = tokens[at] ?? "";
      if (token === "|") parts.push([]);
      else parts.at(-1)?.push(item(token));
    }
    if (tokens[at] !== end) throw new UserError(`Phrase ${JSON.stringify(template)} lacks ${end}`);
    const all = parts.map((each): Node => (each.length === 1 && each[0] ? each[0] : { kind: "sequence", parts: each }));
    return all.length === 1 && all[0] ? all[0] : { kind: "choice", parts: all };
  };
  const item = (token: string): Node => {
    if (token === "[" || token === "(") {
      at++;
      const inner = choice(token === "[" ? "]" : ")");
      return token === "(" ? inner : { kind: "choice", parts: [inner, { kind: "sequence", parts: [] }] };
    }
    if (token === "]" || token === ")")
      throw new UserError(`Phrase ${JSON.stringify(template)} has a ${token} too many`);
    if (token.startsWith("<")) return rule(token.slice(1, -1));
    if (token.startsWith("{")) return slot(token.slice(1, -1));
    const words = wordsOf(token).map((word): Node => ({ kind: "word", word }));
    return words.length === 1 && words[0] ? words[0] : { kind: "sequence", parts: words };
  };
  return choice(undefined);
}

const slot = (text: string): Node => {
  const [name = "", type = name] = text.split(":");
  return { kind: "slot", name, type };
};

function tokensOf(template: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < template.trimEnd().length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(template);
    if (!match?.[1])
      throw new UserError(
        `Phrase ${JSON.stringify(template)} cannot be read from ${JSON.stringify(template.slice(from))}`,
      );
    tokens.push(match[1]);
  }
  return tokens;
}

/** The words a template can begin with; `open` when it can begin with a slot or be empty. */
export function beginnings(node: Node): { words: Set<string>; open: boolean } {
  switch (node.kind) {
    case "word":
      return { words: new Set([node.word]), open: false };
    case "slot":
      return { words: new Set(), open: true };
    case "choice":
      return node.parts.map(beginnings).reduce(join, { words: new Set<string>(), open: false });
    case "sequence": {
      const words = new Set<string>();
      for (const part of node.parts) {
        const first = beginnings(part);
        for (const word of first.words) words.add(word);
        if (!first.open) return { words, open: false };
        if (part.kind === "slot") return { words, open: true };
      }
      return { words, open: true };
    }
  }
}

type Beginnings = ReturnType<typeof beginnings>;
const join = (one: Beginnings, other: Beginnings): Beginnings => ({
  words: new Set([...one.words, ...other.words]),
  open: one.open || other.open,
});

/** All words of a template. */
export const wordsIn = (node: Node): string[] =>
  node.kind === "word" ? [node.word] : node.kind === "slot" ? [] : node.parts.flatMap(wordsIn);

/** Words a sentence must have for a template to fit: one of each set. */
export function needs(node: Node): ReadonlySet<string>[] {
  switch (node.kind) {
    case "word":
      return [new Set([node.word])];
    case "slot":
      return [];
    case "sequence":
      return node.parts.flatMap(needs);
    case "choice": {
      const firsts = node.parts.map((part) => needs(part)[0]);
      return firsts.includes(undefined) ? [] : [new Set(firsts.flatMap((set) => [...(set ?? [])]))];
    }
  }
}
