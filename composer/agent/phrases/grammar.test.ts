import fc from "fast-check";
import { expect, test } from "vitest";
import type { Fields } from "../../../kernel/log.ts";
import { silentLog } from "../../../kernel/log.ts";
import type { Phrases } from "../../../kernel/phrases.ts";
import { phraseSet } from "../../../kernel/phrases.ts";
import type { JsonObject } from "../../../kernel/schema.ts";
import type { NameEntry } from "../../../kernel/wire.ts";
import { compileGrammar, createCompiler } from "./index.ts";

const phrases: Phrases = {
  language: "en",
  rules: { switch: "(turn|switch)", to: "(to|at)" },
  kinds: { lamp: { words: ["lamp", "lamps", "light", "lights"] }, door: { words: ["door", "doors"] } },
  things: { powered: ["lamp"] },
  values: { shade: { red: "red", blue: "blue", "light blue": "lightblue" } },
  phrases: [
    {
      say: ["<switch> on {name:powered}", "<switch> {name:powered} on [{name:powered}]"],
      further: ["on {name:powered}"],
      tool: "lamp_set",
      args: { name: "{name}", do: "on" },
    },
    {
      say: ["<switch> off {name:powered}"],
      further: ["off {name:powered}"],
      tool: "lamp_set",
      args: { name: "{name}", do: "off" },
    },
    {
      say: ["set {name:lamp} <to> {value:percent}"],
      tool: "lamp_set",
      args: { name: "{name}", do: "dim", value: "{value}" },
    },
    {
      say: ["brighten {name:lamp} [by {value:percent}]"],
      tool: "lamp_set",
      args: { name: "{name}", do: "dim", value: "+{value}" },
    },
    {
      say: ["make {name:lamp} {value:shade}"],
      tool: "lamp_set",
      args: { name: "{name}", do: "color", value: "{value}" },
    },
    {
      say: ["dim the room {value:percent} {here}"],
      tool: "lamp_set",
      args: { name: "{here}", do: "dim", value: "{value}" },
    },
    { say: ["{name:lamp} off"], tool: "lamp_set", args: { name: "{name}", do: "off" } },
    { say: ["polish {name:lamp}"], tool: "lamp_set", args: { name: "{name}", do: "polish" } },
    { say: ["open {name:door}"], tool: "door_open", args: { name: "{name}" } },
    { say: ["wait {time:duration}"], tool: "wait", args: { seconds: "{time}" } },
    { say: ["write down {note:text}"], tool: "note", args: { note: "{note}" } },
    { say: ["call at {when:time}"], tool: "wait", args: { at: "{when}" } },
  ],
};
const names: NameEntry[] = [
  { kind: "area", name: "Kitchen" },
  { kind: "lamp", name: "Big Lamp", area: "Kitchen" },
  { kind: "lamp", name: "Small Lamp", area: "Kitchen" },
  { kind: "lamp", name: "Desk" },
  { kind: "lamp", name: "Shelf" },
  { kind: "lamp", name: "Shelf Light" },
  { kind: "door", name: "Turn On" },
];
const tools = ["lamp_set", "door_open", "wait", "note"];
const grammar = compileGrammar([{ server: "house", phrases: [phraseSet.parse(phrases)], names, tools }], silentLog);
const steps = (sentence: string, area?: string) => {
  const parsed = grammar.parse(sentence, area === undefined ? {} : { area });
  return "steps" in parsed ? parsed.steps : { silent: parsed.silent };
};
const lamp = (name: string, verb: string, value?: JsonObject[string]) => ({
  tool: "lamp_set",
  args: { name, do: verb, ...(value !== undefined && { value }) },
});

test.each([
  ["turn on the big lamp", [lamp("the big lamp", "on")]],
  ["Please switch the DESK on, thank you!", [lamp("the desk", "on")]],
  ["hey jarvis, could you turn off all my lights for me please?", [lamp("all my lights", "off")]],
  ["turn lights on in the kitchen", [lamp("lights in the kitchen", "on")]],
  ["turn on the desk and the big lamp", [lamp("the desk and the big lamp", "on")]],
  ["turn off everything except the desk", [lamp("everything except the desk", "off")]],
  ["turn on the desk and off the big lamp", [lamp("the desk", "on"), lamp("the big lamp", "off")]],
  ["turn on the desk, then set it to 40%", [lamp("the desk", "on"), lamp("the desk", "dim", 40)]],
  ["turn on the desk turn off the big lamp", [lamp("the desk", "on"), lamp("the big lamp", "off")]],
  ["set the desk to twenty five percent", [lamp("the desk", "dim", 25)]],
  ["set the desk to half", [lamp("the desk", "dim", 50)]],
  ["brighten the desk by 10 percent", [lamp("the desk", "dim", "+10")]],
  ["brighten the desk", [lamp("the desk", "dim")]],
  ["make the desk light blue", [lamp("the desk", "color", "lightblue")]],
  ["open turn on", [{ tool: "door_open", args: { name: "turn on" } }]],
  ["wait an hour and a half", [{ tool: "wait", args: { seconds: 5400 } }]],
  ["wait 2 hours and 30 minutes", [{ tool: "wait", args: { seconds: 9000 } }]],
  ["write down milk, eggs", [{ tool: "note", args: { note: "milk, eggs" } }]],
  ["call at 7:30 pm", [{ tool: "wait", args: { at: "19:30" } }]],
  ["call at noon", [{ tool: "wait", args: { at: "12:00" } }]],
])("%j is understood", (sentence, expected) => {
  expect(steps(sentence)).toEqual(expected);
});

test.each([
  ["make the shelf light blue", { silent: "it can be read in two ways" }],
  ["make the desk light blue", [lamp("the desk", "color", "lightblue")]],
  ["turn on the desk and the shelf off", [lamp("the desk", "on"), lamp("the shelf", "off")]],
  ["turn on the desk the shelf off", { silent: "no phrase fits the whole sentence" }],
  ["open turn on and the desk off", { silent: "no phrase fits the whole sentence" }],
  ["open turn on and off the desk", { silent: "no phrase fits the whole sentence" }],
  ["open turn on and set it to 40%", { silent: "no phrase fits the whole sentence" }],
  ["turn on everything", [lamp("everything", "on")]],
  ["turn off the kitchen", [lamp("the kitchen", "off")]],
  ["polish the kitchen lamps", [lamp("the kitchen lamps", "polish")]],
  ["polish everything", { silent: "no phrase fits the whole sentence" }],
  ["polish the kitchen", { silent: "no phrase fits the whole sentence" }],
])("%j: what could mean something else is not guessed", (sentence, expected) => {
  expect(steps(sentence)).toEqual(expected);
});

test("the speaker's room is filled in where it is known", () => {
  expect(steps("dim the room 30%", "Kitchen")).toEqual([lamp("Kitchen", "dim", 30)]);
  expect(steps("dim the room 30%")).toEqual({ silent: "no phrase fits the whole sentence" });
});

test("phrases are compiled again only when they change, names each time", () => {
  const warnings: Fields[] = [];
  const compile = createCompiler({ ...silentLog, warn: (_, fields = {}) => void warnings.push(fields) });
  const set = phraseSet.parse({
    language: "en",
    phrases: [{ say: ["greet {name}", "greet (you"], tool: "greet", args: { name: "{name}" } }],
  });
  const said = (name: string, phrasesNow = set) =>
    compile([{ server: "house", phrases: [{ ...phrasesNow }], names: [{ kind: "person", name }], tools: ["greet"] }]);
  expect(said("Ada").parse("greet ada")).toMatchObject({
    steps: [{ tool: "greet", args: { name: "ada" } }],
    explain: "1 phrase",
  });
  expect(said("Bob").parse("greet ada")).toMatchObject({ silent: "no phrase fits the whole sentence" });
  expect(said("Bob").parse("greet bob")).toMatchObject({ steps: [{ args: { name: "bob" } }] });
  expect(warnings).toHaveLength(1);
  said("Bob", phraseSet.parse({ ...set }));
  expect(warnings).toHaveLength(2);
});

test.each([
  ["the kitchen and ", 26],
  ["turn on kitchen , and ", 20],
  ["big lamp and the desk except ", 16],
  ["turn on it and then ", 20],
  ["house home everywhere ", 20],
])("%j said over and over is given up, not pondered", (text, times) => {
  expect(steps(text.repeat(times).slice(0, 480))).toEqual({ silent: expect.any(String) });
});

test("what several things fit is still understood: the server asks", () => {
  expect(steps("turn on the lamp")).toEqual([lamp("the lamp", "on")]);
});

test.each([
  ["turn on the moon", "no phrase fits the whole sentence"],
  ["turn on the desk and dance", "no phrase fits the whole sentence"],
  ["do not turn on the desk", "no phrase fits the whole sentence"],
  ["set it to 40%", "no phrase fits the whole sentence"],
  ["on the desk", "no phrase fits the whole sentence"],
  ["", "no words"],
  ["?!", "no words"],
  ["turn on ".repeat(100), "longer than 500 characters"],
  ["a ".repeat(90), "more than 80 words"],
])("%j is left to others", (sentence, silent) => {
  expect(steps(sentence)).toEqual({ silent });
});

test("ours win over what stands later, and a set may name only its own tools", () => {
  const warnings: Fields[] = [];
  const log = { ...silentLog, warn: (_: string, fields: Fields = {}) => void warnings.push(fields) };
  const thief = phraseSet.parse({
    language: "en",
    phrases: [
      { say: ["turn on {name:anything}", "sneak"], tool: "lamp_set" },
      { say: ["turn on {name}", "purr (softly"], tool: "cat_pet", args: { name: "{name}" } },
    ],
  });
  const both = compileGrammar(
    [
      { server: "house", phrases: [phraseSet.parse(phrases)], names, tools },
      { server: "cat", phrases: [thief], names: [{ kind: "cat", name: "Desk" }], tools: ["cat_pet"] },
    ],
    log,
  );
  expect(both.parse("turn on the desk")).toMatchObject({ steps: [{ tool: "lamp_set" }] });
  expect(both.parse("sneak")).toMatchObject({ silent: "no phrase fits the whole sentence" });
  expect(warnings.map(({ reason }) => reason)).toEqual([
    "cat has no tool lamp_set",
    "cat has no tool lamp_set",
    'Phrase "purr (softly" lacks )',
  ]);
});

test("names are data: what looks like a template in one stays a name", () => {
  const tricky = compileGrammar(
    [{ server: "house", phrases: [phraseSet.parse(phrases)], names: [{ kind: "lamp", name: "{name} [off]" }], tools }],
    silentLog,
  );
  expect(tricky.parse("turn on name off")).toMatchObject({ steps: [{ args: { name: "name off", do: "on" } }] });
  expect(tricky.parse("turn on anything")).toMatchObject({ silent: "no phrase fits the whole sentence" });
});

test("no sentence throws, and none acts that is not made of the phrases' own words and names", () => {
  const words = [
    "turn",
    "on",
    "off",
    "the",
    "desk",
    "and",
    ",",
    "then",
    "set",
    "to",
    "40",
    "%",
    "lamp",
    "please",
    "it",
    "open",
  ];
  const known = new Set([...words, "big", "small"]);
  const sentence = fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ unit: "binary", maxLength: 8 })), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(sentence, (said) => {
      const parsed = grammar.parse(said.join(" "));
      if (!("steps" in parsed)) return;
      for (const { args } of parsed.steps) {
        for (const word of String(args["name"] ?? "").split(" ")) expect(known).toContain(word.replace(",", ""));
      }
    }),
    { numRuns: 500 },
  );
});
