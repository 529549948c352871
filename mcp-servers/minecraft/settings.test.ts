import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { readWorlds } from "./settings.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "steward-worlds-"));
  return () => rmSync(folder, { recursive: true });
});

function read(content: unknown) {
  const file = join(folder, "worlds.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return readWorlds(file);
}

test("a world needs a name and a switch; the rest has what servers have of themselves", () => {
  expect(read([{ name: "survival", switch: { docker: "mc" }, rcon: { password: "x" }, status: {} }])).toEqual([
    {
      name: "survival",
      switch: { docker: "mc", host: "unix:///var/run/docker.sock" },
      rcon: { host: "127.0.0.1", port: 25_575, password: "x" },
      status: { host: "127.0.0.1", port: 25_565 },
      keep: { daily: 3, weekly: 3 },
    },
  ]);
});

test("every fault is named together, and no value is shown", () => {
  const worlds = [
    { name: "../x", switch: { docker: "-rm" }, rcon: { password: 12_345, port: 0 } },
    { name: "b", switch: { systemd: "--now" }, world: "worlds/b", colour: "red" },
  ];
  expect(() => read(worlds)).toThrow(
    'MINECRAFT_WORLDS needs attention: 0.name: must be up to 40 letters, digits, spaces, _ and -; 0.switch.docker: must be the name of a container; 0.rcon.port: Too small: expected number to be >=1; 0.rcon.password: Invalid input: expected string, received number; 1.switch.systemd: must be the name of a unit; 1.world: must be an absolute path; 1: Unrecognized key: "colour" (see docs/minecraft.md)',
  );
});

test.each([
  [
    [{ name: "a", switch: { process: "java" } }],
    'MINECRAFT_WORLDS needs attention: 0.switch: must be {"docker": NAME, "host"?}, {"systemd": UNIT, "user"?} or {"process": [PROGRAM, …], "cwd": FOLDER} (see docs/minecraft.md)',
  ],
  ["[", "MINECRAFT_WORLDS: it is not JSON (see docs/minecraft.md)"],
  [
    [],
    "MINECRAFT_WORLDS needs attention: the list: Too small: expected array to have >=1 items (see docs/minecraft.md)",
  ],
  [
    [
      { name: "a", switch: { docker: "x" } },
      { name: "A", switch: { docker: "y" } },
    ],
    "MINECRAFT_WORLDS needs attention: the list: two worlds have one name (see docs/minecraft.md)",
  ],
  [
    [{ name: "a", switch: { docker: "x" }, world: "/srv/a", backups: "/srv/a/backups" }],
    "MINECRAFT_WORLDS needs attention: 0.backups: must not lie within the world (see docs/minecraft.md)",
  ],
])("%j: %s", (content, fault) => {
  expect(() => read(content)).toThrow(fault);
});
