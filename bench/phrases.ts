import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { compileGrammar } from "../composer/agent/phrases/index.ts";
import { silentLog } from "../kernel/log.ts";
import type { NameEntry } from "../kernel/wire.ts";
import { phrases } from "../mcp-servers/homeassistant/phrases/index.ts";
import { phraseSet } from "../kernel/phrases.ts";

const ROOMS = [
  "Living Room",
  "Kitchen",
  "Bedroom",
  "Hall",
  "Office",
  "Bathroom",
  "Nursery",
  "Attic",
  "Cellar",
  "Garage",
  "Porch",
  "Guest Room",
];
const THINGS: readonly (readonly [kind: string, noun: string])[] = [
  ["light", "Ceiling Light"],
  ["light", "Floor Lamp"],
  ["light", "Reading Light"],
  ["light", "Shelf Strip"],
  ["light", "Window Light"],
  ["switch", "Heater Switch"],
  ["outlet", "Desk Outlet"],
  ["fan", "Fan"],
  ["blind", "Blinds"],
  ["curtain", "Curtain"],
  ["thermostat", "Thermostat"],
  ["speaker", "Speaker"],
  ["tv", "TV"],
  ["lock", "Lock"],
  ["temperature sensor", "Temperature"],
  ["humidity sensor", "Humidity"],
  ["motion sensor", "Motion"],
  ["window sensor", "Window"],
  ["battery sensor", "Remote Battery"],
  ["scene", "Evening"],
  ["script", "Good Night"],
  ["vacuum", "Vacuum"],
  ["humidifier", "Humidifier"],
  ["button", "Doorbell"],
  ["timer", "Timer"],
];

/** 12 rooms with 25 things each. */
const house: NameEntry[] = [
  ...ROOMS.map((name) => ({ kind: "area", name })),
  ...ROOMS.flatMap((area) => THINGS.map(([kind, noun]) => ({ kind, name: `${area} ${noun}`, area }))),
];

const SAID = [
  "turn off all my lights",
  "please turn on the {room} ceiling light",
  "dim the {room} floor lamp to 40 percent",
  "set the {room} thermostat to 21 degrees",
  "close the blinds in the {room}",
  "is the {room} window open",
  "which lights are on",
  "turn off the {room} fan and the {room} reading light",
  "make the {room} lights blue",
  "turn off everything in the {room} except the {room} tv",
  "what is the temperature in the {room}",
  "run {room} good night",
  "could you tell me a story about a dragon who lived in the {room}",
  "remind me to call the plumber tomorrow at noon",
  "turn on the {room} light, close the {room} curtain and set the {room} speaker to 30 percent, please",
  "lock the {room} lock",
];

const ROUNDS = 100;

/** How long a sentence takes to be understood in a home of 300 things, understood or not; and what the grammar costs. */
export async function run(print: (row: object) => void): Promise<void> {
  const set = {
    server: "homeassistant",
    phrases: phrases.map((set) => phraseSet.parse(set)),
    names: house,
    tools: ["home_set", "home_get", "home_run", "home_list", "home_play"],
  };
  const heap = heapMb();
  const begun = performance.now();
  const grammar = compileGrammar([set], silentLog);
  const compileMs = performance.now() - begun;
  const sentences = SAID.flatMap((said) => ROOMS.map((room) => said.replaceAll("{room}", room.toLowerCase())));
  for (const sentence of sentences) grammar.parse(sentence);
  const heapUsed = heapMb() - heap;
  const times: number[] = [];
  let understood = 0;
  for (let round = 0; round < ROUNDS; round += 1)
    for (const sentence of sentences) {
      const from = performance.now();
      const parsed = grammar.parse(sentence);
      times.push(performance.now() - from);
      if ("steps" in parsed) understood += 1;
    }
  times.sort((a, b) => a - b);
  const at = (share: number) => Number((times[Math.ceil(times.length * share) - 1] ?? 0).toFixed(3));
  print({
    bench: "phrases",
    things: house.length - ROOMS.length,
    phrases: grammar.size,
    sentences: sentences.length,
    understood: Number((understood / times.length).toFixed(2)),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    maxMs: at(1),
    compileMs: Number(compileMs.toFixed(1)),
    heapMb: Number(heapUsed.toFixed(1)),
  });
}

function heapMb(): number {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
  return process.memoryUsage().heapUsed / 1_048_576;
}
