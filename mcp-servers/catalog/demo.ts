import type { Entry, Protocol } from "./fields.ts";
import { slugOf } from "./fields.ts";

const SERVER = "192.168.0.10";
const PI = "192.168.0.170";

const service = (name: string, ip: string, port: number, more: Partial<Entry> = {}): Entry => ({
  key: slugOf(name),
  name,
  owner: "",
  description: "",
  tags: [],
  ip,
  port,
  protocol: "http" satisfies Protocol,
  domain: null,
  notes: "",
  createdAt: null,
  ...more,
});

/** The services of the demo house. */
export const demoServices = (zone: string): Entry[] => [
  service("Jellyfin", SERVER, 8096, { description: "Films and series", tags: ["media"], domain: `jellyfin.${zone}` }),
  service("Grafana", SERVER, 3000, { description: "Charts", tags: ["monitoring"], domain: `grafana.${zone}` }),
  service("Portainer", SERVER, 9443, { description: "Containers", protocol: "https" }),
  service("Jellyseerr", SERVER, 5055, { description: "Wishes for films and series", tags: ["media"] }),
  service("Home Assistant", SERVER, 8123, { description: "The home", tags: ["home"] }),
  service("Pi-hole", PI, 8080, { key: "pihole", description: "Names and ads", domain: `pihole.${zone}` }),
  service("Zigbee2MQTT", PI, 8090, { description: "The Zigbee bridge", tags: ["home"] }),
  service("WireGuard", PI, 51_820, { description: "The way in from outside", protocol: "udp" }),
];
