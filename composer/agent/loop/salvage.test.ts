import fc from "fast-check";
import { expect, test } from "vitest";
import { written } from "../../../test/models/reply.ts";
import { salvage } from "./salvage.ts";

const isKnown = (tool: string) => ["lamp_set", "lamp_get"].includes(tool);
const args = { name: "left {lamp}", do: "on" };
const call = { name: "lamp_set", args };
const wishes = [{ id: "salvaged-1", tool: "lamp_set", args }];

test.each(Object.entries(written))("a call written as %s is one", (_, write) => {
  expect(salvage(write(call), isKnown)).toEqual({ wishes, text: "" });
  const strange = write({ ...call, name: "house_sell" });
  expect(salvage(strange, isKnown)).toEqual({ wishes: [], text: strange });
});

test.each([
  ['Sure!\n```json\n{"name": "lamp_get", "arguments": {}}\n```\nDone.', ["lamp_get"], "Sure!\n \n \n \nDone."],
  ['[{"name":"lamp_get"},{"name":"lamp_set","arguments":{"do":"on",}}]', ["lamp_get", "lamp_set"], ""],
  ['{"type":"function","function":{"name":"lamp_get","arguments":"{}"}}', ["lamp_get"], ""],
  ['{"name": "lamp_get", "arguments": {"a": 1', ["lamp_get"], ""],
  ['{"a": {"name": "lamp_get", "arguments": {}}}', ["lamp_get"], '{"a":  }'],
  ["The lamp is {off}.", [], "The lamp is {off}."],
  ['{"name": "Anna", "age": 3}', [], '{"name": "Anna", "age": 3}'],
])("%j", (text, tools, left) => {
  const salvaged = salvage(text, isKnown);
  expect(salvaged.wishes.map(({ tool }) => tool)).toEqual(tools);
  expect(salvaged.text.replace(/\s+/g, " ")).toBe(left.replace(/\s+/g, " "));
});

test("any text is read, at once, and names known tools alone", () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom("{", "}", '"', '{"name":"lamp_get"', "<tool_call>", "```json", "\\"),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      for (const { tool } of salvage(pieces.join(""), isKnown).wishes) expect(isKnown(tool)).toBe(true);
    }),
  );
  expect(salvage("{".repeat(1_000_000), isKnown).wishes).toEqual([]);
});
