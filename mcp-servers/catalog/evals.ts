import type { EvalCase } from "../../kernel/evals.ts";

const find = (name: string) => ({ tool: "service_find", args: { name } });
const set = (name: string, address: string) => ({ tool: "service_set", args: { name, address } });
const remove = (name: string) => ({ tool: "service_remove", args: { name } });
const home = (name: string, verb: string) => ({ tool: "home_set", args: { name, do: verb } });

/** Sentences about services, alone and beside the home; said to the demo house. */
export const evals: readonly EvalCase[] = [
  {
    say: "what is the address of grafana",
    steps: [find("grafana")],
    result: "Grafana is at 192.168.0.10:3000, named grafana.server.local.",
  },
  {
    say: "which port does jellyfin use",
    steps: [find("jellyfin")],
    result: "Jellyfin is at 192.168.0.10:8096, named jellyfin.server.local.",
  },
  {
    say: "where is home assistant",
    steps: [find("home assistant")],
    result: "Home Assistant is at 192.168.0.10:8123, without a name.",
  },
  {
    say: "which name does the pi-hole have",
    steps: [find("the pi hole")],
    result: "Pi-hole is at 192.168.0.170:8080, named pihole.server.local.",
  },
  {
    say: "does portainer have a name",
    steps: [find("portainer")],
    result: "Portainer is at 192.168.0.10:9443 (https), without a name.",
  },
  {
    say: "what runs on port 51820",
    steps: [find("port 51820")],
    result: "WireGuard is at 192.168.0.170:51820 (udp), without a name.",
  },
  {
    say: "is grafana up",
    steps: [find("grafana up")],
    result: "Nobody looks whether Grafana answers: it is an example of the demo house.",
  },
  {
    say: "add a service paperless at 192.168.0.10:8000",
    steps: [set("paperless", "192.168.0.10:8000")],
    result: "paperless is now at 192.168.0.10:8000, without a name.",
  },
  {
    say: "move portainer to 192.168.0.170:9443",
    steps: [set("portainer", "192.168.0.170:9443")],
    result: "Portainer is now at 192.168.0.170:9443 (https), without a name.",
  },
  {
    say: "forget the service jellyseerr",
    steps: [remove("jellyseerr")],
    result: "Jellyseerr is out of the catalogue.",
  },
  {
    say: "turn off the hall light and tell me where portainer is",
    steps: [home("the hall light", "off"), find("portainer")],
    result: "Hall Light is off. Portainer is at 192.168.0.10:9443 (https), without a name.",
  },
  {
    say: "where is grafana and is the front door locked",
    steps: [find("grafana"), { tool: "home_get", args: { name: "the front door", what: "locked" } }],
    result: "Grafana is at 192.168.0.10:3000, named grafana.server.local. Yes, Front Door is locked.",
  },
  {
    say: "forget jellyseerr and lock the front door",
    steps: [remove("jellyseerr"), home("the front door", "lock")],
    result: "Jellyseerr is out of the catalogue. Front Door is already locked.",
  },
  {
    say: "add a service immich at 192.168.0.10:2283 and turn on the counter light",
    steps: [set("immich", "192.168.0.10:2283"), home("the counter light", "on")],
    result: "immich is now at 192.168.0.10:2283, without a name. Counter Light is on.",
  },
  {
    say: "close the blinds in the living room and move portainer to 192.168.0.170:9443",
    steps: [home("the blinds in the living room", "close"), set("portainer", "192.168.0.170:9443")],
    result: "Blinds are closed. Portainer is now at 192.168.0.170:9443 (https), without a name.",
  },
  {
    say: "what is the outdoor temperature and what runs on port 51820",
    steps: [{ tool: "home_get", args: { name: "outdoor temperature", what: "temperature" } }, find("port 51820")],
    result: "Outdoor Temperature is at 7.5 °C. WireGuard is at 192.168.0.170:51820 (udp), without a name.",
  },
  {
    say: "which port does jellyfin use and turn off the tv",
    steps: [find("jellyfin"), home("the tv", "off")],
    result: "Jellyfin is at 192.168.0.10:8096, named jellyfin.server.local. TV is already off.",
  },
  {
    say: "unlock the front door and forget jellyseerr",
    steps: [home("the front door", "unlock"), remove("jellyseerr")],
    result: "Front Door is unlocked. Jellyseerr is out of the catalogue.",
  },
  {
    say: "where is zigbee2mqtt and turn on the left bedside",
    steps: [find("zigbee2mqtt"), home("the left bedside", "on")],
    result: "Zigbee2MQTT is at 192.168.0.170:8090, without a name. Left Bedside is on.",
  },
  {
    say: "turn off all my lights and add a service paperless at 192.168.0.10:8000",
    steps: [home("all my lights", "off"), set("paperless", "192.168.0.10:8000")],
    result: "4 lights are off. paperless is now at 192.168.0.10:8000, without a name.",
  },
];
