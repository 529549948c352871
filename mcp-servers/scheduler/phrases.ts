import type { Phrases } from "../../kernel/phrases.ts";

const TASK = "(task|schedule|timer|routine|automation)";
const TASKS = "(tasks|scheduled tasks|schedules|planned tasks|timers|routines)";

const english: Phrases = {
  language: "en",
  rules: {
    asked: "[(tell me|show me|give me)]",
    the: "[(the|my|our)]",
    task: TASK,
    tasks: TASKS,
    end: "(cancel|delete|remove|end|drop)",
  },
  phrases: [
    {
      say: [
        "<asked> what is (scheduled|planned)",
        "<asked> what have (i|we) (scheduled|planned)",
        "<asked> (what|which) <tasks> (are there|do (i|we) have)",
        "(list|show|show me) [all] <the> <tasks>",
        "<asked> [what is on] (the|my|our) schedule",
        "<asked> what is coming up",
        "(are there|do (i|we) have) [any] <tasks>",
      ],
      tool: "task_list",
    },
    {
      say: ["<end> <the> {name:text} <task>", "<end> <the> <task> {name:text}"],
      tool: "task_cancel",
      args: { name: "{name}" },
    },
    { say: ["<end> <the> <task>"], tool: "task_cancel", args: { name: "task" } },
    { say: ["<end> all [of] <the> <tasks>"], tool: "task_cancel", args: { name: "all" } },
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
  rules: { ende: "(lösche|streiche|beende)", die: "[(die|den|meine|meinen)]", aufgabe: "(aufgabe|zeitplan|timer)" },
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
      say: ["<ende> <die> <aufgabe> {name:text}"],
      tool: "task_cancel",
      args: { name: "{name}" },
    },
    { say: ["<ende> alle (aufgaben|zeitpläne|timer)"], tool: "task_cancel", args: { name: "all" } },
    { say: ["pausiere <die> <aufgabe> {name:text}"], tool: "task_cancel", args: { name: "{name}", do: "pause" } },
    { say: ["setze <die> <aufgabe> {name:text} fort"], tool: "task_cancel", args: { name: "{name}", do: "resume" } },
    {
      say: ["führe <die> <aufgabe> {name:text} [jetzt] aus"],
      tool: "task_cancel",
      args: { name: "{name}", do: "run" },
    },
  ],
};

/** How people ask for what is to be done at its time; when that is stands in the sentences themselves. */
export const phrases: readonly Phrases[] = [english, german];
