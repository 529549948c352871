import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { parseSettings, readEnvironment } from "./config.ts";

const shape = { STEWARD_PORT: z.coerce.number().int().max(65_535).default(8420), HASS_URL: z.url().optional() };

test("an unset or empty variable takes its default", () => {
  expect(parseSettings(shape, { STEWARD_PORT: "", OTHER: "x" })).toEqual({ STEWARD_PORT: 8420 });
});

test("all faults are reported together, by name and without the values", () => {
  expect(() => parseSettings(shape, { STEWARD_PORT: "99999", HASS_URL: "secret-thing" })).toThrow(
    "Settings need attention: STEWARD_PORT: Too big: expected number to be <=65535; HASS_URL: Invalid URL (see .env.example)",
  );
});

test(".env completes the environment, which wins", () => {
  const file = join(mkdtempSync(join(tmpdir(), "steward-")), ".env");
  writeFileSync(file, "STEWARD_TEST_ONE=file\nPATH=file\n");
  const source = readEnvironment(file);
  expect([source["STEWARD_TEST_ONE"], source["PATH"] === "file"]).toEqual(["file", false]);
});
