import { chmodSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ownerToken, readToken } from "./owner-token.ts";
import { systemRandom as random } from "./random.ts";
import { scratch } from "./testing.ts";

const folder = () => join(scratch(), "data");
const modeOf = (path: string) => statSync(path).mode & 0o777;

test("the first start makes a token that only its owner reads, and the next ones keep it", () => {
  const data = folder();
  const token = ownerToken({ data, random });
  expect(token).toMatch(/^steward_[\w-]{43}$/);
  expect([modeOf(data), modeOf(join(data, "owner-token"))]).toEqual([0o700, 0o600]);
  expect(readdirSync(data)).toEqual(["owner-token"]);
  expect(ownerToken({ data, random })).toBe(token);
  expect(readToken(join(data, "owner-token"))).toBe(token);
});

test("a token that is set is used and not written down", () => {
  const data = folder();
  expect(ownerToken({ data, setting: "sixteen-letters!", random })).toBe("sixteen-letters!");
  expect(readdirSync(data)).toEqual([]);
  expect(() => ownerToken({ data, setting: "short", random })).toThrow("STEWARD_TOKEN: at least 16 characters");
});

test("files that others could read are closed to them", () => {
  const data = folder();
  ownerToken({ data, random });
  chmodSync(data, 0o755);
  chmodSync(join(data, "owner-token"), 0o644);
  ownerToken({ data, random });
  expect([modeOf(data), modeOf(join(data, "owner-token"))]).toEqual([0o700, 0o600]);
});

test("a file without a token in it is said, not replaced", () => {
  const data = folder();
  ownerToken({ data, random });
  const file = join(data, "owner-token");
  writeFileSync(file, "\n");
  expect(() => ownerToken({ data, random })).toThrow(`${file} holds no token of at least 16 characters: remove it`);
  expect(readFileSync(file, "utf8")).toBe("\n");
  expect(readToken(join(data, "nothing"))).toBeUndefined();
});
