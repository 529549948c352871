import { expect, test } from "vitest";
import { smallHouse } from "../testing.ts";

test("turns are listed newest first, and each is found by its id", async () => {
  const { ask, json, clock } = await smallHouse();
  const one = await ask("turn on the left lamp");
  clock.time += 1000;
  const two = await ask("how is it");
  expect((await json("GET", "/api/turns")).body).toMatchObject([
    { turn: two.turn, sentence: "how is it", say: "The left lamp is on.", principal: "owner", undoable: false },
    { turn: one.turn, sentence: "turn on the left lamp", undoable: true, at: clock.time - 1000 },
  ]);
  expect((await json("GET", "/api/turns?limit=1")).body).toMatchObject([{ turn: two.turn }]);
  expect((await json("GET", `/api/turns?before=${clock.time}`)).body).toMatchObject([{ turn: one.turn }]);
  expect((await json("GET", `/api/turns/${one.turn}`)).body).toMatchObject({ turn: one.turn, calls: one.calls });
  expect(await json("GET", "/api/turns/nothing")).toEqual({ status: 404, body: { error: "There is no such turn." } });
});

test("a faulty page of them is refused by name", async () => {
  const { json } = await smallHouse();
  const { status, body } = await json("GET", "/api/turns?limit=0");
  expect({ status, body }).toEqual({
    status: 400,
    body: { error: "limit: Too small: expected number to be >=1" },
  });
});

test("what a program did is shown to the owner and to itself, and to no other program", async () => {
  const { json, program, ask } = await smallHouse();
  const token = await program("api");
  const other = await program("api", { principal: "another" });
  await ask("how is it");
  const { body } = await json("POST", "/api/ask", { token, body: { text: "turn on the left lamp" } });
  const mine = { turn: Object(body).turn, sentence: "turn on the left lamp" };
  expect((await json("GET", "/api/turns", { token })).body).toMatchObject([mine]);
  expect((await json("GET", `/api/turns/${mine.turn}`)).body).toMatchObject(mine);
  expect((await json("GET", "/api/turns", { token: other })).body).toEqual([]);
  expect((await json("GET", `/api/turns/${mine.turn}`, { token: other })).status).toBe(404);
  const undo = await json("POST", `/api/turns/${mine.turn}/undo`, { token: other, body: {} });
  expect([undo.status, undo.body]).toEqual([404, { error: "There is no such turn." }]);
});

test("a turn is taken back once", async () => {
  const { ask, json, world } = await smallHouse();
  const { turn } = await ask("turn on the left lamp");
  const undo = () => json("POST", `/api/turns/${turn}/undo`);
  expect((await undo()).body).toMatchObject({ say: "The left lamp is off.", reason: "undo, 1 call", undoable: false });
  expect(world.lamps["left lamp"]).toBe("off");
  expect((await undo()).body).toMatchObject({ say: "Nothing of that turn can be taken back (any more).", calls: [] });
  expect((await json("GET", `/api/turns/${turn}`)).body).toMatchObject({ undoable: false });
});

test("the last turn of a conversation is taken back, not one of another", async () => {
  const { ask, json, world } = await smallHouse();
  await ask("turn on the left lamp", { conversation: "one" });
  await ask("turn on the right lamp", { conversation: "two" });
  const undone = await json("POST", "/api/turns/last/undo", { body: { conversation: "one" } });
  expect(undone.body).toMatchObject({ say: "The left lamp is off." });
  expect(world.lamps).toEqual({ "left lamp": "off", "right lamp": "on" });
});

test("both lamps at once: the audit has each intent before its outcome, and the undo", async () => {
  const { ask, json } = await smallHouse();
  await ask("turn on the left lamp and turn on the right lamp");
  await ask("undo");
  const { body } = await json("GET", "/api/audit?limit=20");
  const kinds = Object(body)
    .map(({ kind, tool }: { kind: string; tool?: string }) => [kind, tool].filter(Boolean).join(" "))
    .toReversed();
  expect(kinds).toEqual([
    "intent lamp_set",
    "outcome lamp_set",
    "intent lamp_set",
    "outcome lamp_set",
    "turn",
    "intent lamp_set",
    "outcome lamp_set",
    "intent lamp_set",
    "outcome lamp_set",
    "turn",
  ]);
});
