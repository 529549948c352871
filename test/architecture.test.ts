import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { evalsOf, serverFolders } from "../evals/own.ts";
import { servers } from "../mcp-servers/index.ts";
import { importsOf, isTest, root, sources } from "./rooms.ts";

const all = sources().map(({ file, text }) => ({ file, text, imports: importsOf(file, text) }));
const ours = all.filter(({ file }) => !isTest(file));
const roomOf = (file: string) => (file.includes("/") ? (file.split("/")[0] ?? "") : "");

/** Which rooms a room may import from: the arrows of the house. What is not here may import nothing of ours. */
const ARROWS: Record<string, readonly string[]> = {
  kernel: [],
  db: ["kernel"],
  "mcp-servers": ["kernel", "db"],
  composer: ["kernel", "db"],
  "voice-edge": ["kernel"],
  dashboard: ["kernel"],
  cli: ["kernel", "db", "composer", "mcp-servers", "voice-edge", "dashboard"],
  // main.ts, at the root
  "": ["kernel", "db", "composer", "mcp-servers", "voice-edge", "dashboard", "cli"],
};
const REGISTRY = "mcp-servers/index.ts";

test("rooms depend on each other along the arrows only", () => {
  expect(ours.length).toBeGreaterThan(50);
  const strangers = ours.flatMap(({ file, imports }) =>
    imports
      .filter((target) => /\.(ts|js)$/.test(target) && existsSync(join(root, target)))
      .filter((target) => roomOf(target) !== roomOf(file) && !ARROWS[roomOf(file)]?.includes(roomOf(target)))
      .filter((target) => !(roomOf(file) === "composer" && target === REGISTRY))
      .map((target) => `${file} → ${target}`),
  );
  expect(strangers).toEqual([]);
});

test("a server knows no other server", () => {
  const serverOf = (file: string) => /^mcp-servers\/([^/]+)\//.exec(file)?.[1];
  const strangers = ours.flatMap(({ file, imports }) =>
    imports.filter((target) => serverOf(file) && serverOf(target) && serverOf(file) !== serverOf(target)),
  );
  expect(strangers).toEqual([]);
});

test("what runs loads nothing that only tests load", () => {
  const strangers = ours.flatMap(({ file, imports }) =>
    imports.filter((target) => isTest(target)).map((target) => `${file} → ${target}`),
  );
  expect(strangers).toEqual([]);
});

test("the environment is read where a process begins, and nowhere else", () => {
  const begins = /^(main|kernel\/environment|mcp-servers\/main)\.ts$|^cli\//;
  const readers = ours.filter(({ text }) => /\bprocess\.env\b/.test(text)).map(({ file }) => file);
  expect(readers.filter((file) => !begins.test(file))).toEqual([]);
  expect(readers).toContain("kernel/environment.ts");
});

test("the walk sees every import of our own as a file that is there", () => {
  const lost = all.flatMap(({ file, imports }) =>
    imports
      .filter((target) => /^[\w-]+\/.*\.(ts|js)$/.test(target) && !target.startsWith("@"))
      .filter((target) => !existsSync(join(root, target)) && !existsSync(join(root, "node_modules", target)))
      .map((target) => `${file} → ${target}`),
  );
  expect(lost).toEqual([]);
});

test("every folder of a server is in the registry, and the other way round", () => {
  expect(servers.map(({ name }) => name).toSorted()).toEqual(serverFolders());
});

test.each(serverFolders())("mcp-servers/%s has the shape of a server", async (name) => {
  const folder = `mcp-servers/${name}/`;
  const files = all.map(({ file }) => file).filter((file) => file.startsWith(folder));
  for (const part of ["server", "tools", "phrases", "evals"]) {
    const forms = [`${folder}${part}.ts`, `${folder}${part}/index.ts`]; // what outgrew a file is a folder
    expect(files.filter((file) => forms.includes(file))).toHaveLength(1);
  }
  expect(files.filter((file) => file.endsWith(".test.ts"))).not.toEqual([]);
  expect((await evalsOf(name)).length).toBeGreaterThan(0);
});
