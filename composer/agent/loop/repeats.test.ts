import { expect, test } from "vitest";
import { isContrary, isSame, undoes } from "./repeats.ts";

const set = (args: Record<string, string | number>) => ({ tool: "lamp_set", args });

test("a call is the same whatever the order of its arguments", () => {
  expect(isSame(set({ name: "a", do: "on" }), set({ do: "on", name: "a" }))).toBe(true);
  expect(isSame(set({ name: "a", do: "on" }), set({ name: "b", do: "on" }))).toBe(false);
  expect(isSame(set({ name: "a" }), { tool: "door_set", args: { name: "a" } })).toBe(false);
});

test("a call takes another back by that one's own way, or by the opposite verb on the same thing", () => {
  const on = set({ name: "a", do: "on" });
  const off = set({ name: "a", do: "off" });
  expect(undoes(off, on)).toBe(true);
  expect(
    undoes(set({ name: "a", size: 40 }), { ...set({ name: "a", size: 80 }), undo: [set({ name: "a", size: 40 })] }),
  ).toBe(true);
  expect(undoes(set({ name: "a", size: 40 }), set({ name: "a", size: 80 }))).toBe(false);
  expect(undoes(set({ name: "b", do: "off" }), on)).toBe(false);
  expect(isContrary(off, on)).toBe(true);
  expect(isContrary(on, on)).toBe(false);
});
