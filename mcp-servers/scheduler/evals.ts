import type { EvalCase } from "../../kernel/evals.ts";
import type { Step } from "../../kernel/wire.ts";
import { across } from "./evals-across.ts";

const home = (name: string, verb: string) => ({ tool: "home_set", args: { name, do: verb } });
const world = (name: string, verb: string) => ({ tool: "minecraft_power", args: { name, do: verb } });
const machine = (name: string, verb: string) => ({ tool: "vm_power", args: { name, do: verb } });
const task = (name: string, verb?: string) => ({ tool: "task_cancel", args: { name, ...(verb && { do: verb }) } });
const list = { tool: "task_list", args: {} };
/** A task as it is kept: the words, and below them what they came to. */
const keep = (when: string, said: string, ...calls: (Step | string)[]) => {
  const lines = calls.map((one) => (typeof one === "string" ? one : `${one.tool} ${JSON.stringify(one.args)}`));
  return { tool: "task_add", args: { when, what: [said, ...lines].join("\n") } };
};

const DAILY = {
  say: "turn on the hall light every day at 7 am",
  steps: [keep("every day at 07:00", "turn on the hall light", home("the hall light", "on"))],
};
const TIMER = {
  say: "turn off the tv in ten minutes",
  steps: [keep("in 10 minutes", "turn off the tv", home("the tv", "off"))],
};

/** Sentences about what is for another time, alone and across the house; said to the demo house, which has no task. */
export const evals: readonly EvalCase[] = [
  { say: "what is scheduled", steps: [list], result: "No tasks are kept." },
  { say: "which tasks are there", steps: [list], result: "No tasks are kept." },
  {
    say: "what is coming up",
    before: DAILY,
    steps: [list],
    result: "turn on the hall light: every day at 07:00; next {moment}",
  },
  {
    say: "turn on the hall light every weekday at 7 am",
    steps: [keep("every weekday at 07:00", "turn on the hall light", home("the hall light", "on"))],
    result: "Every weekday at 07:00: turn on the hall light; next {moment}.",
  },
  {
    say: "close the blinds in the living room at 22:00",
    steps: [keep("at 22:00", "close the blinds in the living room", home("the blinds in the living room", "close"))],
    result: "{moment}: close the blinds in the living room.",
  },
  {
    say: "turn off the kitchen light in 20 minutes",
    steps: [keep("in 20 minutes", "turn off the kitchen light", home("the kitchen light", "off"))],
    result: "{moment}: turn off the kitchen light.",
  },
  {
    say: "back up survival every night at 3",
    steps: [keep("every day at 03:00", "back up survival", world("survival", "backup"))],
    result: "Every day at 03:00: back up survival; next {moment}.",
  },
  {
    say: "every monday at 8 am start windows-lab",
    steps: [keep("every Monday at 08:00", "start windows-lab", machine("windows lab", "start"))],
    result: "Every Monday at 08:00: start windows-lab; next {moment}.",
  },
  {
    say: "every ten minutes turn off the hall light",
    steps: [keep("every 10 minutes", "turn off the hall light", home("the hall light", "off"))],
    result: "Every 10 minutes: turn off the hall light; next {moment}.",
  },
  {
    say: "every day at 7 am turn on the counter light for ten minutes",
    steps: [keep("every day at 07:00", "turn on the counter light for ten minutes")],
    result: "Every day at 07:00: turn on the counter light for ten minutes; next {moment}.",
  },
  {
    say: "cancel the hall light task",
    before: DAILY,
    steps: [task("hall light")],
    result: "Cancelled: turn on the hall light.",
  },
  {
    say: "pause the hall light task",
    before: DAILY,
    steps: [task("hall light", "pause")],
    result: "Paused: turn on the hall light.",
  },
  {
    say: "resume the hall light task",
    before: DAILY,
    steps: [task("hall light", "resume")],
    result: "On again: turn on the hall light; next {moment}.",
  },
  {
    say: "run the hall light task now",
    before: DAILY,
    steps: [task("hall light", "run")],
    result: "Runs now: turn on the hall light.",
  },
  { say: "delete all timers", before: TIMER, steps: [task("all")], result: "Cancelled: turn off the tv." },
  {
    say: "was ist geplant",
    before: DAILY,
    steps: [list],
    result: "turn on the hall light: every day at 07:00; next {moment}",
  },
  {
    say: "mach das licht in der hall jeden abend um 22 uhr aus",
    steps: [keep("every day at 22:00", "mach das licht in der hall aus", home("das licht in der hall", "off"))],
    result: "Every day at 22:00: mach das licht in der hall aus; next {moment}.",
  },
  {
    say: "pausiere die aufgabe hall light",
    before: DAILY,
    steps: [task("hall light", "pause")],
    result: "Paused: turn on the hall light.",
  },
  {
    say: "turn on the counter light for ten minutes",
    steps: [
      home("the counter light", "on"),
      keep("for 10 minutes", "turn on the counter light", "undo turn of-this-turn"),
    ],
    result: "Counter Light is on. Taken back {moment}.",
  },
  ...across,
];
