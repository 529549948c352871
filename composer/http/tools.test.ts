import { expect, test } from "vitest";
import { smallHouse } from "../testing.ts";

const namesOf = (body: unknown): string[] => Object(body).map(({ name }: { name: string }) => name);
const ALL = ["lamp_set", "lamp_get", "lamp_wonder", "door_set", "note_add", "house_sell"];

test("people see every tool, programs those for programs, and nobody the words of our servers", async () => {
  const { json, program } = await smallHouse();
  const { body } = await json("GET", "/api/tools");
  expect(namesOf(body)).toEqual([...ALL, "lamp_restore"]);
  expect(namesOf((await json("GET", "/api/tools", { token: await program("api") })).body)).toEqual(ALL);
  expect(JSON.stringify(body)).not.toContain("steward/");
});

test("a program sees what it may do", async () => {
  const { json, program } = await smallHouse();
  const token = await program("api", { ceiling: "read" });
  expect(namesOf((await json("GET", "/api/tools", { token })).body)).toEqual(["lamp_get", "lamp_wonder"]);
  expect((await json("POST", "/api/tools/lamp_set", { token })).status).toBe(404);
});

test("names of the house", async () => {
  const { json } = await smallHouse();
  expect((await json("GET", "/api/names")).body).toMatchObject([
    { kind: "lamp", name: "Left Lamp", area: "Study", tool: "lamp_set" },
    { kind: "lamp", name: "Right Lamp" },
  ]);
});

test("a tool is called by its name, kept as a turn and taken back", async () => {
  const { json, world } = await smallHouse();
  const body = { args: { name: "left lamp", do: "on" } };
  const called = await json("POST", "/api/tools/lamp_set", { body });
  expect(called).toMatchObject({
    status: 200,
    body: { say: "The left lamp is on.", tier: "none", reason: "called by name, 1 call", undoable: true },
  });
  const undone = await json("POST", `/api/turns/${Object(called.body).turn}/undo`);
  expect(undone.body).toMatchObject({ say: "The left lamp is off." });
  expect(world.lamps["left lamp"]).toBe("off");
});

test.each([
  [{ do: "on" }, "lamp_set: name: expected string, received undefined. Allowed: name, do."],
  [{ name: "left lamp", do: "up" }, 'lamp_set: do: expected one of "on"|"off". Allowed: name, do.'],
  [{ name: "left lamp", do: "on", now: true }, 'lamp_set: Unrecognized key: "now". Allowed: name, do.'],
  [{ name: "attic lamp", do: "on" }, "There is no attic lamp here."],
])("arguments %j are refused in words", async (args, error) => {
  const { json, world } = await smallHouse();
  expect(await json("POST", "/api/tools/lamp_set", { body: { args } })).toEqual({ status: 422, body: { error } });
  expect(world.lamps).toEqual({ "left lamp": "off", "right lamp": "off" });
});

test("danger answers 202 with the id of what waits", async () => {
  const { json, world } = await smallHouse();
  const { status, body } = await json("POST", "/api/tools/door_set", { body: { args: { do: "unlock" } } });
  expect(status).toBe(202);
  const [{ id }] = Object(body).needs;
  expect(body).toMatchObject({ id, calls: [] });
  expect(world.door).toBe("locked");
  await json("POST", `/api/approvals/${id}`, { body: { decision: "approve" } });
  expect(world.door).toBe("unlocked");
});

test("a tool that fails is an answer that says so", async () => {
  const { json } = await smallHouse();
  expect(await json("POST", "/api/tools/note_add", { body: { args: { text: "jam" } } })).toMatchObject({
    status: 200,
    body: { say: "The pen is dry.", calls: [{ ok: false }], undoable: false },
  });
});

test("a dry run of a tool shows its plan", async () => {
  const { json, world } = await smallHouse();
  const body = { args: { name: "left lamp", do: "on" }, dryRun: true };
  expect((await json("POST", "/api/tools/lamp_set", { body })).body).toMatchObject({
    say: "Would do: turn on left lamp.",
  });
  expect(world.lamps["left lamp"]).toBe("off");
});

test("what people alone use is called by people, not by programs", async () => {
  const { json, program } = await smallHouse();
  expect((await json("POST", "/api/tools/lamp_restore")).body).toMatchObject({ say: "Restored." });
  expect((await json("POST", "/api/tools/lamp_restore", { token: await program("api") })).status).toBe(404);
});
