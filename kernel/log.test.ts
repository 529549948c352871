import { expect, test } from "vitest";
import { createLog } from "./log.ts";

test("a line is JSON with a constant message, and secrets are replaced at any depth", () => {
  const lines: string[] = [];
  const log = createLog((line) => lines.push(line), { now: () => 0 });
  log.warn("peer refused", {
    peer: { accessToken: "abc", url: "http://h/mcp?token=abc&x=1" },
    header: ["Bearer abc"],
    pin: "1234",
    pinned: true,
  });
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
    {
      at: "1970-01-01T00:00:00.000Z",
      level: "warn",
      message: "peer refused",
      peer: { accessToken: "[redacted]", url: "http://h/mcp?token=[redacted]&x=1" },
      header: ["Bearer [redacted]"],
      pin: "[redacted]",
      pinned: true,
    },
  ]);
});

test("no secret stands in an error, its stack included, nor in an address", () => {
  const lines: string[] = [];
  const log = createLog((line) => lines.push(line), { now: () => 0 });
  log.error("failed", { error: new Error("GET http://h/mcp?token=abc failed at mysql://steward:hunter2@db/steward") });
  expect(lines.join("")).not.toMatch(/abc|hunter2/);
  expect(lines.join("")).toContain("mysql://steward:[redacted]@db/steward");
});

test("an error keeps its name and message", () => {
  const lines: string[] = [];
  createLog((line) => lines.push(line), { now: () => 0 }).error("failed", { error: new TypeError("no") });
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ error: { name: "TypeError", message: "no" } });
});
