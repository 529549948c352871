/** A command as it is spoken, and as it would be typed where that differs. */
export interface Command {
  say: string;
  typed: string;
}

const pick =
  (random: () => number) =>
  <T>(items: readonly T[]): T => {
    const found = items[Math.floor(random() * items.length)];
    if (found === undefined) throw new Error("nothing to pick from");
    return found;
  };

const LIGHTS = [
  "ceiling light",
  "floor lamp",
  "TV strip",
  "kitchen light",
  "counter light",
  "bedroom light",
  "left bedside",
  "right bedside",
  "hall light",
];
/** Those that can show colours. */
const COLOURED = ["TV strip", "left bedside", "right bedside"];
const ROOMS = ["living room", "kitchen", "bedroom", "hall"];
const ITEMS = [
  "eggs",
  "butter",
  "coffee",
  "apples",
  "cheese",
  "toilet paper",
  "orange juice",
  "tomatoes",
  "rice",
  "bananas",
];
const COLOURS = ["red", "green", "blue", "yellow", "purple", "orange"];
/** Names as they are said, and as they are typed. */
const MACHINES = [
  ["windows lab", "windows lab"],
  ["friend ubuntu", "friend ubuntu"],
  ["ubuntu", "ubuntu"],
  ["endeavour O S", "endeavouros"],
] as const;
const SERVICES = [
  ["grafana", "grafana"],
  ["jellyfin", "jellyfin"],
  ["portainer", "portainer"],
  ["jelly seer", "jellyseerr"],
  ["pie hole", "pihole"],
  ["home assistant", "home assistant"],
] as const;
const SCENES = ["activate movie night", "bedtime", "activate warm white", "run leaving home"];
const WORLDS = ["survival", "creative"];

type Make = (choose: ReturnType<typeof pick>) => string | readonly [string, string];
/** Kinds of commands, each as often as it stands here. */
const KINDS: readonly Make[] = [
  (choose) => `turn ${choose(["on", "off"])} the ${choose(LIGHTS)}`,
  (choose) => `${choose(["please ", "could you ", ""])}turn the ${choose(LIGHTS)} ${choose(["on", "off"])}`,
  (choose) => `switch ${choose(["on", "off"])} the ${choose(LIGHTS)}`,
  (choose) => `turn ${choose(["on", "off"])} ${choose(["", "all "])}the lights in the ${choose(ROOMS)}`,
  (choose) => `turn ${choose(["on", "off"])} the ${choose(ROOMS)} lights`,
  (choose) =>
    choose(["turn off all the lights", "please turn off all my lights", "turn everything off in the living room"]),
  (choose) =>
    `${choose(["dim", "set"])} the ${choose(LIGHTS)} to ${choose([10, 20, 25, 30, 40, 50, 60, 75, 80])} percent`,
  (choose) => `${choose(["dim", "brighten"])} the ${choose(LIGHTS)}`,
  (choose) => `turn the ${choose(COLOURED)} ${choose(COLOURS)}`,
  (choose) => `${choose(["open", "close"])} the ${choose(["bedroom blinds", "blinds in the living room"])}`,
  (choose) => choose(["lock the front door", "unlock the front door", "is the front door locked"]),
  (choose) => `set the thermostat to ${choose([18, 19, 20, 21, 22, 23])} degrees`,
  (choose) => `set the volume of the kitchen speaker to ${choose([10, 20, 30, 40, 55])} percent`,
  (choose) => choose(SCENES),
  (choose) =>
    choose([
      "which lights are on",
      "what is the outdoor temperature",
      "what's on the shopping list",
      "is the TV on",
      "who is home",
      "is there any motion in the hall",
    ]),
  (choose) => `add ${choose(ITEMS)} to the shopping list`,
  (choose) => {
    const [say, typed] = choose(MACHINES);
    const verb = choose(["start", "stop", "restart", "shut down"]);
    return [`${verb} ${say}`, `${verb} ${typed}`];
  },
  (choose) => {
    const [say, typed] = choose(MACHINES);
    return [`is ${say} running`, `is ${typed} running`];
  },
  (choose) => `${choose(["start", "stop"])} ${choose(WORLDS)}`,
  (choose) => `who is playing on ${choose(WORLDS)}`,
  (choose) => {
    const [say, typed] = choose(SERVICES);
    return [`where is ${say}`, `where is ${typed}`];
  },
  (choose) =>
    `turn off the ${choose(LIGHTS)} and ${choose(["start creative", "lock the front door", "close the bedroom blinds"])}`,
];

/** So many commands of the demo house, all different, the same for the same seed. */
export function commands(count: number, random: () => number): Command[] {
  const choose = pick(random);
  const made = new Map<string, Command>();
  for (let at = 0; made.size < count; at += 1) {
    const one = KINDS[at % KINDS.length]?.(choose) ?? "";
    const [say, typed] = typeof one === "string" ? [one, one] : one;
    made.set(say, { say, typed });
  }
  return [...made.values()];
}
