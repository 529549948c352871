import { expect, test } from "vitest";
import { z } from "zod";
import { defineServer } from "../kernel/server.ts";
import { PRIVATE_WORDS } from "./agent/tiers/privacy.ts";
import { readSettings } from "./settings.ts";

const server = defineServer({
  name: "small",
  settings: { SMALL_SIZE: z.coerce.number("must be a number").optional() },
  start: () => ({ tools: [] }),
});

test("nothing needs to be set", () => {
  expect(readSettings({ PATH: "/bin", STEWARD_TOKEN: "", TZ: "UTC" }, [server])).toEqual({
    TZ: "UTC",
    STEWARD_HOST: "127.0.0.1",
    STEWARD_PORT: 8420,
    STEWARD_DATA: "./data",
    STEWARD_ALLOWED_HOSTS: [],
    STEWARD_LOCAL_MODEL: "qwen2.5:7b",
    STEWARD_LOCAL_MEMORY: "yield",
    STEWARD_CLOUD_MODEL: "gpt-5-nano",
    STEWARD_CLOUD: "on",
    STEWARD_CLOUD_CAP: 5,
    STEWARD_PRIVATE_WORDS: [...PRIVATE_WORDS],
    STEWARD_PRIVATE_TOOLS: [],
  });
});

test("names are taken apart", () => {
  const { STEWARD_ALLOWED_HOSTS: names } = readSettings({ STEWARD_ALLOWED_HOSTS: "Server, server.local,," }, []);
  expect(names).toEqual(["server", "server.local"]);
});

test("every fault of every room is told at once, and no value", () => {
  const source = { STEWARD_PORT: "99999", STEWARD_TOKEN: "short", STEWARD_PUBLIC_URL: "ftp://here", SMALL_SIZE: "big" };
  const attempt = () => readSettings(source, [server]);
  for (const name of Object.keys(source)) expect(attempt).toThrow(name);
  for (const value of ["99999", "short", "ftp://here", "big"]) expect(attempt).not.toThrow(value);
  expect(attempt).toThrow("STEWARD_PUBLIC_URL: must be an http or https address, such as https://steward.example.org");
});
