import { expect, test } from "vitest";
import { phraseSet } from "../../../kernel/phrases.ts";
import { createDomains } from "./domains.ts";

const server = (name: string, nouns: string[], names: string[], say: string[] = []) => ({
  server: name,
  tools: [],
  names: names.map((one) => ({ kind: "thing", name: one, aliases: [`Old ${one}`] })),
  phrases: [phraseSet.parse({ language: "en", kinds: { thing: { words: nouns } }, phrases: [{ say, tool: "x" }] })],
});
const domains = createDomains([
  server("home", ["lamp", "player"], ["TV", "The Right One"]),
  server("games", ["world", "player"], ["Survival"]),
  server("services", ["service"], ["Grafana"], ["look at the right {name}"]),
  server("names", ["name"], ["grafana"]),
  server("scheduler", ["task"], ["Lamp at eight"]),
]);

test.each([
  ["turn on the lamps", ["home"]],
  ["start survival and turn off the tv", ["games", "home"]],
  ["tell the players of survival", ["games"]],
  ["where is grafana", ["services"]],
  ["which name has grafana", ["names"]],
  ["the right world", ["games"]],
  ["cancel the task", []],
  ["sing", []],
])("%s touches %j", (sentence, servers) => {
  expect(domains(sentence)).toEqual(servers);
});
