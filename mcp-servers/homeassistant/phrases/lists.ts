import type { Said } from "./said.ts";

type Verb = "read" | "add" | "done" | "remove" | "has";

/** One saying with a list named, and the same without: then it is the only list, or the question is which. */
const list = (verb: Verb, named: string[], unnamed: string[], when: string[] = []): Said[] => {
  const item = verb === "read" ? {} : { item: "{item}" };
  return [
    { say: named, when, tool: "home_list", args: { do: verb, ...item, list: "{list}" } },
    { say: unnamed, tool: "home_list", args: { do: verb, ...item } },
  ];
};
const THE = "(the|my|our)";
const DONE = "(done|complete|completed|finished|bought|got|gotten)";

/** Shopping and to-do lists. */
export const lists: Said[] = [
  ...list(
    "add",
    [
      `(add|put|insert|write|include|append|place|stick) {item:text} (to|on|onto|in|into) [${THE}] {list:list}`,
      "<want> {item:text} (added|put|on) [(to|on|onto)] {list:list}",
      "(i|we) need {item:text} on {list:list}",
      "(remember|remind me) to add {item:text} to {list:list}",
    ],
    [
      `(add|put|write) {item:text} (to|on|onto) ${THE} list`,
      "(i|we) need to buy {item:text}",
      "(we are|were|im|i am) [all] out of {item:text}",
      "remind me to buy {item:text}",
    ],
  ),
  ...list(
    "remove",
    ["(remove|delete|take|erase|drop|strike|scratch) {item:text} (from|off|off of|on|in) {list:list}"],
    [`(remove|delete|take|erase) {item:text} (from|off|off of) ${THE} list`],
  ),
  ...list(
    "done",
    [
      "(complete|finish|check off|tick off|cross off|mark off) {item:text} (on|from|off|in) {list:list}",
      "(check|tick|cross|mark) {item:text} (off|off of|off from|off on) {list:list}",
      `mark {item:text} [as] ${DONE} (on|in) {list:list}`,
    ],
    [
      `(check off|tick off|cross off|mark off) {item:text} [(from|on) ${THE} list]`,
      `(check|tick|cross) {item:text} (off|off of|off from) [${THE} list]`,
      `mark {item:text} as ${DONE}`,
      "(i|we) [have] bought {item:text}",
    ],
  ),
  ...list(
    "has",
    ["<ask> (is|are) {item:text} [still] [already] on {list:list}", "do (i|we) have {item:text} on {list:list}"],
    [`<ask> (is|are) {item:text} [still] [already] on ${THE} list`, "do (i|we) [still] need to buy {item:text}"],
    ["{item:text} (is|are) [still] on {list:list}", "there (is|are) {item:text} on {list:list}"],
  ),
  ...list(
    "read",
    [
      "(read|show|tell|give|list) [me] [(out|whats on|what is on)] {list:list}",
      "<ask> (what is|whats) (on|in) {list:list}",
      "<ask> what (items|things) are on {list:list}",
      "<ask> what do (i|we) (need|have) [to (buy|do|get)] on {list:list}",
      "is there anything on {list:list}",
      "{list:list}",
    ],
    ["what do (i|we) (need|have) to (buy|get)", `(what is|whats) on ${THE} list`, `read [me] [out] ${THE} list`],
  ),
];
