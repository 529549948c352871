import type { Wish } from "../models/model.ts";

/** What a text came to: the calls that were written into it, and the words that are left. */
export interface Salvaged {
  wishes: Wish[];
  text: string;
}

/** Characters of a text that are looked at: a call is short, and what comes after is no call. */
const MOST = 4_000;
const NAMES = ["name", "tool", "tool_name", "function"] as const;
const ARGUMENTS = ["arguments", "parameters", "args", "input"] as const;
/** What stands around calls in a text: tags, fences, and the brackets of a list. */
const AROUND = /<\/?tool_calls?>|<\|[a-z_]+\|>|```[a-z_]*|[[\],;]/gi;

/**
 * Calls that a model wrote as text instead of making them: `<tool_call>{…}</tool_call>`, a fenced block, or the bare
 * object, also several, in a list, or with its end missing. Only of known tools; anything else stays text.
 */
export function salvage(text: string, isKnown: (tool: string) => boolean): Salvaged {
  const wishes: Wish[] = [];
  const head = text.slice(0, MOST);
  let left = "";
  let at = 0;
  while (at < head.length) {
    const open = head.indexOf("{", at);
    if (open < 0) break;
    const end = objectEnd(head, open);
    const wish = wishOf(parsed(head.slice(open, end ?? head.length), end === undefined), isKnown, wishes.length);
    const behind = wish ? (end ?? head.length) : open + 1;
    left += wish ? head.slice(at, open) : head.slice(at, behind);
    if (wish) wishes.push(wish);
    at = behind;
  }
  if (wishes.length === 0) return { wishes, text };
  return { wishes, text: (left + head.slice(at)).replace(AROUND, " ").trim() };
}

function wishOf(value: unknown, isKnown: (tool: string) => boolean, index: number): Wish | undefined {
  if (!isObject(value)) return undefined;
  // {"type": "function", "function": {…}}: the call itself is inside
  const inner = isObject(value["function"]) ? value["function"] : value;
  const tool = NAMES.map((key) => inner[key]).find((name) => typeof name === "string");
  if (tool === undefined || !isKnown(tool)) return undefined;
  const key = ARGUMENTS.find((one) => one in inner);
  return { id: `salvaged-${index + 1}`, tool, args: key === undefined ? {} : inner[key] };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The position behind the object that begins here; undefined when it does not end. */
function objectEnd(text: string, from: number): number | undefined {
  let depth = 0;
  let isQuoted = false;
  for (let at = from; at < text.length; at++) {
    const sign = text[at];
    if (isQuoted) {
      if (sign === "\\") at += 1;
      else if (sign === '"') isQuoted = false;
    } else if (sign === '"') isQuoted = true;
    else if (sign === "{") depth += 1;
    else if (sign === "}" && --depth === 0) return at + 1;
  }
  return undefined;
}

/** JSON, also with a comma too many, and, where the text ran out, without its last brackets. */
function parsed(text: string, isOpen: boolean): unknown {
  const tidy = text.replace(/<\/?tool_call>[^]*$/, "").trim();
  for (const end of isOpen ? ["}", "}}"] : [""]) {
    for (const tried of [tidy + end, (tidy + end).replace(/,\s*(?=[}\]])/g, "")]) {
      try {
        return JSON.parse(tried);
      } catch {
        // the next way to end it
      }
    }
  }
  return undefined;
}
