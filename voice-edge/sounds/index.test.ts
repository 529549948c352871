import fc from "fast-check";
import { expect, test } from "vitest";
import { createSounds } from "./index.ts";
import { phonesOf } from "./phones.ts";
import { soundDistance } from "./distance.ts";

const named = (kind: string, ...all: string[]) => all.map((name) => ({ kind, name }));
const understood = createSounds([
  ...named("area", "Living Room", "Kitchen", "Hall", "Bedroom", "Ground Floor"),
  ...named(
    "light",
    "Ceiling Light",
    "Floor Lamp",
    "TV Strip",
    "Kitchen Light",
    "Hall Light",
    "Left Bedside",
    "Right Bedside",
  ),
  ...named("blind", "Blinds", "Bedroom Blinds"),
  ...named("lock", "Front Door"),
  ...named("scene", "Movie Night"),
  { kind: "list", name: "Shopping List" },
  { kind: "machine", name: "friend-ubuntu", aliases: ["ubuntu"] },
  { kind: "machine", name: "main-endeavouros", aliases: ["main", "endeavouros"] },
  { kind: "machine", name: "windows-lab", aliases: ["windows"] },
  ...named("person", "Friend", "Owner"),
  ...named("minecraft world", "survival", "creative"),
  ...named("service", "Grafana", "Jellyfin", "Jellyseerr", "Pi-hole", "Portainer", "Zigbee2MQTT"),
]);

test.each([
  ["Where is grandpa of?", "Where is Grafana?"],
  ["where's grandpa of", "where's Grafana"],
  ["Is gelatin running?", "Is Jellyfin running?"],
  ["Where is Jellyseir?", "Where is Jellyseerr?"],
  ["Restart new boom to.", "Restart ubuntu."],
  ["Shut down, friend-new-boot-you.", "Shut down friend-ubuntu."],
  ["Shut down friend-new-booty.", "Shut down friend-ubuntu."],
  ["Restart Windows Lamb.", "Restart windows-lab."],
  ["Restart and Devroos.", "Restart endeavouros."],
  ["Shut down in Devre OS.", "Shut down endeavouros."],
  ["Is Endeavor OS running?", "Is endeavouros running?"],
  ["Restart you, Ubuntu.", "Restart ubuntu."],
  ["Where is Port Painter?", "Where is Portainer?"],
  ["Turn the left bits-eyed orange.", "Turn the Left Bedside orange."],
  ["Turn off the whole light.", "Turn off the Hall Light."],
  ["Turn off the whole lights.", "Turn off the Hall Lights."],
  ["Could you turn the All Light on?", "Could you turn the Hall Light on?"],
  ["And lock the Front Door.", "Unlock the Front Door."],
  ["I'm lock the front door", "Unlock the front door"],
])("%j is understood as %j, and known to be a guess", (heard, text) => {
  expect(understood(heard)).toEqual({ text, fuzzy: true });
});

test.each([
  "Turn off the hall light.",
  "Turn off the hall light and lock the front door.",
  "Turn off all the lights.",
  "Turn on the Kitchen Lights.",
  "turn off the hall lights",
  "turn the whole house off",
  "turn off all lights",
  "Where is Grafana?",
  "Is the TV strip on?",
  "Stop survival and start creative.",
  "lock the front door, then turn off the floor lamp",
  "Add jelly and gelatin to the shopping list.",
  "say grandpa is here",
  "Turn on the bathroom light.",
  "Turn off the playroom light.",
  "Dim the Light Bedside.",
  "what is the time",
  "Thank you very much.",
  "delete everything",
  "dim it",
  "Switch on the life bedside.",
  "turn to ubuntu page",
  "Is it never OS running?",
  "",
])("%j stays as it was heard", (heard) => {
  expect(understood(heard)).toEqual({ text: heard, fuzzy: false });
});

test("names that were heard as they are but written otherwise are no guess", () => {
  expect(understood("Where is pie hole?")).toEqual({ text: "Where is Pi-hole?", fuzzy: true });
  expect(understood("Where is pihole?")).toEqual({ text: "Where is Pi-hole?", fuzzy: false });
  expect(understood("start Friend Ubuntu")).toEqual({ text: "start Friend Ubuntu", fuzzy: false });
});

test("verbs are never guessed: where one is heard wrong, the sentence stays as it is", () => {
  for (const heard of ["Deploy creative", "Unload the front door", "Then the Floor Lamp"])
    expect(understood(heard).text.split(" ")[0]).toBe(heard.split(" ")[0]);
});

test.each([
  ["Run, survival.", "Run survival."],
  ["Shut down, friend ubuntu,", "Shut down friend ubuntu"],
  ["Dim the floor, lamp to 75%.", "Dim the floor lamp to 75%."],
  ["Turn off the hall light, start creative.", "Turn off the hall light, start creative."],
])("%j has only the commas that part orders: %j", (heard, text) => {
  expect(understood(heard)).toEqual({ text, fuzzy: false });
});

test("what two names are equally near to is neither", () => {
  const two = createSounds([...named("service", "Marlin", "Merlin")]);
  expect(two("Where is Murlin?")).toEqual({ text: "Where is Murlin?", fuzzy: false });
});

test("a house without names changes nothing", () => {
  expect(createSounds([])("Where is grandpa of?")).toEqual({ text: "Where is grandpa of?", fuzzy: false });
});

test.each([
  ["whole", "hall"],
  ["write", "right"],
  ["jellyfin", "jelifin"],
])("%s sounds like %s", (one, other) => {
  expect(soundDistance(phonesOf(one), phonesOf(other))).toBeLessThan(0.25);
});

test("whatever is heard, it is read without fault, and only names come in", () => {
  const words = fc.array(
    fc.oneof(fc.constantFrom("turn", "off", "the", "friend-new-boot", "and", ",", "grandpa", "of"), fc.string()),
  );
  fc.assert(
    fc.property(words, (some) => {
      const { text, fuzzy } = understood(some.join(" "));
      if (!fuzzy) expect(text.length).toBeLessThanOrEqual(some.join(" ").length + 20);
    }),
  );
});
