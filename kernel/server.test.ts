import { expect, test } from "vitest";
import { z } from "zod";
import { UserError } from "./errors.ts";
import { phraseSets } from "./phrases.ts";
import { callTool, connectClient, serverOf } from "./testing.ts";
import { askWhich, done, tool } from "./tool.ts";
import { META } from "./wire.ts";

const lamp = { state: "off", runs: 0 };
const set = tool({
  name: "lamp_set",
  description: "Switch the lamp",
  risk: "write",
  input: { do: z.enum(["on", "off"]), name: z.string().optional() },
  plan: ({ do: verb, name }) =>
    name === "both" ? askWhich("Which lamp?", ["left", "right"]) : { targets: ["lamp"], summary: `lamp ${verb}` },
  run({ args, targets }) {
    if (targets.length === 0) throw new UserError("There is no lamp. Allowed: lamp.");
    const before = lamp.state;
    lamp.state = args.do;
    lamp.runs += 1;
    return done(`The lamp is ${lamp.state}.`, {
      changed: { before, after: lamp.state },
      undo: [{ tool: "lamp_set", args: { do: before } }],
    });
  },
});
const restore = tool({
  name: "lamp_restore",
  description: "Restore the lamp",
  risk: "danger",
  for: "people",
  input: {},
  run: () => done("Restored."),
});
const broken = tool({
  name: "lamp_break",
  description: "Break",
  risk: "read",
  input: {},
  run() {
    throw new TypeError("secret internals");
  },
});
const running = () =>
  serverOf(
    {
      tools: [set, restore, broken],
      names: { list: () => [{ kind: "light", name: "Lamp" }], onChange: () => () => {} },
    },
    "lamp",
  );

test("a call answers one sentence, with the change and its undo for the composer", async () => {
  const result = await callTool(running(), "lamp_set", { do: "on" });
  expect(result).toEqual({
    text: "The lamp is on.",
    failed: false,
    meta: expect.objectContaining({
      [META.changed]: { before: "off", after: "on" },
      [META.undo]: [{ tool: "lamp_set", args: { do: "off" } }],
    }),
  });
});

test("a plan is had without effect and is run as it was planned", async () => {
  const server = running();
  const runs = lamp.runs;
  const { meta } = await callTool(server, "lamp_set", { do: "off" }, { [META.plan]: true });
  expect(meta[META.plan]).toEqual({ targets: ["lamp"], risk: "write", args: { do: "off" }, summary: "lamp off" });
  expect(lamp.runs).toBe(runs);
  const planned = { targets: ["lamp"], risk: "write", summary: "lamp off" };
  expect((await callTool(server, "lamp_set", { do: "off" }, { [META.planned]: planned })).text).toBe(
    "The lamp is off.",
  );
});

test("several that fit act on nothing and ask", async () => {
  const { text, failed, meta } = await callTool(running(), "lamp_set", { do: "on", name: "both" });
  expect({ text, failed }).toEqual({ text: "Which lamp?", failed: true });
  expect(meta[META.ask]).toEqual({ kind: "which", question: "Which lamp?", choices: ["left", "right"] });
});

test("a repeated write with one key happens once", async () => {
  const server = running();
  const runs = lamp.runs;
  const meta = { [META.context]: { principal: "owner", owner: true, key: "k1" } };
  const answers = await Promise.all([1, 2, 3].map(() => callTool(server, "lamp_set", { do: "on" }, meta)));
  expect(answers.map(({ text }) => text)).toEqual(Array(3).fill("The lamp is on."));
  expect(lamp.runs).toBe(runs + 1);
});

test.each([
  ["lamp_set", { do: "dance" }, 'lamp_set: do: expected one of "on"|"off". Allowed: do, name.'],
  ["lamp_set", {}, 'lamp_set: do: expected one of "on"|"off". Allowed: do, name.'],
  ["lamp_set", { do: "on", colour: "red" }, 'lamp_set: Unrecognized key: "colour". Allowed: do, name.'],
  ["lamp_fly", {}, 'There is no tool "lamp_fly". Known: lamp_set, lamp_restore, lamp_break.'],
])("%s %j is refused in one line", async (name, args, line) => {
  expect(await callTool(running(), name, args)).toMatchObject({ text: line, failed: true });
});

test("a bug reaches the caller as a reference, not as its message", async () => {
  const { text } = await callTool(running(), "lamp_break", {});
  expect(text).toMatch(/^Something went wrong in lamp \(reference [0-9a-f]{8}\)\.$/);
});

test("tools for people are listed to the composer alone", async () => {
  const client = await connectClient(running());
  const names = async (meta?: Record<string, unknown>) =>
    (await client.request({ method: "tools/list", params: { _meta: meta } })).tools.map(({ name }) => name);
  expect(await names()).toEqual(["lamp_set", "lamp_break"]);
  expect(await names({ [META.people]: true })).toEqual(["lamp_set", "lamp_restore", "lamp_break"]);
  expect((await client.readResource({ uri: "steward://names" })).contents).toMatchObject([
    { text: '[{"kind":"light","name":"Lamp"}]' },
  ]);
});

test("an unknown tool and a deadline of a clock that is far off are answered, not thrown", async () => {
  const server = running();
  const context = { principal: "owner", owner: true, deadline: Number.MAX_SAFE_INTEGER };
  expect(await server.plan("lamp_fly", {}, context)).toEqual({
    fault: 'There is no tool "lamp_fly". Known: lamp_set, lamp_restore, lamp_break.',
  });
  expect(await server.plan("lamp_set", { do: "off" }, context)).toMatchObject({ summary: "lamp off" });
});

test.each([
  ["one set", { language: "en", phrases: [] }, ["en"]],
  [
    "a set for each language",
    [
      { language: "en", phrases: [] },
      { language: "de", phrases: [] },
    ],
    ["en", "de"],
  ],
])("phrases travel with the list of tools: %s", async (_, phrases, languages) => {
  const client = await connectClient(serverOf({ tools: [set], phrases }));
  const { _meta: meta } = await client.request({ method: "tools/list" });
  expect(phraseSets.parse(meta?.[META.phrases]).map(({ language }) => language)).toEqual(languages);
  await client.close();
});
