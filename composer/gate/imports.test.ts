import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const files = globSync("**/*.{ts,js}", {
  cwd: root,
  exclude: ["node_modules", "data", ".git"].map((name) => `${name}/**`),
});
const isTest = (file: string) => /\.test\.ts$|\/testing\.ts$|^test\/|^bench\//.test(file);

// What a file loads when it runs: imports and re-exports with a value in them, and import().
const LOADS =
  /(?:^|\n)\s*(?:import|export)\s+(?!type\b)[^;"'`]*?\bfrom\s*"([^"]+)"|(?:^|\n)\s*import\s*"([^"]+)"|\bimport\(\s*["'`]([^"'`]+)/g;
const loadsOf = (file: string, text: string) =>
  [...text.matchAll(LOADS)]
    .map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? "")
    .map((name) => (name.startsWith(".") ? relative(root, join(root, dirname(file), name)) : name));
const sources = files
  .filter((file) => !isTest(file))
  .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));
const inside = (folder: string) => (file: string) => file.startsWith(`${folder}/`);

/** The rooms that may load a module of the hub: itself, and the one place that joins hub and gate. */
const mayLoadHub = (file: string) => inside("composer/hub")(file) || file === "composer/index.ts";

test("the ways to the servers are loaded by the hub itself and by the place that hands them to the gate", () => {
  expect(sources.length).toBeGreaterThan(20);
  const strangers = sources
    .filter(({ file, text }) => !mayLoadHub(file) && loadsOf(file, text).some(inside("composer/hub")))
    .map(({ file }) => file);
  expect(strangers).toEqual([]);
});

test("nothing but hub, gate and the place that joins them knows of Transports", () => {
  const knows = sources.filter(({ text }) => /\bTransports\b/.test(text)).map(({ file }) => file);
  const strangers = knows.filter((file) => !mayLoadHub(file) && !inside("composer/gate")(file));
  expect(strangers).toEqual([]);
  expect(knows).toContain("composer/gate/index.ts");
});

test("within the gate only the executor calls a server, and only the planner plans with one", () => {
  const calling = (method: string) =>
    sources
      .filter(({ file, text }) => inside("composer/gate")(file) && new RegExp(`transports\\.${method}\\(`).test(text))
      .map(({ file }) => file);
  expect([calling("call"), calling("plan")]).toEqual([["composer/gate/executor.ts"], ["composer/gate/planner.ts"]]);
});

test.each([
  ['import { a } from "../hub/index.ts";', ["composer/hub/index.ts"]],
  ['import type { A } from "../hub/door.ts";', []],
  ['import {\n  type A,\n  b,\n} from "../hub/index.ts";', ["composer/hub/index.ts"]],
  ['export { a } from "../hub/index.ts";', ["composer/hub/index.ts"]],
  ['export * from "../hub/index.ts";', ["composer/hub/index.ts"]],
  ['import "../hub/index.ts";', ["composer/hub/index.ts"]],
  ['const a = await import("../hub/index.ts");', ["composer/hub/index.ts"]],
])("the walk sees %j as %j", (text, expected) => {
  expect(loadsOf("composer/gateway/x.ts", text)).toEqual(expected);
});
