import type { EvalCase } from "../../kernel/evals.ts";

const power = (name: string, verb: string) => ({ tool: "vm_power", args: { name, do: verb } });
const list = (...name: string[]) => ({ tool: "vm_list", args: Object.fromEntries(name.map((one) => ["name", one])) });
const home = (name: string, verb: string) => ({ tool: "home_set", args: { name, do: verb } });
const named = (name: string, target: string) => ({ tool: "dns_set", args: { name, target } });

/** Sentences about machines, alone and beside the home, the services and the names; said to the demo house. */
export const evals: readonly EvalCase[] = [
  {
    say: "which machines are running",
    steps: [list()],
    result: "friend-ubuntu and windows-lab are off. main-endeavouros is running.",
  },
  {
    say: "is windows-lab running",
    steps: [list("windows-lab running")],
    result: "windows-lab is off.",
  },
  {
    say: "what is the ip of main-endeavouros",
    steps: [list("main-endeavouros")],
    result: "main-endeavouros is running at 192.168.0.41.",
  },
  { say: "start windows-lab", steps: [power("windows-lab", "start")], result: "windows-lab is running." },
  {
    say: "boot up the ubuntu machine",
    steps: [power("the ubuntu machine", "start")],
    result: "friend-ubuntu is running.",
  },
  { say: "shut down main endeavouros", steps: [power("main endeavouros", "stop")], result: "main-endeavouros is off." },
  {
    say: "reboot endeavouros please",
    steps: [power("endeavouros", "reboot")],
    result: "main-endeavouros is restarting.",
  },
  {
    say: "kill main-endeavouros",
    steps: [power("main-endeavouros", "force")],
    result: "main-endeavouros is off.",
  },
  {
    say: "open the desktop of main-endeavouros",
    steps: [{ tool: "vm_desktop", args: { name: "main-endeavouros" } }],
    result: "The desktop of main-endeavouros would open; the demo house has none behind it.",
  },
  {
    say: "turn off the hall light and start windows-lab",
    steps: [home("the hall light", "off"), power("windows-lab", "start")],
    result: "Hall Light is off. windows-lab is running.",
  },
  {
    say: "shut down main-endeavouros and turn off the tv",
    steps: [power("main-endeavouros", "stop"), home("the tv", "off")],
    result: "main-endeavouros is off. TV is already off.",
  },
  {
    say: "start friend-ubuntu and give grafana the name charts",
    steps: [power("friend-ubuntu", "start"), named("charts", "grafana")],
    result: "friend-ubuntu is running. charts.server.local now points at 192.168.0.10:3000.",
  },
  {
    say: "is windows-lab off and is the front door locked",
    steps: [list("windows-lab off"), { tool: "home_get", args: { name: "the front door", what: "locked" } }],
    result: "windows-lab is off. Yes, Front Door is locked.",
  },
  {
    say: "lock the front door and shut down main-endeavouros",
    steps: [home("the front door", "lock"), power("main-endeavouros", "stop")],
    result: "Front Door is already locked. main-endeavouros is off.",
  },
  {
    say: "reboot main-endeavouros and turn on the counter light",
    steps: [power("main-endeavouros", "reboot"), home("the counter light", "on")],
    result: "main-endeavouros is restarting. Counter Light is on.",
  },
  {
    say: "where is jellyfin and which machines are running",
    steps: [{ tool: "service_find", args: { name: "jellyfin" } }, list()],
    result:
      "Jellyfin is at 192.168.0.10:8096, named jellyfin.server.local. friend-ubuntu and windows-lab are off. main-endeavouros is running.",
  },
  {
    say: "start friend-ubuntu and back up survival",
    steps: [power("friend-ubuntu", "start"), { tool: "minecraft_power", args: { name: "survival", do: "backup" } }],
    result: "friend-ubuntu is running. survival is backed up (12 MB).",
  },
  {
    say: "close the blinds in the living room and open the desktop of main-endeavouros",
    steps: [home("the blinds in the living room", "close"), { tool: "vm_desktop", args: { name: "main-endeavouros" } }],
    result: "Blinds are closed. The desktop of main-endeavouros would open; the demo house has none behind it.",
  },
  {
    say: "turn off all my lights, start creative and start windows-lab",
    steps: [
      home("all my lights", "off"),
      { tool: "minecraft_power", args: { name: "creative", do: "start" } },
      power("windows-lab", "start"),
    ],
    result: "4 lights are off. creative is starting. windows-lab is running.",
  },
];
