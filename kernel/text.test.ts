import fc from "fast-check";
import { expect, test } from "vitest";
import { clean, counted, listed } from "./text.ts";

test.each([
  ["Hall\nLight", 200, "Hall Light"],
  ["\u202eevil\u2066 name\u0007", 200, "evil name"],
  ["zero\u200bwidth", 200, "zero width"],
  ["Küche 🍳", 200, "Küche 🍳"],
  ["a long name", 6, "a lon…"],
  ["🍳🍳", 3, "🍳…"],
  ["🍳🍳🍳", 4, "🍳…"],
])("%j becomes one clean line", (text, limit, line) => {
  expect(clean(text, limit)).toBe(line);
});

test("any text becomes one line within its limit, and cleaning twice changes nothing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 50 }), (text, limit) => {
      const line = clean(text, limit);
      expect(line.length).toBeLessThanOrEqual(limit);
      expect(line).not.toMatch(/[\n\r\u2028\u202e]/);
      expect(clean(line, limit)).toBe(line);
    }),
  );
});

test("lists and counts read as people say them", () => {
  expect([listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"], "or")]).toEqual([
    "",
    "a",
    "a and b",
    "a, b or c",
  ]);
  expect([counted(1, "light"), counted(0, "light"), counted(2, "switch", "switches")]).toEqual([
    "1 light",
    "0 lights",
    "2 switches",
  ]);
});
