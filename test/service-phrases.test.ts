import { expect, test } from "vitest";
import { compileGrammar } from "../composer/agent/phrases/index.ts";
import { silentLog } from "../kernel/log.ts";
import { phraseSet } from "../kernel/phrases.ts";
import { demoServices } from "../mcp-servers/catalog/demo.ts";
import { phrases } from "../mcp-servers/catalog/phrases.ts";
import { namedAs } from "../mcp-servers/catalog/resolve.ts";
import { phrases as dns } from "../mcp-servers/dns/phrases.ts";
import { namedAs as nameable } from "../mcp-servers/dns/resolve.ts";
import { english as home } from "../mcp-servers/homeassistant/phrases/index.ts";

const thing = (kind: string, name: string) => ({ kind, name });
const grammar = compileGrammar(
  [
    {
      server: "homeassistant",
      phrases: [phraseSet.parse(home)],
      names: [thing("light", "Hall Light"), thing("lock", "Front Door"), thing("list", "Shopping List")],
      tools: ["home_set", "home_get", "home_run", "home_list", "home_play"],
    },
    {
      server: "catalog",
      phrases: [phraseSet.parse(phrases)],
      names: demoServices("server.local").map((service) => namedAs({ ...service, example: true })),
      tools: ["service_find", "service_set", "service_remove"],
    },
    {
      server: "dns",
      phrases: [phraseSet.parse(dns)],
      names: demoServices("server.local").map((one) => nameable({ ...one, example: true, createdAt: 0, updatedAt: 0 })),
      tools: ["dns_set", "dns_remove"],
    },
  ],
  silentLog,
);
const said = (sentence: string) => {
  const parsed = grammar.parse(sentence);
  if (!("steps" in parsed)) return [parsed];
  return [...(parsed.condition?.steps ?? []), ...parsed.steps].map(({ tool, args }) => [
    tool.replace("service_", ""),
    ...Object.values(args),
  ]);
};

test.each<[string, ...unknown[][]]>([
  ["what is the address of grafana", ["find", "grafana"]],
  ["what's the IP of the Pi-hole?", ["find", "the pi hole"]],
  ["which port does jellyfin use", ["find", "jellyfin"]],
  ["tell me the port of jellyfin please", ["find", "jellyfin"]],
  ["what port is home assistant on", ["find", "home assistant"]],
  ["where is grafana", ["find", "grafana"]],
  ["where does zigbee2mqtt run", ["find", "zigbee2mqtt"]],
  ["where can I find portainer", ["find", "portainer"]],
  ["how do i get to grafana", ["find", "grafana"]],
  ["which name does grafana have", ["find", "grafana"]],
  ["what's grafana's address", ["find", "grafana"]],
  ["is jellyfin up", ["find", "jellyfin up"]],
  ["is the jellyfin service still running", ["find", "the jellyfin service up"]],
  ["what runs on port 3000", ["find", "port 3000"]],
  ["what is at 192.168.0.10:8096", ["find", "192.168.0.10:8096"]],
  ["which services are there", ["find", "all services"]],
  ["list my services", ["find", "all services"]],
  ["what services do i have", ["find", "all services"]],
  ["add a service paperless at 192.168.0.10:8000", ["set", "paperless", "192.168.0.10:8000"]],
  ["please add a new service called Paper Less at 192.168.0.10:8000", ["set", "Paper Less", "192.168.0.10:8000"]],
  ["register immich on 192.168.0.10 port 2283 over https", ["set", "immich", "192.168.0.10:2283", "https"]],
  ["move grafana to 192.168.0.11:3000", ["set", "grafana", "192.168.0.11:3000"]],
  ["move grafana to port 3001", ["set", "grafana", 3001]],
  ["change the port of jellyfin to 8097", ["set", "jellyfin", 8097]],
  ["grafana is now at 192.168.0.11", ["set", "grafana", "192.168.0.11"]],
  ["portainer speaks http", ["set", "portainer", "http"]],
  ["note for grafana that Ada has the password", ["set", "grafana", "Ada has the password"]],
  ["forget the service jellyseerr", ["remove", "jellyseerr"]],
  ["remove jellyseerr from the catalogue", ["remove", "jellyseerr"]],
  ["delete portainer", ["remove", "portainer"]],
  ["turn off the hall light and forget jellyseerr", ["home_set", "the hall light", "off"], ["remove", "jellyseerr"]],
  ["where is grafana and is the front door locked", ["find", "grafana"], ["home_get", "the front door", "locked"]],
  ["give grafana a name", ["dns_set", "grafana", "grafana"]],
  ["please give portainer a local name", ["dns_set", "portainer", "portainer"]],
  ["give grafana the name stats", ["dns_set", "stats", "grafana"]],
  ["give the pi-hole the domain ads.server.local", ["dns_set", "ads.server.local", "the pi hole"]],
  ["point stats at grafana", ["dns_set", "stats", "grafana"]],
  ["point stats at 192.168.0.10:3000", ["dns_set", "stats", "192.168.0.10:3000"]],
  ["make films point to jellyfin", ["dns_set", "films", "jellyfin"]],
  ["add a name films for 192.168.0.10:8096", ["dns_set", "films", "192.168.0.10:8096"]],
  ["change the name of grafana to charts", ["dns_set", "charts", "grafana"]],
  ["remove the name of grafana", ["dns_remove", "grafana"]],
  ["take the name away from jellyfin", ["dns_remove", "jellyfin"]],
  ["delete the domain grafana.server.local", ["dns_remove", "grafana server local"]],
  ["jellyfin needs no name", ["dns_remove", "jellyfin"]],
  [
    "lock the front door and point stats at grafana",
    ["home_set", "the front door", "lock"],
    ["dns_set", "stats", "grafana"],
  ],
  ["if jellyfin is not up turn on the hall light", ["find", "jellyfin up"], ["home_set", "the hall light", "on"]],
])("%s", (sentence, ...calls) => expect(said(sentence)).toEqual(calls));

test.each([
  "add milk at 192.168.0.10:8000 o'clock",
  "what is at home",
  "where is the cat",
  "forget it all",
  "delete everything",
  "move grafana to the kitchen",
  "add a service paperless",
  "give the dog a name",
  "point the lamp at the wall",
  "remove the name of the rose",
])("%s is left to others", (sentence) => {
  const parsed = grammar.parse(sentence);
  expect(parsed).toHaveProperty("silent");
});
