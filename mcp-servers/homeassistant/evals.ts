import type { EvalCase } from "../../kernel/evals.ts";
import type { JsonObject } from "../../kernel/schema.ts";
import { germanEvals } from "./evals-german.ts";

const set = (name: string, verb: string, value?: string) =>
  call("home_set", { name, do: verb, ...(value && { value }) });
const get = (name: string, what?: string) => call("home_get", { name, ...(what && { what }) });
const call = (tool: string, args: JsonObject) => [{ tool, args }];

/** How people of the source system ran their home, and at least one sentence a tool; said to the demo house. */
export const evals: readonly EvalCase[] = [
  { say: "please turn off all my lights", steps: set("all my lights", "off"), result: "4 lights are off." },
  { say: "turn off the lights", area: "Kitchen", steps: set("here lights", "off"), result: "Kitchen Light is off." },
  {
    say: "make the ceiling light warm white",
    steps: set("ceiling light", "kelvin", "warm white"),
    result: "Ceiling Light is on at 80 percent.",
  },
  {
    say: "dim the kitchen light to 40 percent",
    steps: set("kitchen light", "brightness", "40"),
    result: "Kitchen Light is on at 40 percent.",
  },
  { say: "turn the tv strip blue", steps: set("tv strip", "color", "blue"), result: "TV Strip is on." },
  {
    say: "close the blinds in the living room",
    steps: set("living room blinds", "close"),
    result: "Blinds are closed.",
  },
  {
    say: "set the thermostat to 20 degrees",
    steps: set("thermostat", "temperature", "20"),
    result: "Thermostat is heating to 20 degrees, 20.4 now.",
  },
  { say: "unlock the front door", steps: set("front door", "unlock"), result: "Front Door is unlocked." },
  {
    say: "set the volume of the kitchen speaker to 55 percent",
    steps: set("kitchen speaker", "volume", "55"),
    result: "Kitchen Speaker is idle at volume 55.",
  },
  { say: "turn on guest mode", steps: set("guest mode", "on"), result: "Guest Mode is on." },
  {
    say: "activate movie night",
    steps: call("home_run", { name: "movie night" }),
    result: "Movie Night is set, 4 things changed.",
  },
  { say: "bedtime", steps: call("home_run", { name: "bedtime" }), result: "Bedtime is set, 6 lights changed." },
  { say: "warm white", steps: call("home_run", { name: "warm white" }), result: "Warm White is set, 1 light changed." },
  {
    say: "run leaving home",
    steps: call("home_run", { name: "leaving home" }),
    result: "Leaving Home has run, 7 things changed.",
  },
  { say: "is anyone home", steps: get("anyone", "home"), result: "Yes, 1 of 2 people is home: Owner." },
  { say: "is the tv on", steps: get("tv", "on"), result: "No, TV is off." },
  {
    say: "which lights are on",
    steps: get("lights", "on"),
    result: "4 of 9 lights are on: Ceiling Light, Floor Lamp, Kitchen Light and Hall Light.",
  },
  { say: "is the front door locked", steps: get("front door", "locked"), result: "Yes, Front Door is locked." },
  {
    say: "what is the outdoor temperature",
    steps: get("outdoor temperature", "temperature"),
    result: "Outdoor Temperature is at 7.5 °C.",
  },
  {
    say: "what's on the shopping list",
    steps: call("home_list", { do: "read" }),
    result: "Shopping List has 2 items:\nmilk\nbread",
  },
  {
    say: "add eggs to the shopping list",
    steps: call("home_list", { do: "add", item: "eggs" }),
    result: "eggs is on Shopping List.",
  },
  {
    say: "play spotify on the kitchen speaker",
    steps: call("home_play", { do: "play", name: "kitchen speaker", what: "Spotify" }),
    result: "Kitchen Speaker is playing at volume 30.",
  },
  {
    say: "turn off the hall light and the ceiling light",
    steps: set("hall light and the ceiling light", "off"),
    result: "2 lights are off.",
  },
  {
    say: "is it colder than 10 degrees outside",
    steps: get("outdoor temperature", "temperature below 10"),
    result: "Yes, Outdoor Temperature is at 7.5 °C.",
  },
  {
    say: "is milk on the shopping list",
    steps: call("home_list", { do: "has", item: "milk" }),
    result: "Yes, milk is on Shopping List.",
  },
  { say: "who's home", steps: get("everyone", "which home"), result: "1 of 2 people is home: Owner." },
  { say: "is there any motion in the hall", steps: get("hall", "motion"), result: "No, Hall Motion is clear." },
  {
    say: "what is the thermostat set to",
    steps: get("thermostat", "target temperature"),
    result: "Thermostat is set to 21 degrees.",
  },
  { say: "are all doors closed", steps: get("all doors", "closed"), result: "Yes, Front Door Contact is closed." },
  {
    say: "turn the heating up two degrees",
    steps: set("heating", "temperature", "+2"),
    result: "Thermostat is heating to 23 degrees, 20.4 now.",
  },
  { say: "mach das Licht in der Hall aus", steps: set("licht in der hall", "off"), result: "Hall Light is off." },
  ...germanEvals,
];
