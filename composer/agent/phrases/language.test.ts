import { expect, test } from "vitest";
import { languages } from "../../../kernel/language/index.ts";
import type { Language } from "../../../kernel/language/language.ts";
import type { Fields } from "../../../kernel/log.ts";
import { silentLog } from "../../../kernel/log.ts";
import { createNamesInAll } from "../../../kernel/names/index.ts";
import type { Phrases } from "../../../kernel/phrases.ts";
import { phraseSet } from "../../../kernel/phrases.ts";
import { createReplies } from "../reply.ts";
import { createCompiler } from "./index.ts";

// A language nobody speaks: what is understood in it is understood by its data alone.
const invented: Language = {
  code: "xq",
  spelling: { and: "ka", contracted: [], whole: new Map() },
  manners: {
    before: ["prego"],
    after: ["dank"],
    joins: ["ka", ",", "ka pos"],
    pronouns: ["zo"],
    back: ["retro"],
    again: ["ka"],
    repeats: ["nok"],
    minding: { before: [], forms: new Map() },
    conditions: { when: ["ef"], unless: ["nef"], otherwise: ["alie"], not: { nes: "es" }, short: new Map() },
  },
  numbers: {
    said: new Map([
      ["qin", 5],
      ["vendek", 30],
    ]),
    hundred: "sto",
    one: ["un"],
    and: "ka",
    minus: "min",
    point: "pik",
    hasDecimalComma: true,
    half: [],
  },
  amounts: {
    percent: ["porsto"],
    hundredths: new Map([["duon", 50]]),
    degrees: ["grado"],
    celsius: [],
    fahrenheit: [],
    kelvin: [],
    port: [],
  },
  nouns: {
    articles: ["lo"],
    determiners: ["lo"],
    all: ["tut"],
    both: ["ambo"],
    alone: ["tut"],
    everything: ["tutaj"],
    prepositions: ["na"],
    here: ["tie"],
    home: ["domo"],
    rooms: ["ejo"],
    except: ["ekster"],
    joins: ["ka"],
    plurals: [["", "ix"]],
    joints: ["o"],
  },
  replies: {
    yes: ["je"],
    no: ["nu"],
    all: ["tutaj"],
    ordinals: ["unua", "dua"],
    last: ["fina"],
    fillers: ["lo"],
    courtesies: ["prego"],
    undo: ["refar"],
  },
  times: {
    units: new Map([["minut", 60]]),
    durations: new Map(),
    now: ["nun"],
    in: ["pos"],
    fromNow: [],
    for: ["por"],
    until: ["gis"],
    at: ["je"],
    partly: [],
    on: [],
    every: ["chiu"],
    oClock: [],
    am: [],
    pm: [],
    named: new Map([["tagmez", "12:00"]]),
    past: [],
    before: [],
    quarter: [],
    half: [],
    isHalfBefore: false,
    parts: new Map(),
    today: [],
    tomorrow: [],
    afterTomorrow: [],
    tonight: new Map(),
    weekdays: new Map([["lunda", "monday"]]),
    weekly: new Map(),
    groups: new Map(),
    daily: new Map(),
    next: [],
    sunrise: [],
    sunset: [],
    ahead: [],
    behind: [],
  },
};

const phrases: Phrases = {
  language: "xq",
  kinds: { lamp: { words: ["lum", "lumix"] } },
  things: { lit: ["lamp"] },
  phrases: [
    { say: ["{name:lit} blo"], tool: "lamp_set", args: { name: "{name}", do: "on" } },
    { say: ["{name:lit} bla"], tool: "lamp_set", args: { name: "{name}", do: "off" } },
    {
      say: ["met {name:lit} {value:percent}"],
      tool: "lamp_set",
      args: { name: "{name}", do: "dim", value: "{value}" },
    },
    { say: ["es {name:lit} blo"], when: ["{name:lit} es blo"], tool: "lamp_get", args: { name: "{name}", what: "on" } },
  ],
};
const names = [
  { kind: "area", name: "Kuiro" },
  { kind: "lamp", name: "Alfa", area: "Kuiro" },
  { kind: "lamp", name: "Beta", area: "Kuiro" },
  { kind: "lamp", name: "Gama & Co" },
];
const sets = [{ server: "house", phrases: [phraseSet.parse(phrases)], names, tools: ["lamp_set", "lamp_get"] }];
const spoken = [...languages, invented] as const;
const grammar = createCompiler(silentLog, spoken)(sets);
const on = (name: string) => ({ tool: "lamp_set", args: { name, do: "on" } });
const off = (name: string) => ({ tool: "lamp_set", args: { name, do: "off" } });

test.each([
  ["prego alfa blo, dank", { steps: [on("alfa")] }],
  ["lo lumix na kuiro bla ka pos gama ka co blo", { steps: [off("lo lumix na kuiro"), on("gama ka co")] }],
  ["kuiroolumix blo", { steps: [on("kuiroolumix")] }],
  ["tut lumix ekster beta bla", { steps: [off("tut lumix ekster beta")] }],
  ["met alfa un sto ka qin porsto", { steps: [{ tool: "lamp_set", args: { name: "alfa", do: "dim", value: 105 } }] }],
  ["met alfa vendek porsto", { steps: [{ tool: "lamp_set", args: { name: "alfa", do: "dim", value: 30 } }] }],
  ["met alfa duon", { steps: [{ tool: "lamp_set", args: { name: "alfa", do: "dim", value: 50 } }] }],
  [
    "alfa bla ef beta nes blo",
    {
      steps: [off("alfa")],
      condition: { steps: [{ tool: "lamp_get", args: { name: "beta", what: "on" } }], holds: false },
    },
  ],
  ["alfa blo pos qin minut", { steps: [on("alfa")], timed: { when: { kind: "in", seconds: 300 }, said: "alfa blo" } }],
  ["alfa blo chiu lunda je tagmez", { timed: { when: { kind: "every", days: ["monday"], at: { time: "12:00" } } } }],
  ["turn on alfa", undefined],
  ["alfa on", undefined],
])("%j in a language of data alone", (sentence, expected) => {
  const parsed = grammar.parse(sentence);
  if (expected) expect(parsed).toMatchObject(expected);
  else expect(parsed).toHaveProperty("silent");
});

test("what was said before, answers and names are its own too", () => {
  const last = {
    server: "house",
    tool: "lamp_set",
    args: { name: "lo lum", do: "on" },
    name: "alfa",
    changed: ["Beta", "Alfa"],
  };
  expect(grammar.parse("zo retro bla", { last })).toMatchObject({ steps: [off("beta ka alfa")] });
  expect(grammar.parse("nok", { last })).toMatchObject({ steps: [{ tool: "lamp_set", args: last.args }] });
  const { read, isUndo, isBare } = createReplies([invented]);
  const which = { kind: "which" as const, question: "Which?", choices: ["Alfa", "Beta"] };
  expect([read("prego lo dua", which), read("nu", which), isUndo("refar"), isBare("je"), isBare("yes")]).toEqual([
    { choice: "Beta" },
    { no: true },
    true,
    true,
    false,
  ]);
  const found = createNamesInAll(names, [phrases], spoken).resolve("tut lumix na kuiro");
  expect("things" in found && found.things.map(({ name }) => name)).toEqual(["Alfa", "Beta"]);
});

test("phrases in a language nobody has words for are left out, and told", () => {
  const told: Fields[] = [];
  const other = createCompiler({ ...silentLog, warn: (_, fields = {}) => void told.push(fields) })(sets);
  expect(other.parse("alfa blo")).toEqual({ silent: "no phrase fits the whole sentence", reached: 0 });
  expect([other.size, told]).toEqual([0, [{ server: "house", language: "xq" }]]);
});
