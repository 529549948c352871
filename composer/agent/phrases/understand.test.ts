import { expect, test } from "vitest";
import { silentLog } from "../../../kernel/log.ts";
import type { Phrases } from "../../../kernel/phrases.ts";
import { phraseSet } from "../../../kernel/phrases.ts";
import type { NameEntry } from "../../../kernel/wire.ts";
import { sayWhen } from "../../../kernel/times/index.ts";
import type { Last } from "./index.ts";
import { compileGrammar } from "./index.ts";

const phrases: Phrases = {
  language: "en",
  kinds: { lamp: { words: ["lamp", "lamps"] }, fan: { words: ["fan", "fans"] }, door: { words: ["door", "doors"] } },
  things: { powered: ["lamp", "fan"] },
  phrases: [
    {
      say: ["turn {name:powered} on", "turn on {name:powered}", "{name:powered} on"],
      further: ["on {name:powered}"],
      tool: "set",
      args: { name: "{name}", do: "on" },
    },
    {
      say: ["turn {name:powered} off", "turn off {name:powered}", "{name:powered} off"],
      tool: "set",
      args: { name: "{name}", do: "off" },
    },
    { say: ["make {name:lamp} brighter", "{name:lamp} brighter"], tool: "set", args: { name: "{name}", do: "up" } },
    { say: ["lock {name:door}"], tool: "set", args: { name: "{name}", do: "lock" } },
    {
      say: ["is {name:door} open"],
      when: ["{name:door} is open"],
      tool: "get",
      args: { name: "{name}", what: "open" },
    },
    {
      say: ["is {name:powered} on"],
      when: ["{name:powered} is on", "{name:powered} are on"],
      tool: "get",
      args: { name: "{name}", what: "on" },
    },
  ],
};
const names: NameEntry[] = [
  { kind: "area", name: "Kitchen" },
  { kind: "area", name: "Hall" },
  { kind: "lamp", name: "Kitchen Lamp", area: "Kitchen" },
  { kind: "lamp", name: "Hall Lamp", area: "Hall" },
  { kind: "fan", name: "Kitchen Fan", area: "Kitchen" },
  { kind: "fan", name: "Ceiling Fan", area: "Hall" },
  { kind: "door", name: "Front Door", area: "Hall" },
];
const sets = [{ server: "house", phrases: [phraseSet.parse(phrases)], names, tools: ["set", "get"] }];
const grammar = compileGrammar(sets, silentLog);
const set = (name: string, verb: string) => ({ tool: "set", args: { name, do: verb } });
const get = (name: string, what: string) => ({ tool: "get", args: { name, what } });
const last = (name: string, verb: string, changed: string[] = []): Last => ({
  server: "house",
  ...set(name, verb),
  name,
  changed,
});
const read = (sentence: string, before?: Last) => {
  const parsed = grammar.parse(sentence, { last: before });
  if ("silent" in parsed) return "silent";
  const { steps, condition, otherwise } = parsed;
  return { steps, ...(condition && { condition }), ...(otherwise && { otherwise }) };
};
const holding = (...steps: object[]) => ({ steps, holds: true });
const failing = (...steps: object[]) => ({ steps, holds: false });

test.each([
  [
    "if the front door is open, turn on the hall lamp",
    { condition: holding(get("the front door", "open")), steps: [set("the hall lamp", "on")] },
  ],
  [
    "please turn on the hall lamp if the front door is open",
    { condition: holding(get("the front door", "open")), steps: [set("the hall lamp", "on")] },
  ],
  [
    "if the front door is open lock it",
    { condition: holding(get("the front door", "open")), steps: [set("the front door", "lock")] },
  ],
  [
    "turn the ceiling fan off unless it is on",
    { condition: failing(get("the ceiling fan", "on")), steps: [set("the ceiling fan", "off")] },
  ],
  [
    "turn the ceiling fan off unless it's on",
    { condition: failing(get("the ceiling fan", "on")), steps: [set("the ceiling fan", "off")] },
  ],
  [
    "turn the ceiling fan off if it's not on",
    { condition: failing(get("the ceiling fan", "on")), steps: [set("the ceiling fan", "off")] },
  ],
  [
    "if the front door isn't open then turn off the hall lamp and the ceiling fan",
    {
      condition: failing(get("the front door", "open")),
      steps: [set("the hall lamp and the ceiling fan", "off")],
    },
  ],
  [
    "if the front door is open and the hall lamp is on turn off the kitchen lamp",
    {
      condition: holding(get("the front door", "open"), get("the hall lamp", "on")),
      steps: [set("the kitchen lamp", "off")],
    },
  ],
  [
    "if the hall lamp is on, turn it off, otherwise turn it on",
    {
      condition: holding(get("the hall lamp", "on")),
      steps: [set("the hall lamp", "off")],
      otherwise: [set("the hall lamp", "on")],
    },
  ],
  ["if the moon is full turn on the hall lamp", "silent"],
  ["if the front door is open", "silent"],
  ["turn on the hall lamp if", "silent"],
  ["if turn on the hall lamp", "silent"],
  ["if the front door is open or the hall lamp is on turn off the kitchen lamp", "silent"],
  ["the front door is open, turn on the hall lamp", "silent"],
])("%j: what is done may hang on what is so", (sentence, expected) => {
  expect(read(sentence)).toEqual(expected);
});

test.each([
  ["turn it back on", last("the kitchen lamp", "off"), set("the kitchen lamp", "on")],
  [
    "turn them back on",
    last("all lamps", "off", ["Hall Lamp", "Kitchen Lamp"]),
    set("hall lamp and kitchen lamp", "on"),
  ],
  ["turn them on again", last("all lamps", "off", ["Hall Lamp"]), set("all lamps", "on")],
  ["turn it off", last("the kitchen lamp", "on"), set("the kitchen lamp", "off")],
  ["and off again please", last("the kitchen lamp", "on"), set("the kitchen lamp", "off")],
  ["brighter", last("the kitchen lamp", "on"), set("the kitchen lamp", "up")],
  ["and the hall lamp?", last("the kitchen lamp", "on"), set("the hall lamp", "on")],
  ["what about the hall", last("the kitchen fan", "on"), set("Ceiling Fan", "on")],
  ["what about the hall", last("the kitchen", "on"), set("the hall", "on")],
  ["do that again", last("the kitchen fan", "on"), set("the kitchen fan", "on")],
  ["and on the hall lamp", last("the kitchen lamp", "on"), set("the hall lamp", "on")],
])("%j behind %j is understood from it", (sentence, before, step) => {
  expect(read(sentence, before)).toEqual({ steps: [step] });
  expect(read(sentence)).toEqual("silent");
});

test.each([
  "the hall lamp",
  "what about the moon",
  "lock it",
  "the hall lamp is on",
  "what about",
  "back",
  "brighter the hall lamp",
])("%j says nothing, whatever came before", (sentence) => {
  expect(read(sentence, last("the kitchen lamp", "on"))).toBe("silent");
});

test.each([
  ["would you mind turning off the hall lamp", [set("the hall lamp", "off")]],
  [
    "please, would you mind turning off the hall lamp and locking the front door?",
    [set("the hall lamp", "off"), set("the front door", "lock")],
  ],
  ["how about turning on the kitchen fan", [set("the kitchen fan", "on")]],
  ["don't forget to lock the front door, mate", [set("the front door", "lock")]],
])("%j is said politely", (sentence, steps) => {
  expect(read(sentence)).toEqual({ steps });
});

test.each(["turning off the hall lamp", "would you mind the hall lamp", "i was turning on the hall lamp"])(
  "%j is no wish",
  (sentence) => {
    expect(read(sentence)).toBe("silent");
  },
);

test.each([
  ["turn on the kichen lamp", set("the kichen lamp", "on")],
  ["turn on the ceilling fan", set("the ceilling fan", "on")],
])("%j: a slip in a name is left to the server that knows it", (sentence, step) => {
  expect(read(sentence)).toEqual({ steps: [step] });
});

test.each([
  "trun on the kitchen lamp",
  "tunr off the kichen lamp",
  "turn on the garage lamp",
  "turn onn the kitchen lamp",
])("%j: no slip is mended in a verb, and none that is far from every name", (sentence) => {
  expect(read(sentence)).toBe("silent");
});

test.each([
  ["turn on the hall lamp in twenty minutes", "in 20 minutes", [set("the hall lamp", "on")]],
  ["in an hour, please turn off the kitchen fan", "in 1 hour", [set("the kitchen fan", "off")]],
  ["every weekday at seven am turn on the hall lamp", "every weekday at 07:00", [set("the hall lamp", "on")]],
  ["turn the ceiling fan on for ten minutes", "for 10 minutes", [set("the ceiling fan", "on")]],
  [
    "at sunset turn on all lamps and lock the front door",
    "at sunset",
    [set("all lamps", "on"), set("the front door", "lock")],
  ],
  [
    "turn on the hall lamp tomorrow at 8 if the front door is open",
    "tomorrow at 08:00 or 20:00",
    [set("the hall lamp", "on")],
  ],
])("%j is for %j", (sentence, said, steps) => {
  const parsed = grammar.parse(sentence);
  if (!("steps" in parsed)) throw new Error(parsed.silent);
  expect(parsed.timed && sayWhen(parsed.timed.when)).toBe(said);
  expect(parsed.steps).toEqual(steps);
});

test.each([
  [
    "every day at 7 am turn on the hall lamp for ten minutes",
    "every day at 07:00",
    "turn on the hall lamp for ten minutes",
  ],
  ["turn on the hall lamp for ten minutes at sunset", "at sunset", "turn on the hall lamp for ten minutes"],
])("%j lasts a while, and later", (sentence, when, said) => {
  const parsed = grammar.parse(sentence);
  if (!("steps" in parsed)) throw new Error(parsed.silent);
  expect(parsed).toMatchObject({ steps: [set("the hall lamp", "on")], timed: { said, asSaid: true } });
  expect(parsed.timed && sayWhen(parsed.timed.when)).toBe(when);
});

test("a time is no name, though a thing may be called so", () => {
  const evening = { kind: "lamp", name: "Evening" };
  const house = compileGrammar(
    [
      {
        server: "house",
        phrases: [phraseSet.parse(phrases)],
        tools: ["set", "get"],
        names: [...names, evening, { kind: "lamp", name: "Night Lamp" }],
      },
    ],
    silentLog,
  );
  expect(house.parse("every evening turn on the hall lamp")).toMatchObject({ timed: { when: { kind: "every" } } });
  expect(house.parse("turn off the hall lamp, every night")).toMatchObject({ timed: { when: { kind: "every" } } });
  expect(house.parse("turn on the night lamp")).not.toHaveProperty("timed");
});

test.each([
  "turn off the hall lamp now and lock the front door in ten minutes",
  "turn on the hall lamp and turn on the kitchen fan for ten minutes",
  "turn on the kitchen fan for ten minutes and then turn off the hall lamp",
  "turn on the hall lamp at seven and off at nine",
  "turn on the hall lamp every now and then",
  "turn on the moon at seven",
  "at seven",
  "turn on the hall lamp at 25",
])("%j says nothing", (sentence) => {
  expect(read(sentence)).toBe("silent");
});
