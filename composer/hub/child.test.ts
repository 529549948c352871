import fc from "fast-check";
import { expect, test } from "vitest";
import { createLines } from "./child.ts";

test("chunks are cut into lines wherever they end", () => {
  const lines = fc.array(fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\n")));
  fc.assert(
    fc.property(lines, fc.integer({ min: 1, max: 7 }), (given, size) => {
      const found: string[] = [];
      const take = createLines(1000, (line) => void found.push(line));
      const bytes = Buffer.from(given.map((line) => `${line}\n`).join(""));
      for (let at = 0; at < bytes.length; at += size) take(bytes.subarray(at, at + size));
      expect(found).toEqual(given);
    }),
  );
});

test("a line that does not end is refused once it is too long", () => {
  const take = createLines(5, () => {});
  expect([take(Buffer.from("123")), take(Buffer.from("45\n1")), take(Buffer.from("23456"))]).toEqual([
    true,
    true,
    false,
  ]);
});
