import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { leanSchema } from "../../../kernel/schema.ts";
import { repair } from "./repair.ts";

const tool = {
  name: "lamp_set",
  wire: {
    name: "lamp_set",
    inputSchema: {
      type: "object" as const,
      ...leanSchema({
        name: z.string(),
        do: z.enum(["on", "off"]).optional(),
        size: z.number().optional(),
        now: z.boolean().optional(),
      }),
    },
  },
};

test.each([
  [
    { name: "left", do: "on" },
    { name: "left", do: "on" },
  ],
  ['{"name":"left"}', { name: "left" }],
  [{ arguments: { name: "left" } }, { name: "left" }],
  [{ parameters: '{"name":"left"}' }, { name: "left" }],
  [
    { Name: 7, DO: " ON ", size: "30", now: "True" },
    { name: "7", do: "on", size: 30, now: true },
  ],
  [{ name: "left", do: null, size: "" }, { name: "left" }],
  [undefined, {}],
])("%j becomes %j", (given, args) => {
  expect(repair(tool, given)).toEqual({ args });
});

test.each([
  [{ name: "left", color: "red" }, "lamp_set has no color. Allowed: name, do, size and now."],
  [[1, 2], "lamp_set: the arguments are no JSON object."],
  ["turn it on", "lamp_set: the arguments are no JSON object."],
  [{ do: "toggle" }, 'lamp_set: do: Invalid option: expected one of "on"|"off". Allowed: name, do, size and now.'],
  [
    { size: "30%" },
    "lamp_set: size: Invalid input: expected number, received string. Allowed: name, do, size and now.",
  ],
])("%j is told: %s", (given, fault) => {
  expect(repair(tool, given)).toEqual({ fault });
});

test("a third party's schema is held to, and one that cannot be read lets nothing through", () => {
  const required = { type: "object" as const, properties: { id: { type: "string" } }, required: ["id"] };
  const foreign = (inputSchema: { type: "object"; [key: string]: unknown }) => ({
    name: "x",
    wire: { name: "x", inputSchema },
  });
  expect(repair(foreign(required), {})).toMatchObject({ fault: expect.stringContaining("id") });
  expect(repair(foreign({ ...required, additionalProperties: true }), { id: "1", more: 2 })).toEqual({
    args: { id: "1", more: 2 },
  });
  const broken = { type: "object" as const, $ref: "#/nowhere" };
  expect(repair(foreign(broken), {})).toMatchObject({ fault: expect.stringContaining("cannot be read") });
});

test("whatever is written comes out fitting the schema, or as a fault", () => {
  const fits = z.strictObject({
    name: z.string().optional(),
    do: z.enum(["on", "off"]).optional(),
    size: z.number().optional(),
    now: z.boolean().optional(),
  });
  fc.assert(
    fc.property(fc.anything(), (given) => {
      const repaired = repair(tool, given);
      if ("args" in repaired) fits.parse(repaired.args);
      else expect(repaired.fault).toMatch(/^lamp_set/);
    }),
  );
});
