import type { EvalCase } from "../../kernel/evals.ts";

const set = (name: string, target: string) => ({ tool: "dns_set", args: { name, target } });
const remove = (name: string) => ({ tool: "dns_remove", args: { name } });
const home = (name: string, verb: string) => ({ tool: "home_set", args: { name, do: verb } });

/** Sentences about names, alone and beside the home and the services; said to the demo house. */
export const evals: readonly EvalCase[] = [
  {
    say: "give portainer a name",
    steps: [set("portainer", "portainer")],
    result: "portainer.server.local now points at 192.168.0.10:9443.",
  },
  {
    say: "give grafana the name stats",
    steps: [set("stats", "grafana")],
    result: "stats.server.local now points at 192.168.0.10:3000.",
  },
  {
    say: "rename grafana to charts",
    steps: [set("charts", "grafana")],
    result: "charts.server.local now points at 192.168.0.10:3000.",
  },
  {
    say: "point films at 192.168.0.20:8096",
    steps: [set("films", "192.168.0.20:8096")],
    result: "films.server.local now points at 192.168.0.20:8096.",
  },
  {
    say: "remove the name of grafana",
    steps: [remove("grafana")],
    result: "grafana.server.local is gone; Grafana has no name.",
  },
  {
    say: "take the name away from jellyfin",
    steps: [remove("jellyfin")],
    result: "jellyfin.server.local is gone; Jellyfin has no name.",
  },
  {
    say: "turn off the hall light and give jellyseerr a name",
    steps: [home("the hall light", "off"), set("jellyseerr", "jellyseerr")],
    result: "Hall Light is off. jellyseerr.server.local now points at 192.168.0.10:5055.",
  },
  {
    say: "lock the front door and point stats at grafana",
    steps: [home("the front door", "lock"), set("stats", "grafana")],
    result: "Front Door is already locked. stats.server.local now points at 192.168.0.10:3000.",
  },
  {
    say: "close the blinds in the living room and remove the name of jellyfin",
    steps: [home("the blinds in the living room", "close"), remove("jellyfin")],
    result: "Blinds are closed. jellyfin.server.local is gone; Jellyfin has no name.",
  },
  {
    say: "give zigbee2mqtt the name zigbee and turn on the counter light",
    steps: [set("zigbee", "zigbee2mqtt"), home("the counter light", "on")],
    result: "zigbee.server.local now points at 192.168.0.170:8090. Counter Light is on.",
  },
  {
    say: "where is grafana and give portainer a name",
    steps: [{ tool: "service_find", args: { name: "grafana" } }, set("portainer", "portainer")],
    result:
      "Grafana is at 192.168.0.10:3000, named grafana.server.local. portainer.server.local now points at 192.168.0.10:9443.",
  },
  {
    say: "unlock the front door and give grafana the name charts",
    steps: [home("the front door", "unlock"), set("charts", "grafana")],
    result: "Front Door is unlocked. charts.server.local now points at 192.168.0.10:3000.",
  },
  {
    say: "what is the outdoor temperature and which name does grafana have",
    steps: [
      { tool: "home_get", args: { name: "outdoor temperature", what: "temperature" } },
      { tool: "service_find", args: { name: "grafana" } },
    ],
    result: "Outdoor Temperature is at 7.5 °C. Grafana is at 192.168.0.10:3000, named grafana.server.local.",
  },
  {
    say: "play spotify on the kitchen speaker and take the name away from the pi-hole",
    steps: [
      { tool: "home_play", args: { do: "play", name: "the kitchen speaker", what: "Spotify" } },
      remove("the pi hole"),
    ],
    result: "Kitchen Speaker is playing at volume 30. pihole.server.local is gone; Pi-hole has no name.",
  },
  {
    say: "turn on the left bedside and point films at 192.168.0.20:8096",
    steps: [home("the left bedside", "on"), set("films", "192.168.0.20:8096")],
    result: "Left Bedside is on. films.server.local now points at 192.168.0.20:8096.",
  },
  {
    say: "give home assistant the name home and is the front door locked",
    steps: [set("home", "home assistant"), { tool: "home_get", args: { name: "the front door", what: "locked" } }],
    result: "home.server.local now points at 192.168.0.10:8123. Yes, Front Door is locked.",
  },
];
