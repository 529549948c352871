import { expect, test } from "vitest";
import { asksBack, claimsDone } from "./claims.ts";

test.each([
  "I have turned on the kitchen light.",
  "I've just locked the door.",
  "Done!",
  "Okay, all set.",
  "The kitchen light has been switched off.",
  "The light is now on.",
  "Your reminder was scheduled.",
  "Ich habe das Licht ausgeschaltet.",
  "Erledigt.",
  "Die Lampe ist jetzt an.",
])("%j says that something was done", (text) => {
  expect(claimsDone(text)).toBe(true);
});

test.each([
  "I can switch lights, start machines and look after Minecraft.",
  "Which lamp do you mean?",
  "A light that is left on costs money.",
  "Das kann ich nicht.",
  "Good morning!",
])("%j does not", (text) => {
  expect(claimsDone(text)).toBe(false);
});

test("a question asks back", () => {
  expect([asksBack("Which lamp?"), asksBack("“Which one?” "), asksBack("I wonder? No.")]).toEqual([true, true, false]);
});
