import type { Argument, Expression, StringLiteral, TemplateLiteral } from "oxc-parser";
import { parseSync, Visitor } from "oxc-parser";
import { sources } from "./rooms.ts";

/** A regular expression as it is written in a file, or where one is put together from what is not known there. */
export interface Written {
  file: string;
  line: number;
  source: string;
  flags: string;
  /** made of parts that are known only when it runs; each is taken for a word */
  computed: boolean;
}

/** Every regular expression of the project: literals, and what `RegExp` is given. */
export const regularExpressions = (): Written[] => sources().flatMap(({ file, text }) => writtenIn(file, text));

/** The regular expressions of one file. @throws when the file cannot be read */
export function writtenIn(file: string, text: string): Written[] {
  const { program, errors } = parseSync(file, text);
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`);
  const found: Written[] = [];
  const lineOf = (at: number) => text.slice(0, at).split("\n").length;
  const constructed = (callee: Expression, given: readonly Argument[], start: number) => {
    if (callee.type !== "Identifier" || callee.name !== "RegExp") return;
    const [source, flags] = given.map(textOf);
    if (!source) return;
    found.push({ file, line: lineOf(start), source: source.text, flags: flags?.text ?? "", computed: source.computed });
  };
  new Visitor({
    Literal(node) {
      if (!("regex" in node)) return;
      const { pattern, flags } = node.regex;
      found.push({ file, line: lineOf(node.start), source: pattern, flags, computed: false });
    },
    NewExpression: (node) => constructed(node.callee, node.arguments, node.start),
    CallExpression: (node) => constructed(node.callee, node.arguments, node.start),
  }).visit(program);
  return found;
}

const SOME_WORD = "word";

function textOf(argument: Argument): { text: string; computed: boolean } | undefined {
  if (isText(argument)) return { text: argument.value, computed: false };
  if (isTemplate(argument)) {
    const parts = argument.quasis.map(({ value }) => value.cooked ?? "");
    return { text: parts.join(SOME_WORD), computed: parts.length > 1 };
  }
  return { text: SOME_WORD, computed: true };
}

const isText = (node: Argument): node is StringLiteral => node.type === "Literal" && typeof node.value === "string";
const isTemplate = (node: Argument): node is TemplateLiteral => node.type === "TemplateLiteral";
