import { conditionQuestions } from "./conditions.ts";
import { measureQuestions } from "./measures.ts";
import type { Said } from "./said.ts";

const get = (what: string | undefined, say: string[]): Said => ({
  say,
  tool: "home_get",
  args: { name: "{name}", ...(what && { what }) },
});
const NOW = "[(right now|now|currently|at the moment|today)]";

/** What is there, and how it is. */
const states: Said[] = [
  get("count", [
    `<ask> [as to] how many {of:word} [there] [(are|can|do|remain|exist|have)] [(there|be found|i have|we have|i got|left|located|listed)] <lately> [(on|in)] (on|in) {name:list} <lately>`,
    `<ask> (what is|whats|for) the [current] (number|quantity|amount|count) of {of:word} (on|in) {name:list} <lately>`,
    `(may|can|could) i ask for the (number|quantity|amount) of {of:word} (on|in) {name:list} <lately>`,
  ]),
  get("count", ["how many {name} (are there|do i have|do we have) [in the house|at home]"]),
  get("which playing", [
    `(what is|whats) <lately> [playing] (on|at|in) {name:about playing} <lately>`,
    `(what|which) [<track>] (is|are) <lately> [playing] (on|in) {name:about playing} <lately>`,
    `[is there] anything playing (on|in) {name:about playing} <lately>`,
    `(what is|whats) {name:about playing} playing <lately>`,
    `(what|which) [<track>] (is|are) {name:about playing} playing <lately>`,
  ]),
  get(undefined, [
    `is {name:about on} {one:word} [,] or [(in|on)] {other:word}`,
    `is {name:about on} {one:word} [,] {other:word} [,] or {third:word}`,
    "where is {name:about home} <lately>",
  ]),
  {
    say: [
      `(what is|whats) playing ${NOW}`,
      `(what|which) <track> is (this|that|it|playing) ${NOW}`,
      "(who is|whos) (singing|playing) [this]",
      "(what is|whats) this <track>",
    ],
    tool: "home_get",
    args: { name: "player" },
  },
  ...[`(what is|whats|how is|hows) the weather [like] ${NOW} [outside]`, `weather [forecast]`].map((say): Said => ({
    say: [say],
    needs: "weather",
    tool: "home_get",
    args: { name: "weather" },
  })),
  get(undefined, [
    `(what is|whats|how is|hows) the weather [like] ${NOW} [(in|at|for)] {name:weather} [like] ${NOW}`,
    `(what is|whats|what are|tell me|give me|check|how is|hows|how are) [the] [current] (state|status|condition|update|situation|mode) (of|on|for|with) {name} ${NOW}`,
    "(what is|whats|tell me|give me) {name} (state|status)",
    "[the] (state|status) (of|for|on) {name}",
    "{name} (status|state)",
    "(tell me|say something) about {name}",
    "(got any|any|do you have any) (updates|news|info|information|update) (on|about|for|regarding) {name}",
    `(what is|whats) the (word|story|news|latest) (on|with|about) {name} ${NOW}`,
    "[can you|could you] update me on {name}",
    "where is {name:vacuum} <lately>",
    `(what is|whats) {name} (doing|up to) ${NOW}`,
    `(what is|whats) (happening|going on|going down|up|the deal|the story|the word) with {name} ${NOW}`,
    `(how is|hows) {name} (doing|going) ${NOW}`,
    "(what is|whats|tell me) {name:reading} [reading|at|showing|saying|indicating]",
    "(what does|what is) {name:reading} (read|show|say|reading)",
    "is {name:mover} (open or closed|closed or open)",
    "is {name:lock} (locked or unlocked|unlocked or locked)",
    "is {name:about on} (on or off|off or on)",
    // Named alone, what one can only look at, or should not touch without a verb, is looked at.
    "{name:reading}",
    "{name:lock}",
  ]),
];

/** Questions about states. */
export const questions: Said[] = [...conditionQuestions, ...measureQuestions, ...states];
