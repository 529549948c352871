import type { EvalCase } from "../../kernel/evals.ts";

const power = (name: string, verb: string) => ({ tool: "minecraft_power", args: { name, do: verb } });
const status = (name: string) => ({ tool: "minecraft_status", args: { name } });
const home = (name: string, verb: string) => ({ tool: "home_set", args: { name, do: verb } });
const machine = (name: string, verb: string) => ({ tool: "vm_power", args: { name, do: verb } });
const named = (name: string, target: string) => ({ tool: "dns_set", args: { name, target } });

/** Sentences about Minecraft, alone and beside the home, machines and names; said to the demo house. */
export const evals: readonly EvalCase[] = [
  { say: "start creative", steps: [power("creative", "start")], result: "creative is starting." },
  { say: "start the creative world", steps: [power("creative", "start")], result: "creative is starting." },
  { say: "start minecraft", steps: [power("minecraft", "start")], result: "creative is starting." },
  {
    say: "who is playing on survival",
    steps: [status("survival")],
    result: "survival (1.21.4) is on; Steve and Alex are playing; no backup yet.",
  },
  {
    say: "is creative running",
    steps: [status("creative on")],
    result: "creative is off; no backup yet.",
  },
  {
    say: "who is playing minecraft",
    steps: [status("all")],
    result: "survival is on; Steve and Alex are playing. creative is off.",
  },
  {
    say: "how many players are on survival",
    steps: [status("survival")],
    result: "survival (1.21.4) is on; Steve and Alex are playing; no backup yet.",
  },
  {
    say: "is minecraft on",
    steps: [status("minecraft on")],
    result: "survival is on; Steve and Alex are playing. creative is off.",
  },
  { say: "starte bitte creative", steps: [power("creative", "start")], result: "creative is starting." },
  {
    say: "wer spielt auf survival",
    steps: [status("survival")],
    result: "survival (1.21.4) is on; Steve and Alex are playing; no backup yet.",
  },
  {
    say: "sag allen auf survival dass das Essen fertig ist",
    steps: [{ tool: "minecraft_say", args: { name: "survival", text: "das Essen fertig ist" } }],
    result: "Said in survival; 2 players hear it.",
  },
  { say: "back up survival", steps: [power("survival", "backup")], result: "survival is backed up (12 MB)." },
  {
    say: "tell everyone on survival that dinner is ready",
    steps: [{ tool: "minecraft_say", args: { name: "survival", text: "dinner is ready" } }],
    result: "Said in survival; 2 players hear it.",
  },
  {
    say: "please turn off all my lights and start creative",
    steps: [home("all my lights", "off"), power("creative", "start")],
    result: "4 lights are off. creative is starting.",
  },
  {
    say: "turn off the tv and back up survival",
    steps: [home("the tv", "off"), power("survival", "backup")],
    result: "TV is already off. survival is backed up (12 MB).",
  },
  {
    say: "start windows-lab and start creative",
    steps: [machine("windows-lab", "start"), power("creative", "start")],
    result: "windows-lab is running. creative is starting.",
  },
  {
    say: "start minecraft and give grafana the name charts",
    steps: [power("minecraft", "start"), named("charts", "grafana")],
    result: "creative is starting. charts.server.local now points at 192.168.0.10:3000.",
  },
  {
    say: "turn off all my lights, start minecraft and give portainer a name",
    steps: [home("all my lights", "off"), power("minecraft", "start"), named("portainer", "portainer")],
    result: "4 lights are off. creative is starting. portainer.server.local now points at 192.168.0.10:9443.",
  },
  {
    say: "is somebody playing minecraft and is windows-lab off",
    steps: [status("minecraft played"), { tool: "vm_list", args: { name: "windows-lab off" } }],
    result: "survival is on; Steve and Alex are playing. creative is off. windows-lab is off.",
  },
  {
    say: "lock the front door and back up survival",
    steps: [home("the front door", "lock"), power("survival", "backup")],
    result: "Front Door is already locked. survival is backed up (12 MB).",
  },
  {
    say: "turn off the kitchen light and tell everyone on survival that dinner is ready",
    steps: [
      home("the kitchen light", "off"),
      { tool: "minecraft_say", args: { name: "survival", text: "dinner is ready" } },
    ],
    result: "Kitchen Light is off. Said in survival; 2 players hear it.",
  },
  {
    say: "give jellyseerr the name films and start creative",
    steps: [named("films", "jellyseerr"), power("creative", "start")],
    result: "films.server.local now points at 192.168.0.10:5055. creative is starting.",
  },
  {
    say: "back up survival and shut down main-endeavouros",
    steps: [power("survival", "backup"), machine("main-endeavouros", "stop")],
    result: "survival is backed up (12 MB). main-endeavouros is off.",
  },
];
