import { expect, test } from "vitest";
import { compileGrammar } from "../composer/agent/phrases/index.ts";
import { silentLog } from "../kernel/log.ts";
import { phraseSet } from "../kernel/phrases.ts";
import type { JsonObject } from "../kernel/schema.ts";
import { english as phrases } from "../mcp-servers/homeassistant/phrases/index.ts";

const thing = (kind: string, name: string, area?: string) => ({ kind, name, ...(area && { area }) });
const names = [
  thing("area", "Kitchen"),
  thing("area", "Bedroom"),
  thing("light", "Kitchen Light", "Kitchen"),
  thing("light", "Desk Lamp", "Bedroom"),
  thing("fan", "Ceiling Fan", "Bedroom"),
  thing("thermostat", "Thermostat", "Kitchen"),
  thing("blind", "Bedroom Blinds", "Bedroom"),
  thing("garage door", "Garage Door"),
  thing("lock", "Front Door"),
  thing("tv", "TV", "Bedroom"),
  thing("speaker", "Kitchen Speaker", "Kitchen"),
  thing("vacuum", "Rover"),
  thing("list", "Shopping List"),
  thing("scene", "Movie Night"),
  thing("script", "Leaving Home"),
  thing("person", "Ada"),
  thing("temperature sensor", "Outdoor Temperature"),
  thing("door sensor", "Pet Door"),
  thing("motion sensor", "Hall Motion", "Hall"),
  thing("battery sensor", "Pet Door Battery"),
  thing("timer", "Pizza"),
];
const tools = ["home_set", "home_get", "home_run", "home_list", "home_play"];
const grammar = compileGrammar(
  [{ server: "homeassistant", phrases: [phraseSet.parse(phrases)], names, tools }],
  silentLog,
);
const said = (sentence: string) => {
  const parsed = grammar.parse(sentence);
  if (!("steps" in parsed)) return [parsed];
  return parsed.steps.map(({ tool, args }) => [tool.replace("home_", ""), ...Object.values<JsonObject[string]>(args)]);
};

test.each<[string, ...unknown[][]]>([
  ["let there be kitchen lights", ["set", "kitchen lights", "on"]],
  ["make sure the kitchen light is off", ["set", "the kitchen light", "off"]],
  ["I want the desk lamp on", ["set", "the desk lamp", "on"]],
  ["kitchen lights out", ["set", "kitchen lights", "off"]],
  ["toggle the desk lamp", ["set", "the desk lamp", "toggle"]],
  ["dim the desk lamp", ["set", "the desk lamp", "brightness", "-20"]],
  ["raise the brightness of the desk lamp by 15%", ["set", "the desk lamp", "brightness", "+15"]],
  ["bedroom to maximum brightness", ["set", "bedroom", "brightness", 100]],
  ["make the desk lamp light blue", ["set", "the desk lamp", "color", "lightblue"]],
  ["set the desk lamp to warm white", ["set", "the desk lamp", "kelvin", "warm"]],
  ["set the desk lamp to 2700 kelvin", ["set", "the desk lamp", "kelvin", 2700]],
  ["set the thermostat to 21.5 degrees", ["set", "the thermostat", "temperature", 21.5]],
  ["make it a bit warmer in here", ["set", "hvac", "temperature", "+1"]],
  ["put the thermostat in eco mode", ["set", "the thermostat", "mode", "eco"]],
  ["open the bedroom blinds halfway", ["set", "the bedroom blinds", "position", 50]],
  ["lower the bedroom blinds", ["set", "the bedroom blinds", "close"]],
  ["open the garage door", ["set", "the garage door", "open"]],
  ["lock up the front door", ["set", "the front door", "lock"]],
  ["unlock the front door", ["set", "the front door", "unlock"]],
  ["speed up the ceiling fan", ["set", "the ceiling fan", "speed", "+"]],
  ["set the ceiling fan to low", ["set", "the ceiling fan", "speed", "low"]],
  ["send rover back to its dock", ["set", "rover", "dock"]],
  ["start cleaning with rover", ["set", "rover", "start"]],
  ["set the pizza timer for ten minutes", ["set", "the pizza timer", "start", 600]],
  ["pause the TV", ["play", "pause", "the tv"]],
  ["next song on the kitchen speaker", ["play", "next", "the kitchen speaker"]],
  ["turn the volume of the TV up to 30%", ["set", "the tv", "volume", 30]],
  ["turn down the volume on the TV", ["set", "the tv", "volume", "-10"]],
  ["mute the TV", ["set", "the tv", "mute"]],
  ["play Spotify on the kitchen speaker", ["play", "play", "the kitchen speaker", "Spotify"]],
  ["skip this song", ["play", "next"]],
  ["movie night", ["run", "movie night"]],
  ["start leaving home", ["run", "leaving home"]],
  ["put milk and two eggs on the shopping list", ["list", "add", "milk and two eggs", "shopping list"]],
  ["what's on the shopping list?", ["list", "read", "the shopping list"]],
  ["cross off milk from the shopping list", ["list", "done", "milk", "the shopping list"]],
  ["is the kitchen light on?", ["get", "the kitchen light", "on"]],
  ["which lights are on", ["get", "lights", "which on"]],
  ["how many lights are on in the kitchen", ["get", "lights in the kitchen", "count on"]],
  ["check that the front door is locked", ["get", "that the front door", "locked"]],
  [
    "is the front door locked and the garage door closed",
    ["get", "the front door", "locked"],
    ["get", "the garage door", "closed"],
  ],
  ["who's home", ["get", "everyone", "which home"]],
  ["whos home", ["get", "everyone", "which home"]],
  // as speech recognition writes it
  ["is the front door lock?", ["get", "the front door", "locked"]],
  ["did I turn off the kitchen light", ["get", "the kitchen light", "off"]],
  ["are there any lights on", ["get", "any lights", "on"]],
  ["set the thermostat to 70 fahrenheit", ["set", "the thermostat", "temperature", "70 °F"]],
  ["set the bedroom to 50 percent", ["set", "the bedroom", "brightness", 50]],
  ["stop the ceiling fan", ["set", "the ceiling fan", "off"]],
  ["turn off the TV and turn it down", ["set", "the tv", "off"], ["set", "the tv", "volume", "-10"]],
  ["is anybody home?", ["get", "anyone", "home"]],
  ["open the bedroom blinds a little", ["set", "the bedroom blinds", "position", "+25"]],
  ["turn off all the lights but leave the desk lamp on", ["set", "all the lights except the desk lamp", "off"]],
  ["set the TV to HDMI 1", ["set", "the tv", "source", "hdmi 1"]],
  ["volume up", ["set", "player", "volume", "+10"]],
  ["turn the heating up two degrees", ["set", "hvac", "temperature", "+2"]],
  ["is milk on the shopping list", ["list", "has", "milk", "the shopping list"]],
  ["check off milk", ["list", "done", "milk"]],
  ["we're out of coffee", ["list", "add", "coffee"]],
  ["who's home", ["get", "everyone", "which home"]],
  ["is it warmer than 20 degrees in the kitchen", ["get", "the kitchen", "temperature above 20"]],
  ["is it freezing outside", ["get", "outdoor temperature", "temperature below 0"]],
  ["what song is this", ["get", "player"]],
  ["is there any motion in the hall", ["get", "the hall", "motion"]],
  ["which batteries are low", ["get", "batteries", "which low"]],
  ["is the TV playing, paused or off", ["get", "the tv"]],
  ["outdoor temperature", ["get", "outdoor temperature"]],
  ["what is the thermostat set to", ["get", "the thermostat", "target temperature"]],
  ["can you tell me if the front door is locked", ["get", "the front door", "locked"]],
  ["is the pet door open right now", ["get", "the pet door", "open"]],
  ["what is the temperature outside", ["get", "outdoor temperature", "temperature"]],
  ["what's the state of the TV", ["get", "the tv"]],
  [
    "add Pet's vet visit to the shopping list and add two eggs to the shopping list",
    ["list", "add", "Pet's vet visit", "shopping list"],
    ["list", "add", "two eggs", "shopping list"],
  ],
  [
    "turn off the desk lamp, close the bedroom blinds and lock the front door",
    ["set", "the desk lamp", "off"],
    ["set", "the bedroom blinds", "close"],
    ["set", "the front door", "lock"],
  ],
])("%j", (sentence, ...expected) => {
  expect(said(sentence)).toEqual(expected);
});

test.each([
  "remind me to call mum",
  "do not turn on the kitchen light",
  "if the front door is open turn on the kitchen light",
  "why is the kitchen light on",
  "turn on the kitchen light or the desk lamp",
  "set the kitchen light on fire",
  "turn on the living room",
  "set the kitchen light at 7 pm",
  "turn on the kitchen light when i get home",
  "never open the garage door",
  "the kitchen light is on",
  "i do not want the kitchen light on",
  "turn on turn off the kitchen light",
  "turn the kitchen light on or off",
  "turn off the lights not the tv",
  "lower the kitchen",
  "set the bedroom to 20 degrees",
  "put out everything",
  "goodbye",
  "keep",
  "stop",
  "it",
  "lights",
  "on",
])("%j is left to a model", (sentence) => {
  expect(said(sentence)).toMatchObject([{ silent: "no phrase fits the whole sentence" }]);
});

test.each([
  "turn on the kitchen light in ten minutes",
  "turn on the kitchen light at 7",
  "turn on the kitchen light tomorrow",
  "remind me to buy milk tomorrow at noon",
  "every evening at ten lock the front door",
  "run movie night on Fridays at 8 pm",
])("%j is not for now", (sentence) => {
  expect(grammar.parse(sentence)).toMatchObject({ timed: { when: { kind: expect.any(String) } } });
});
