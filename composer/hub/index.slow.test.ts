import { expect, test } from "vitest";
import { z } from "zod";
import type { CallToolResult } from "@modelcontextprotocol/client";
import { phraseSet } from "../../kernel/phrases.ts";
import { defineServer } from "../../kernel/server.ts";
import { done, tool } from "../../kernel/tool.ts";
import type { Hub } from "./index.ts";
import { callOf, hubOf, probe, until } from "./testing.ts";

const textOf = ({ content: [first] }: CallToolResult) => (first?.type === "text" ? first.text : "");
const about = z.object({ pid: z.number(), env: z.array(z.string()) });
const aboutOf = async (hub: Hub, name = "probe_about") =>
  about.parse(JSON.parse(textOf(await hub.transports.call(callOf(name)))));
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const lamp = defineServer({
  name: "lamp",
  settings: {},
  start: () => ({
    tools: [tool({ name: "lamp_get", description: "Look", risk: "read", input: {}, run: () => done("It is on.") })],
  }),
});
const broken = defineServer({ name: "broken", settings: { LAMP_URL: z.url() }, start: () => ({ tools: [] }) });

test("a server in this process lists, plans and answers; one that does not start keeps nobody else from it", async () => {
  const { hub } = await hubOf({}, [lamp, broken]);
  expect(hub.catalogue.tools().map(({ name, trusted, risk }) => [name, trusted, risk])).toEqual([
    ["lamp_get", true, "read"],
  ]);
  expect(await hub.transports.call(callOf("lamp_get"))).toEqual({ content: [{ type: "text", text: "It is on." }] });
  expect(hub.catalogue.health()).toEqual({ lamp: "ok", broken: "failed" });
  expect(textOf(await hub.transports.call(callOf("nothing")))).toBe('There is no tool "nothing".');
});

test("a trusted child gets context and plan, and what it says of itself is believed as far as it is its own", async () => {
  const { hub } = await hubOf({ probe: { ...probe(), trust: true } });
  expect(textOf(await hub.transports.call(callOf("probe_echo", { say: "hi" })))).toBe("ann: hi");
  const planned = await hub.transports.plan(callOf("probe_set", { say: "1" }));
  expect(planned).toEqual({
    plan: { targets: ["thing"], risk: "danger", args: { say: "1" }, summary: "set 1" },
  });
  const plan = { targets: ["thing"], risk: "danger" as const, args: { say: "1" }, summary: "as permitted" };
  const result = await hub.transports.call({ ...callOf("probe_set", { say: "1" }), planned: plan });
  expect(result).toEqual({
    content: [{ type: "text", text: "as permitted: 1" }],
    _meta: { "steward/data": { say: "1" }, "steward/undo": [] },
  });
  expect(hub.catalogue.find("probe_mend")?.audience).toBe("people");
  expect(hub.catalogue.language()).toEqual([
    {
      server: "probe",
      phrases: [phraseSet.parse({ language: "en", phrases: [{ say: ["echo"], tool: "probe_echo" }] })],
      names: [{ kind: "thing", name: "Thing" }],
      tools: hub.catalogue.tools().map(({ name }) => name),
    },
  ]);
  expect(JSON.stringify(hub.catalogue.tools().map(({ wire }) => wire))).not.toContain("steward/");
});

test("names that change in a child are known here", async () => {
  const { hub } = await hubOf({ probe: { ...probe(), trust: true } });
  const named = () => hub.catalogue.language().flatMap(({ names }) => names.map(({ name }) => name));
  expect(named()).toEqual(["Thing"]);
  const changed = new Promise<void>((resolve) => hub.catalogue.onChange(resolve));
  await hub.transports.call(callOf("probe_mend", { say: "Gadget" }));
  await changed;
  expect(named()).toEqual(["Gadget"]);
});

test("a third party gets no context, only its own environment, and nothing it says of us is believed", async () => {
  const { hub } = await hubOf({ other: { ...probe(), prefix: "other", accept: ["probe_echo"], env: { OWN: "1" } } });
  expect(textOf(await hub.transports.call(callOf("other_probe_echo", { say: "hi" })))).toBe("mcp: hi");
  const { env } = await aboutOf(hub, "other_probe_about");
  expect(env).toContain("OWN");
  expect(env).not.toContain("SECRET_OF_THE_HOUSE");
  expect(hub.catalogue.language()).toEqual([]);
  expect(hub.catalogue.tools().map(({ name, trusted, accepted, local }) => [name, trusted, accepted, local])).toEqual([
    ["other_probe_echo", false, true, false],
    ["other_probe_wait", false, false, false],
    ["other_probe_work", false, false, false],
    ["other_probe_set", false, false, false],
    ["other_probe_about", false, false, false],
    ["other_probe_die", false, false, false],
  ]);
});

test("kill -9: what is in flight is answered at once, the list stays, and the next call finds it back", async () => {
  const { hub } = await hubOf({ probe: { ...probe(), trust: true } });
  const { pid } = await aboutOf(hub);
  const before = hub.catalogue.tools();
  const calls = Array.from({ length: 200 }, (_, index) =>
    hub.transports.call(callOf(index % 2 ? "probe_wait" : "probe_work", {}, 20_000)),
  );
  await hub.transports.call(callOf("probe_echo")); // the others have been sent by then
  const began = performance.now();
  process.kill(pid, "SIGKILL");
  const answers = new Set((await Promise.all(calls)).map(textOf));
  expect(performance.now() - began).toBeLessThan(1_000);
  expect(answers).toEqual(
    new Set([
      "probe went away (ended by SIGKILL).",
      "probe went away; whether probe_work happened is not known (ended by SIGKILL).",
    ]),
  );
  expect(hub.catalogue.tools()).toBe(before);
  expect(hub.catalogue.health()).toEqual({ probe: "starting" });
  expect(textOf(await hub.transports.call(callOf("probe_echo", { say: "again" })))).toBe("ann: again");
  expect(hub.catalogue.tools()).toBe(before);
  expect(hub.catalogue.health()).toEqual({ probe: "ok" });
});

test("a stopped child costs its call the deadline, and nobody else anything", async () => {
  const { hub } = await hubOf({ probe: { ...probe(), trust: true }, other: { ...probe("other"), trust: true } });
  const { pid } = await aboutOf(hub);
  process.kill(pid, "SIGSTOP");
  const stuck = hub.transports.call(callOf("probe_set", {}, 100));
  expect(textOf(await hub.transports.call(callOf("other_echo", { say: "fine" })))).toBe("ann: fine");
  expect(await stuck).toEqual({
    content: [{ type: "text", text: "probe did not answer in time; whether probe_set happened is not known." }],
    isError: true,
  });
  process.kill(pid, "SIGCONT");
});

test("a call that is cancelled ends at once", async () => {
  const { hub } = await hubOf({ probe: { ...probe(), trust: true } });
  const controller = new AbortController();
  const call = hub.transports.call({ ...callOf("probe_wait"), signal: controller.signal });
  controller.abort();
  expect(textOf(await call)).toBe("probe_wait was cancelled.");
});

test("closing leaves no child behind, not even one that was stopped", async () => {
  const { hub } = await hubOf({ probe: probe(), other: probe("other") });
  const pids = [(await aboutOf(hub)).pid, (await aboutOf(hub, "other_about")).pid];
  process.kill(pids[1] ?? 0, "SIGSTOP");
  await hub.close();
  await until(() => pids.every((pid) => !isAlive(pid)));
});

test("a name that is taken is refused: ours wins, the log and the doctor say so", async () => {
  const { hub, logged } = await hubOf({ one: { ...probe(), trust: true }, two: { ...probe(), trust: true } });
  const names = hub.catalogue.tools().map(({ name, server }) => `${server} ${name}`);
  expect(names).toEqual([...new Set(names)]);
  expect(names.filter((name) => name.endsWith("probe_echo"))).toHaveLength(1);
  const taken = logged.filter(({ message }) => message === "tool is left out: its name is taken");
  expect(taken).toHaveLength(7);
  expect((await hub.doctor(true)).map(({ text }) => text)).toContain(
    'probe_echo is left out: one has a tool of that name; give two a "prefix"',
  );
});

test("a configured server of our own takes the place of the one in this process", async () => {
  const { hub } = await hubOf({ lamp: { ...probe(), trust: true }, broken: probe() }, [lamp, broken]);
  expect(hub.catalogue.find("lamp_get")).toBeUndefined();
  expect(hub.catalogue.find("probe_echo")?.server).toBe("lamp");
  expect((await hub.doctor(true)).map(({ text }) => text)).toContain(
    'has the name of a server of ours and no "trust": true',
  );
});

test("a command that is not there is said in one line, and calls fail at once", async () => {
  const { hub } = await hubOf({ gone: { command: "/no/such/command" }, probe: { ...probe(), trust: true } });
  expect(textOf(await hub.transports.call(callOf("probe_echo", { say: "here" })))).toBe("ann: here");
  await until(() => hub.catalogue.health().gone === "unreachable");
  expect(await hub.doctor(true)).toEqual([
    { part: "gone", ok: false, text: "not reachable: spawn /no/such/command ENOENT" },
    { part: "probe", ok: true, text: "reached, 7 tools" },
  ]);
});
