import { expect, test } from "vitest";
import { z } from "zod";
import { leanSchema, secret, withoutSecrets } from "./schema.ts";

test("a schema holds only what a model must read", () => {
  const shape = { name: z.string(), count: z.int().optional(), percent: z.int().min(0).max(100).default(50) };
  expect(leanSchema(shape)).toEqual({
    type: "object",
    properties: {
      name: { type: "string" },
      count: { type: "integer" },
      percent: { type: "integer", minimum: 0, maximum: 100 },
    },
  });
});

test("an argument named as schema noise is kept", () => {
  expect(leanSchema({ default: z.string() })).toMatchObject({ properties: { default: { type: "string" } } });
});

test("secret fields are marked write-only and leave the arguments", () => {
  const schema = leanSchema({ user: z.string(), password: secret(z.string()) });
  expect(schema).toMatchObject({ properties: { password: { writeOnly: true } } });
  expect(withoutSecrets({ user: "me", password: "x" }, schema)).toEqual({ user: "me", password: "[secret]" });
  expect(withoutSecrets({ any: 1 }, "no schema")).toEqual({ any: 1 });
});
