import { expect, test } from "vitest";
import { commandIn, grammarOf } from "./grammar.ts";
import { cmuPhones } from "./pronunciation.ts";

test("a grammar has the commands of what is in the house, and of nothing else", () => {
  const { grammar, words } = grammarOf([
    { kind: "light", name: "Floor Lamp" },
    { kind: "light", name: "Lamp 3" },
    { kind: "machine", name: "friend-ubuntu", aliases: ["Ubuntu"] },
  ]);
  expect(grammar).toContain("turn (on | off) [the] <n0>");
  expect(grammar).toContain("<n0> = floor lamp;");
  expect(grammar).toContain("= friend ubuntu | ubuntu;");
  expect(grammar).not.toContain("volume");
  expect(["floor", "ubuntu", "percent", "restart"].every((word) => words.has(word))).toBe(true);
  expect(words.has("number")).toBe(false);
});

test("an empty house still has what needs no name", () => {
  expect(grammarOf([]).grammar).toContain("turn (on | off) all [the | my] lights");
});

test.each([
  ["turn off the lights\n", "turn off the lights"],
  ["turn off the lights\nlock up\n", ""],
  ["zzp zzn zzae\n", ""],
  ["zzp start survival\n", "start survival"],
  ["\n", ""],
])("of %j the command is %j", (said, command) => {
  expect(commandIn(said)).toBe(command);
});

test.each([
  ["grafana", "G R AE F AE N AH"],
  ["jellyfin", "JH EH L IH F IH N"],
  ["thermostat", "TH ER M AA S T AE T"],
])("%s is said %s", (word, phones) => {
  expect(cmuPhones(word)).toBe(phones);
});
