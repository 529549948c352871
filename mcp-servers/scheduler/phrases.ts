import type { Phrases } from "../../kernel/phrases.ts";

const TASK = "(task|schedule|timer|routine)";
const TASKS = "(tasks|scheduled tasks|schedules|planned tasks|timers)";

const english: Phrases = {
  language: "en",
  rules: { asked: "[(tell me|show me|give me)]", the: "[(the|my|our)]", task: TASK, tasks: TASKS },
  phrases: [
    {
      say: [
        "<asked> what is (scheduled|planned)",
        "<asked> what have (i|we) (scheduled|planned)",
        "<asked> (what|which) <tasks> (are there|do (i|we) have)",
        "(list|show|show me) [all] <the> <tasks>",
      ],
      tool: "task_list",
    },
    {
      say: ["(cancel|delete|remove) <the> {name:text} <task>", "(cancel|delete|remove) <the> <task> {name:text}"],
      tool: "task_cancel",
      args: { name: "{name}" },
    },
    { say: ["(cancel|delete|remove) <the> <task>"], tool: "task_cancel", args: { name: "task" } },
    { say: ["(cancel|delete|remove) all [of] <the> <tasks>"], tool: "task_cancel", args: { name: "all" } },
    {
      say: ["(pause|suspend) <the> {name:text} <task>", "(pause|suspend) <the> <task> {name:text}"],
      tool: "task_cancel",
      args: { name: "{name}", do: "pause" },
    },
    {
      say: ["(resume|continue|unpause) <the> {name:text} <task>", "(resume|continue|unpause) <the> <task> {name:text}"],
      tool: "task_cancel",
      args: { name: "{name}", do: "resume" },
    },
    {
      say: ["run <the> {name:text} <task> [now]", "run <the> <task> {name:text}"],
      tool: "task_cancel",
      args: { name: "{name}", do: "run" },
    },
  ],
};

const german: Phrases = {
  language: "de",
  phrases: [
    {
      say: [
        "was ist geplant",
        "was steht an",
        "welche (aufgaben|zeitpläne|timer) gibt es",
        "zeige [mir] [alle] [(die|meine|unsere)] (aufgaben|zeitpläne|timer)",
      ],
      tool: "task_list",
    },
    {
      say: ["lösche [(die|den|meine|meinen)] (aufgabe|zeitplan|timer) {name:text}"],
      tool: "task_cancel",
      args: { name: "{name}" },
    },
    { say: ["lösche alle (aufgaben|zeitpläne|timer)"], tool: "task_cancel", args: { name: "all" } },
  ],
};

/** How people ask for what is to be done at its time; when that is stands in the sentences themselves. */
export const phrases: readonly Phrases[] = [english, german];
