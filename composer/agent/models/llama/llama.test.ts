import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { historyOf } from "./history.ts";
import { llamaModel } from "./index.ts";
import { hasLlama, installLlama } from "./install.ts";
import { answerSchema, readAnswer } from "./schema.ts";

const tool = {
  name: "lamp_set",
  description: "Switch a lamp",
  inputSchema: {
    type: "object",
    properties: { name: { type: "string" }, do: { type: "string", enum: ["on", "off"] }, size: { type: "integer" } },
    required: ["name", "do"],
  },
};
const prefix = { system: "Be short.", tools: [tool] };

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), "steward-llama-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test("an answer is words or calls of the tools, with what may be left out as null", () => {
  const name = { type: "string", minLength: 1, maxLength: 80 };
  const size = { oneOf: [{ type: "integer" }, { type: "null" }] };
  const args = { type: "object", properties: { name, do: { enum: ["on", "off"] }, size } };
  const call = { type: "object", properties: { tool: { const: "lamp_set" }, args } };
  const words = { type: "object", properties: { say: { type: "string", maxLength: 300 } } };
  expect(answerSchema(prefix)).toEqual({
    oneOf: [
      {
        type: "object",
        properties: { calls: { type: "array", minItems: 1, maxItems: 4, items: { oneOf: [call] } } },
      },
      words,
    ],
  });
  expect(answerSchema({ tools: [] })).toEqual(words);
});

test.each([
  ['{"say":"Hello."}', { text: "Hello.", calls: [] }],
  [
    '{"calls":[{"tool":"lamp_set","args":{"name":"left","do":"on","size":null}}]}',
    { text: "", calls: [{ tool: "lamp_set", args: { name: "left", do: "on" } }] },
  ],
  ['{"say":"Hel', undefined],
  ["[]", undefined],
])("%s is read", (text, read) => {
  expect(readAnswer(text)).toEqual(read);
});

test("everything before the sentence is the same, and what tools said comes back as what was said", () => {
  const [before, said] = historyOf(prefix, [{ role: "user", text: "hi" }]);
  const wishes = [{ id: "1", tool: "lamp_set", args: { name: "left", do: "on" } }];
  const talk = historyOf(prefix, [
    { role: "user", text: "light" },
    { role: "assistant", text: "", wishes },
    { role: "results", results: [{ id: "1", tool: "lamp_set", text: "Left is on." }] },
    { role: "assistant", text: "It is on.", wishes: [] },
  ]);
  expect(said).toEqual({ type: "user", text: "hi" });
  expect(before?.type === "system" && before.text.split("\n")).toEqual([
    "Be short.",
    "Tools:",
    JSON.stringify({ tool: "lamp_set", description: "Switch a lamp", args: tool.inputSchema }),
    'Answer as JSON: {"calls":[{"tool":…,"args":…}]} or {"say":…}.',
  ]);
  expect(talk).toEqual([
    before,
    { type: "user", text: "light" },
    { type: "model", response: ['{"calls":[{"tool":"lamp_set","args":{"name":"left","do":"on"}}]}'] },
    { type: "user", text: "[lamp_set: Left is on.]" },
    { type: "model", response: ['{"say":"It is on."}'] },
  ]);
});

test("it is installed by npm with its one build, without any script, and once", async () => {
  const folder = join(scratch(), "llama");
  const ran: string[][] = [];
  const exec = async (file: string, args: readonly string[]) => {
    ran.push([file, ...args]);
    return "";
  };
  expect(hasLlama(folder)).toBe(false);
  expect(await installLlama(folder, exec, "linux-x64")).toBe("3.22.1");
  expect(hasLlama(folder)).toBe(true);
  const flags = "--no-audit --no-fund --loglevel=error --omit=optional --ignore-scripts --save-exact";
  const packages = "node-llama-cpp@3.22.1 @node-llama-cpp/linux-x64@3.22.1";
  expect(ran.map((words) => words.join(" "))).toEqual([`npm install --prefix ${folder} ${flags} ${packages}`]);
  await expect(installLlama(folder, exec, "sunos-sparc")).rejects.toThrow("There is no build for sunos-sparc.");
});

test("what is missing is told before anything is started", async () => {
  const folder = scratch();
  const file = join(folder, "small.gguf");
  const { model, control } = llamaModel({ file, folder });
  const hi = () => model.write(prefix, [{ role: "user", text: "hi" }]);
  await expect(hi()).rejects.toThrow(`There is no model file ${file} (STEWARD_LOCAL_GGUF).`);
  writeFileSync(file, "");
  await expect(hi()).rejects.toThrow("What runs model files is not installed: steward models add llama");
  expect(await control.standing()).toEqual({ state: "missing" });
  mkdirSync(join(folder, ".complete-3.22.1"));
  expect([model.name, await control.standing()]).toEqual(["small", { state: "unloaded", others: [] }]);
});
