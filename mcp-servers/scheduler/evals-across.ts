import type { EvalCase } from "../../kernel/evals.ts";
import type { Step } from "../../kernel/wire.ts";

const home = (name: string, verb: string) => ({ tool: "home_set", args: { name, do: verb } });
const world = (name: string, verb: string) => ({ tool: "minecraft_power", args: { name, do: verb } });
const machine = (name: string, verb: string) => ({ tool: "vm_power", args: { name, do: verb } });
const named = (name: string, target: string) => ({ tool: "dns_set", args: { name, target } });
const status = (name: string) => ({ tool: "minecraft_status", args: { name } });
const keep = (when: string, said: string, ...calls: Step[]) => {
  const lines = calls.map(({ tool, args }) => `${tool} ${JSON.stringify(args)}`);
  return { tool: "task_add", args: { when, what: [said, ...lines].join("\n") } };
};
const TIMER = {
  say: "turn off the tv in ten minutes",
  steps: [keep("in 10 minutes", "turn off the tv", home("the tv", "off"))],
};

/** Sentences that cross three parts of the house; a time counts as one. */
export const across: readonly EvalCase[] = [
  {
    say: "turn off all my lights, start minecraft and give jellyseerr a name",
    steps: [home("all my lights", "off"), world("minecraft", "start"), named("jellyseerr", "jellyseerr")],
    result: "4 lights are off. creative is starting. jellyseerr.server.local now points at 192.168.0.10:5055.",
  },
  {
    say: "lock the front door, back up survival and shut down main-endeavouros",
    steps: [home("the front door", "lock"), world("survival", "backup"), machine("main endeavouros", "stop")],
    result: "Front Door is already locked. survival is backed up (12 MB). main-endeavouros is off.",
  },
  {
    say: "start windows-lab, turn on the counter light and give portainer a name",
    steps: [machine("windows lab", "start"), home("the counter light", "on"), named("portainer", "portainer")],
    result: "windows-lab is running. Counter Light is on. portainer.server.local now points at 192.168.0.10:9443.",
  },
  {
    say: "turn on the tv, start creative and start windows-lab",
    steps: [home("the tv", "on"), world("creative", "start"), machine("windows lab", "start")],
    result: "TV is idle. creative is starting. windows-lab is running.",
  },
  {
    say: "close the blinds in the living room, back up survival and remove the name of jellyfin",
    steps: [
      home("the blinds in the living room", "close"),
      world("survival", "backup"),
      { tool: "dns_remove", args: { name: "jellyfin" } },
    ],
    result: "Blinds are closed. survival is backed up (12 MB). jellyfin.server.local is gone; Jellyfin has no name.",
  },
  {
    say: "dim the kitchen light to 40 percent, start friend-ubuntu and start creative",
    steps: [
      { tool: "home_set", args: { name: "the kitchen light", do: "brightness", value: "40" } },
      machine("friend ubuntu", "start"),
      world("creative", "start"),
    ],
    result: "Kitchen Light is on at 40 percent. friend-ubuntu is running. creative is starting.",
  },
  {
    say: "is the front door locked, is creative running and is windows-lab off",
    steps: [
      { tool: "home_get", args: { name: "the front door", what: "locked" } },
      status("creative on"),
      { tool: "vm_list", args: { name: "windows lab off" } },
    ],
    result: "Yes, Front Door is locked. creative is off; no backup yet. windows-lab is off.",
  },
  {
    say: "what is the outdoor temperature, where is grafana and is creative running",
    steps: [
      { tool: "home_get", args: { name: "outdoor temperature", what: "temperature" } },
      { tool: "service_find", args: { name: "grafana" } },
      status("creative on"),
    ],
    result:
      "Outdoor Temperature is at 7.5 °C. Grafana is at 192.168.0.10:3000, named grafana.server.local. creative is off; no backup yet.",
  },
  {
    say: "start windows-lab, add eggs to the shopping list and tell everyone on survival that dinner is ready",
    steps: [
      machine("windows lab", "start"),
      { tool: "home_list", args: { do: "add", item: "eggs", list: "Shopping List" } },
      { tool: "minecraft_say", args: { name: "survival", text: "dinner is ready" } },
    ],
    result: "windows-lab is running. eggs is on Shopping List. Said in survival; 2 players hear it.",
  },
  {
    say: "unlock the front door, start creative and give grafana the name charts",
    steps: [home("the front door", "unlock"), world("creative", "start"), named("charts", "grafana")],
    result: "Front Door is unlocked. creative is starting. charts.server.local now points at 192.168.0.10:3000.",
  },
  {
    say: "set the thermostat to 20 degrees, start friend-ubuntu and point films at 192.168.0.20:8096",
    steps: [
      { tool: "home_set", args: { name: "the thermostat", do: "temperature", value: "20" } },
      machine("friend ubuntu", "start"),
      named("films", "192.168.0.20:8096"),
    ],
    result:
      "Thermostat is heating to 20 degrees, 20.4 now. friend-ubuntu is running. films.server.local now points at 192.168.0.20:8096.",
  },
  {
    say: "activate movie night, start creative and give jellyseerr the name films",
    steps: [
      { tool: "home_run", args: { name: "movie night" } },
      world("creative", "start"),
      named("films", "jellyseerr"),
    ],
    result:
      "Movie Night is set, 4 things changed. creative is starting. films.server.local now points at 192.168.0.10:5055.",
  },
  {
    say: "play spotify on the kitchen speaker, start creative and where is jellyfin",
    steps: [
      { tool: "home_play", args: { do: "play", name: "the kitchen speaker", what: "spotify" } },
      world("creative", "start"),
      { tool: "service_find", args: { name: "jellyfin" } },
    ],
    result:
      "Kitchen Speaker is playing at volume 30. creative is starting. Jellyfin is at 192.168.0.10:8096, named jellyfin.server.local.",
  },
  {
    say: "if somebody is playing minecraft turn on the counter light and start windows-lab",
    steps: [status("minecraft played"), home("the counter light", "on"), machine("windows lab", "start")],
    result: "survival is on; Steve and Alex are playing. creative is off. Counter Light is on. windows-lab is running.",
  },
  {
    say: "if windows-lab is off turn on the hall light and start creative",
    steps: [
      { tool: "vm_list", args: { name: "windows lab off" } },
      home("the hall light", "on"),
      world("creative", "start"),
    ],
    result: "windows-lab is off. Hall Light is already on at 71 percent. creative is starting.",
  },
  {
    say: "every evening at 22:00 turn off all my lights, back up survival and shut down windows-lab",
    steps: [
      keep(
        "every day at 22:00",
        "turn off all my lights, back up survival and shut down windows-lab",
        home("all my lights", "off"),
        world("survival", "backup"),
        machine("windows lab", "stop"),
      ),
    ],
    result: "Every day at 22:00: turn off all my lights, back up survival and shut down wind…; next {moment}.",
  },
  {
    say: "tomorrow at 7 am turn on the kitchen light, start creative and start windows-lab",
    steps: [
      keep(
        "tomorrow at 07:00",
        "turn on the kitchen light, start creative and start windows-lab",
        home("the kitchen light", "on"),
        world("creative", "start"),
        machine("windows lab", "start"),
      ),
    ],
    result: "{moment}: turn on the kitchen light, start creative and start windows…",
  },
  {
    say: "at 23:00 lock the front door, shut down main-endeavouros and start creative",
    steps: [
      keep(
        "at 23:00",
        "lock the front door, shut down main-endeavouros and start creative",
        home("the front door", "lock"),
        machine("main endeavouros", "stop"),
        world("creative", "start"),
      ),
    ],
    result: "{moment}: lock the front door, shut down main-endeavouros and start c…",
  },
  {
    say: "every monday at noon back up survival and turn on the hall light",
    steps: [
      keep(
        "every Monday at 12:00",
        "back up survival and turn on the hall light",
        world("survival", "backup"),
        home("the hall light", "on"),
      ),
    ],
    result: "Every Monday at 12:00: back up survival and turn on the hall light; next {moment}.",
  },
  {
    say: "in two hours shut down main-endeavouros and turn off the tv",
    steps: [
      keep(
        "in 2 hours",
        "shut down main-endeavouros and turn off the tv",
        machine("main endeavouros", "stop"),
        home("the tv", "off"),
      ),
    ],
    result: "{moment}: shut down main-endeavouros and turn off the tv.",
  },
  {
    say: "cancel all tasks, turn off the tv and start creative",
    before: TIMER,
    steps: [{ tool: "task_cancel", args: { name: "all" } }, home("the tv", "off"), world("creative", "start")],
    result: "Cancelled: turn off the tv. TV is already off. creative is starting.",
  },
];
