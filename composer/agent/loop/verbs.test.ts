import { expect, test } from "vitest";
import { isNegated, isOpposite, wrongVerb, unsaidEnd } from "./verbs.ts";

const step = (to: string) => ({ tool: "home_set", args: { name: "it", do: to } });

test.each([
  ["unlock the front door", "lock", "unlock"],
  ["please turn off the hall light", "on", "off"],
  ["stop the creative world", "reboot", "stop"],
  ["mach das Licht aus", "on", "off"],
  ["die Haustür aufschließen", "lock", "unlock"],
])("%j is not %s", (sentence, to, said) => {
  expect(wrongVerb(sentence, step(to))).toBe(said);
});

test.each([
  ["unlock the front door", "unlock"],
  ["turn the light off and then on", "on"],
  ["make it cosy", "on"],
  ["close the blinds and lock up", "close"],
  ["shut down the lab", "stop"],
])("%j may be %s", (sentence, to) => {
  expect(wrongVerb(sentence, step(to))).toBeUndefined();
});

test("verbs that exclude each other", () => {
  expect([isOpposite("on", "off"), isOpposite("on", "on"), isOpposite("on", "open"), isOpposite(1, "off")]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

test.each(["don't touch the light", "do not open it", "mach es nicht an", "never stop"])(
  "%j is negated",
  (sentence) => {
    expect(isNegated(sentence)).toBe(true);
  },
);

test("a note is no negation", () => {
  expect(isNegated("note that the donuts are done")).toBe(false);
});

test.each([
  ["how well is the lab doing", "vm_power", "stop", "stop"],
  ["my favourite service is jellyfin", "service_remove", undefined, "remove"],
  ["what is planned for the evening", "task_cancel", undefined, "cancel"],
  ["shut down the lab", "vm_power", "stop", undefined],
  ["the lab should be stopped now", "vm_power", "stop", undefined],
  ["fahr das Labor herunter", "vm_power", "stop", undefined],
  ["jellyfin can go away", "service_remove", undefined, undefined],
  ["forget that task", "task_cancel", undefined, undefined],
  ["pause that task", "task_cancel", "pause", undefined],
  ["make it cosy", "home_set", "off", undefined],
])("%j and a call of %s %s: nobody said %s", (sentence, tool, to, unsaid) => {
  expect(unsaidEnd(sentence, { tool, args: { name: "it", ...(to && { do: to }) } })).toBe(unsaid);
});
