import { expect, test } from "vitest";
import { smallHouse } from "../testing.ts";

test("several calls are one answer, each sentence of a tool in its order", async () => {
  const { ask, world } = await smallHouse();
  const answer = await ask("turn on the left lamp and turn on the right lamp");
  expect(answer).toMatchObject({
    say: "The left lamp is on. The right lamp is on.",
    reason: "2 phrases, 2 calls",
    undoable: true,
  });
  expect(world.lamps).toEqual({ "left lamp": "on", "right lamp": "on" });
});

test("what is not understood does nothing, says so, and names what is near", async () => {
  const { ask, world } = await smallHouse();
  const answer = await ask("tickle the left lamp gently");
  expect(answer).toMatchObject({ tier: "none", calls: [], needs: [], ask: null, undoable: false });
  expect(answer.say).toBe(
    "I can't do that without a model; see docs/models.md. Not understood: “tickle the left lamp gently”. Names like that: Left Lamp and Right Lamp.",
  );
  expect(world.lamps["left lamp"]).toBe("off");
});

test("one step that does not fit stops all of them", async () => {
  const { ask, world } = await smallHouse();
  const answer = await ask("turn on the left lamp and sell up");
  expect(answer).toMatchObject({ calls: [], ask: { kind: "confirm", question: "Sell the whole house?" } });
  expect(world.lamps["left lamp"]).toBe("off");
});

test("when one step fails the rest is not done, and the answer says how to take back what was", async () => {
  const { ask, world } = await smallHouse();
  const answer = await ask("turn on the left lamp and scribble and turn on the right lamp");
  expect(answer.say).toBe(
    "The left lamp is on. The pen is dry. The rest (1 step) was not done. Say “undo” to take back what was done.",
  );
  expect(answer.calls.map(({ ok }) => ok)).toEqual([true, false]);
  expect(world.lamps).toEqual({ "left lamp": "on", "right lamp": "off" });
  expect((await ask("undo")).say).toBe("The left lamp is off.");
  expect(world.lamps["left lamp"]).toBe("off");
});

test.each([
  ["the left one", "left lamp"],
  ["right", "right lamp"],
  ["the second", "right lamp"],
])("a question is answered by %j, once", async (reply, lamp) => {
  const { ask, world, clock } = await smallHouse();
  expect(await ask("make it bright")).toMatchObject({
    say: "Which lamp?",
    calls: [],
    ask: {
      kind: "which",
      question: "Which lamp?",
      choices: ["left lamp", "right lamp"],
      expires: clock.time + 60_000,
    },
  });
  expect((await ask(reply)).say).toBe(`The ${lamp} is on.`);
  expect(Object.values(world.lamps).toSorted()).toEqual(["off", "on"]);
  expect((await ask(reply)).tier).toBe("none");
});

test("an answer to nothing does nothing", async () => {
  const { ask } = await smallHouse();
  expect(await ask("yes")).toMatchObject({ say: "There is no question to answer.", tier: "none", calls: [] });
});

test("a yes to a question that asks which is asked again, and still answered", async () => {
  const { ask, world } = await smallHouse();
  const { say } = await ask("make it bright");
  expect(await ask("yes")).toMatchObject({ say, ask: { kind: "which" }, calls: [] });
  await ask("the left one");
  expect(world.lamps["left lamp"]).toBe("on");
});

test("a question waits 60 s, in its own conversation", async () => {
  const { ask, clock, world } = await smallHouse();
  await ask("make it bright", { conversation: "one" });
  expect((await ask("the left one", { conversation: "two" })).tier).toBe("none");
  clock.time += 60_000;
  expect((await ask("the left one", { conversation: "one" })).tier).toBe("none");
  expect(world.lamps["left lamp"]).toBe("off");
});

test("another sentence lets a question go", async () => {
  const { ask, world } = await smallHouse();
  await ask("make it bright");
  expect((await ask("turn on the right lamp")).say).toBe("The right lamp is on.");
  expect((await ask("the left one")).tier).toBe("none");
  expect(world.lamps["left lamp"]).toBe("off");
});

test.each([
  ["yes", "The house is sold."],
  ["no", "All right, nothing was done."],
])("asked to confirm, %s: %s", async (reply, say) => {
  const { ask } = await smallHouse();
  expect((await ask("sell up")).say).toBe("Sell the whole house?");
  expect((await ask(reply)).say).toBe(say);
  expect((await ask("yes")).say).toBe("There is no question to answer.");
});

test("a dry run of a question stays one when it is answered", async () => {
  const { ask, world } = await smallHouse();
  await ask("make it bright", { dryRun: true });
  expect((await ask("the left one")).say).toBe("Would do: turn on left lamp.");
  expect(world.lamps["left lamp"]).toBe("off");
});

test("undo takes back the last turn, every call of it, and then the one before", async () => {
  const { ask, world, clock } = await smallHouse();
  await ask("turn on the left lamp");
  clock.time += 1;
  await ask("turn off the left lamp and turn on the right lamp");
  clock.time += 1;
  await ask("how is it");
  expect((await ask("take it back")).say).toBe("The right lamp is off. The left lamp is on.");
  expect((await ask("undo that, please")).say).toBe("The left lamp is off.");
  expect((await ask("undo")).say).toBe("There is nothing here to take back.");
  expect(world.lamps).toEqual({ "left lamp": "off", "right lamp": "off" });
});

test("undo does not reach into another conversation", async () => {
  const { ask, world } = await smallHouse();
  await ask("turn on the left lamp", { conversation: "one" });
  expect((await ask("undo", { conversation: "two" })).say).toBe("There is nothing here to take back.");
  expect(world.lamps["left lamp"]).toBe("on");
});

test("taking a lock back is an unlock, and waits for an approval", async () => {
  const { ask, json, world } = await smallHouse();
  world.door = "unlocked";
  expect((await ask("lock up")).say).toBe("The door is locked.");
  const undone = await ask("undo");
  expect(undone.needs).toMatchObject([{ summary: "unlock the door" }]);
  expect(world.door).toBe("locked");
  await json("POST", `/api/approvals/${undone.needs[0]?.id}`, { body: { decision: "approve" } });
  expect(world.door).toBe("unlocked");
  expect((await ask("undo")).say).toBe("There is nothing here to take back.");
});

test("a sentence of nothing but signs is answered, not thrown at", async () => {
  const { ask } = await smallHouse();
  expect(await ask("???")).toMatchObject({ tier: "none", calls: [] });
});

test("a bug in a tool is told by its reference, and what was done before it can be taken back", async () => {
  const { ask, world } = await smallHouse();
  const answer = await ask("turn on the left lamp and crash");
  expect(answer.say).toMatch(/^The left lamp is on\. .*reference.* Say “undo” to take back what was done\.$/);
  expect((await ask("undo")).say).toBe("The left lamp is off.");
  expect(world.lamps["left lamp"]).toBe("off");
});

test("what hangs on a condition is done only when it holds, and the look is part of the answer", async () => {
  const { ask, world } = await smallHouse();
  expect(await ask("if it is bright, turn on the right lamp")).toMatchObject({
    say: "The left lamp is off. So nothing was done.",
    reason: "1 condition, 1 phrase, 1 call",
    calls: [{ tool: "lamp_get", ok: true }],
    undoable: false,
  });
  expect(world.lamps["right lamp"]).toBe("off");
  const answer = await ask("unless it is bright, turn on the right lamp");
  expect(answer).toMatchObject({ say: "The left lamp is off. The right lamp is on.", undoable: true });
  expect((await ask("undo")).say).toBe("The right lamp is off.");
  await ask("turn on the left lamp");
  const both = await ask("if it is bright turn it off, otherwise turn on the right lamp");
  expect(both.calls.map(({ args }) => args)).toEqual([{}, { name: "left lamp", do: "off" }]);
  expect(world.lamps).toEqual({ "left lamp": "off", "right lamp": "off" });
});

test("a condition that is no yes or no, or would change something, lets nothing be done", async () => {
  const { ask, world } = await smallHouse();
  expect((await ask("if it is art, turn on the left lamp")).say).toBe(
    "Who knows. That is no yes or no, so nothing was done.",
  );
  expect(await ask("if it locks, turn on the left lamp")).toMatchObject({
    say: "What is to be looked at first would change something, so nothing was done.",
    calls: [],
  });
  expect(world.lamps["left lamp"]).toBe("off");
});

test("a dry run does not look either, and a question waits with its condition", async () => {
  const { ask, world } = await smallHouse();
  expect(await ask("if it is bright, turn on the left lamp", { dryRun: true })).toMatchObject({
    say: "Would look first: Look at the lamps. Would then do: turn on left lamp.",
  });
  expect((await ask("unless it is bright, make it bright")).say).toBe("Which lamp?");
  expect((await ask("the right one")).say).toBe("The left lamp is off. The right lamp is on.");
  expect(world.lamps).toEqual({ "left lamp": "off", "right lamp": "on" });
});

test("what was spoken of last is what it means, in that conversation and for five minutes", async () => {
  const { ask, clock, world } = await smallHouse();
  await ask("turn on the left lamp");
  expect((await ask("turn it off")).say).toBe("The left lamp is off.");
  expect((await ask("and the right lamp")).say).toBe("The right lamp is off.");
  expect((await ask("turn it on", { conversation: "other" })).tier).toBe("none");
  await ask("turn on the right lamp", { dryRun: true, conversation: "other" });
  expect((await ask("turn it on", { conversation: "other" })).tier).toBe("none");
  clock.time += 5 * 60_000 + 1;
  expect((await ask("turn it on")).tier).toBe("none");
  expect(world.lamps).toEqual({ "left lamp": "off", "right lamp": "off" });
});

test("an answer to a question is what is spoken of next", async () => {
  const { ask, world } = await smallHouse();
  await ask("make it bright");
  await ask("the right one");
  expect((await ask("turn it off")).say).toBe("The right lamp is off.");
  expect(world.lamps["right lamp"]).toBe("off");
});
