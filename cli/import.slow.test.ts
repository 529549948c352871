import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { takeFolder } from "../composer/lock.ts";
import { connect } from "./client.ts";
import { exporting } from "./export.ts";
import { importing } from "./import.ts";
import { openHouse } from "./open-house.ts";
import type { Command } from "./terminal.ts";
import { undo } from "./undo.ts";

let source: Record<string, string>;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "steward-import-"));
  source = { STEWARD_DATA: join(folder, "data") };
  const lock = takeFolder(join(folder, "data"));
  if (!lock) throw new Error("a new folder is taken");
  const house = await openHouse({ source, port: 0, lock });
  return async () => {
    await house.close();
    rmSync(folder, { recursive: true });
  };
});

async function run(command: Command, ...args: string[]) {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line.replace(/[\d.]+ ms/g, "N ms"));
  const client = await connect(source, print);
  const code = await command({ args, source, client: async () => client, print, note: print });
  return { code: code ?? 0, text: lines.join("\n") };
}

const OWN = "- {key: tv, service_name: TV, ip: 192.168.0.20, port: 8096, icon: tv.png}";

test("a file is shown, taken over, written back, and taken back", async () => {
  const file = join(folder, "services.yaml");
  const back = join(folder, "back.yaml");
  writeFileSync(file, OWN);
  const came = "Services: 1 new, 0 changed, 0 as they were and 8 examples gone. Not taken over: icon.";
  expect((await run(importing, "services", file, "--dry-run")).text).toMatch(`Would do: ${came}`);
  expect((await run(exporting, "services")).text.match(/key:/g)).toHaveLength(8);
  expect(await run(importing, "services", file)).toEqual({
    code: 0,
    text: `${came}\nnone · 1 call · N ms · take it back with: npm run -s steward -- undo`,
  });
  expect((await run(exporting, "services", back)).text).toBe(`The services are in ${back}.`);
  expect(readFileSync(back, "utf8")).toMatch(/^services:\n {2}- key: tv\n {4}service_name: TV\n/);
  expect((await run(importing, "services", back)).text).toMatch("Services: 0 new, 0 changed and 1 as they were.");
  expect((await run(undo)).text).toMatch("9 services are back as they were.");
  expect((await run(exporting, "services")).text.match(/key:/g)).toHaveLength(8);
});

test.each([
  [[], /^Usage: steward import services/],
  [["lamps", "x.yaml"], /^Usage: steward import services/],
  [["services", "/nowhere/x.yaml"], /^\/nowhere\/x\.yaml cannot be read: ENOENT/],
  [["services", "--loud"], /^Unknown option '--loud'\. Usage: steward import services/],
])("import %j is refused in one line", async (args, why) => {
  await expect(run(importing, ...args)).rejects.toThrow(why);
});

test("a file that is no catalogue is refused, and nothing is changed", async () => {
  const file = join(folder, "services.yaml");
  writeFileSync(file, `${OWN}\n- {key: tv}`);
  await expect(run(importing, "services", file)).rejects.toThrow("TV and tv have one key: tv. Each needs its own.");
  await expect(run(exporting, "lamps")).rejects.toThrow("Usage: steward export services [FILE]");
  await expect(run(exporting, "services", folder)).rejects.toThrow("cannot be written: EISDIR");
  expect((await run(exporting, "services")).text.match(/key:/g)).toHaveLength(8);
});
