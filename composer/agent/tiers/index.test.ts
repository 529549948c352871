import { expect, test } from "vitest";
import { saying } from "../../../test/models/reply.ts";
import { ModelFault } from "../models/fault.ts";
import { servers } from "../../../mcp-servers/index.ts";
import { houseWith } from "../../testing.ts";
import { scriptedModel, thinkingHouse, tiersOf } from "./testing.ts";

const left = (to: string) => ({ name: "lamp_set", args: { name: "left lamp", do: to } });
const on = { calls: [left("on")] };

test("one call that says it all is the answer, in the tool's own words and one turn of the model", async () => {
  const local = scriptedModel("local", on);
  const { ask, world } = await thinkingHouse({ local });
  expect(await ask("it would be lovely to have the left lamp on")).toMatchObject({
    say: "The left lamp is on.",
    tier: "local",
    model: "local-test",
    reason: "one domain, 1 call",
    usage: { inputTokens: 100, outputTokens: 10, cost: 0 },
    undoable: true,
  });
  expect(world.lamps["left lamp"]).toBe("on");
  expect(local.asked).toHaveLength(1);
  expect((await ask("undo")).say).toBe("The left lamp is off.");
});

test("what was looked at before may hold anybody's words: nothing follows from it that nobody spoke of", async () => {
  const cancel = { calls: [{ name: "task_cancel", args: { name: "all" } }] };
  const local = scriptedModel("local", cancel);
  const scheduler = servers.filter(({ name }) => name === "scheduler");
  const { ask, json } = await houseWith({ tiers: tiersOf({ local }).tiers, more: scheduler });
  await json("POST", "/api/tasks", { body: { when: "at noon", what: "turn on the left lamp" } });
  await ask("how is it");
  expect((await ask("well, go on then")).say).toContain("task_cancel was not called");
  expect((await ask("well, drop the tasks then")).calls).toMatchObject([{ tool: "task_cancel", ok: true }]);
});

test("what phrases read never reaches a model", async () => {
  const local = scriptedModel("local", on);
  const { ask } = await thinkingHouse({ local });
  expect((await ask("turn on the right lamp")).tier).toBe("phrases");
  expect(local.asked).toEqual([]);
});

test("a doubtful local turn goes to the cloud with what is done, and nothing is done twice", async () => {
  const local = scriptedModel("local", on, saying(""), saying(""));
  const cloud = scriptedModel("cloud", { calls: [left("on"), { name: "door_set", args: { do: "lock" } }] });
  const { ask, world, spent } = await thinkingHouse({ local, cloud });
  const answer = await ask("switch the left lamp on somehow and lock that door");
  expect(answer).toMatchObject({
    say: "The left lamp is on. The door is locked.",
    tier: "cloud",
    model: "cloud-test",
    reason: "one domain, local in doubt: it said nothing, 2 calls",
    calls: [{ tool: "lamp_set" }, { tool: "door_set" }],
  });
  expect(answer.usage.cost).toBeCloseTo(0.0002, 9);
  expect(spent).toEqual([answer.usage.cost]);
  expect(world.heardIn).toHaveLength(1);
  expect(cloud.asked[0]?.messages.slice(1)).toEqual([
    { role: "assistant", text: "", wishes: [{ id: "before-0", tool: "lamp_set", args: left("on").args }] },
    { role: "results", results: [{ id: "before-0", tool: "lamp_set", text: "[The left lamp is on.]" }] },
  ]);
});

test.each([
  ["an unknown tool", { calls: [{ name: "lamp_fly", args: {} }] }],
  ["arguments that do not fit", { calls: [{ name: "lamp_set", args: { name: "left lamp", do: "burn" } }] }],
  ["a name nobody said", { calls: [{ name: "lamp_set", args: { name: "cellar lamp", do: "on" } }] }],
  ["a number nobody said", { calls: [{ name: "note_add", args: { text: "42" } }] }],
  ["the wrong verb", { calls: [left("off")] }],
  ["calls that contradict each other", { calls: [left("on"), left("off")] }],
  ["an empty turn", saying("")],
  ["a claim", saying("Done, the left lamp is on now.")],
  ["words about the house that no tool told", saying("The left lamp is fine.")],
  ["no turn at all", new ModelFault("away", "Ollama failed (HTTP 500).")],
])("%s is a doubt, and nothing is done by it", async (_, reply) => {
  const local = scriptedModel("local", reply);
  const cloud = scriptedModel("cloud", on);
  const { ask, world } = await thinkingHouse({ local, cloud });
  const answer = await ask("do turn on that good old left lamp");
  expect(answer).toMatchObject({ tier: "cloud", say: "The left lamp is on.", calls: [{ ok: true }] });
  expect(answer.reason).toMatch(/^one domain, local in doubt: .+, 1 call$/);
  expect(world.heardIn).toHaveLength(1);
  expect(world.notes).toEqual([]);
  expect(local.asked.length).toBeLessThanOrEqual(2);
});

test("with nobody else to ask, a doubt about words is a question", async () => {
  const local = scriptedModel("local", { calls: [left("off")] });
  const { ask, world } = await thinkingHouse({ local });
  world.lamps["left lamp"] = "on";
  expect(await ask("do turn on that good old left lamp")).toMatchObject({
    say: "I am not sure that you mean this: turn off left lamp. Shall I?",
    reason: "one domain, local in doubt: The sentence says on, a question",
    calls: [],
    ask: { kind: "confirm" },
  });
  expect((await ask("no")).say).toBe("All right, nothing was done.");
  await ask("do turn on that good old left lamp");
  expect((await ask("yes")).say).toBe("The left lamp is off.");
});

test("what is not to be done is asked about first", async () => {
  const local = scriptedModel("local", on);
  const { ask, world } = await thinkingHouse({ local });
  expect((await ask("whatever you do, don't turn that left lamp on")).ask).toMatchObject({ kind: "confirm" });
  expect(world.lamps["left lamp"]).toBe("off");
});

test("a call that repeats or undoes what this turn did is not made", async () => {
  const again = scriptedModel("local", on, on);
  const first = await thinkingHouse({ local: again });
  expect(await first.ask("switch the left lamp on gently and switch the other one as well")).toMatchObject({
    say: "The left lamp is on.",
    reason: "one domain, local in doubt: it made 1 call for 2 commands, 1 call",
  });
  expect(first.world.heardIn).toHaveLength(1);
  const back = scriptedModel("local", on, { calls: [left("off")] });
  const second = await thinkingHouse({ local: back });
  const answer = await second.ask("switch the left lamp on gently and switch the other one as well");
  expect(answer.say).toBe("The left lamp is on. lamp_set was not called again: it would take back what was just done.");
  expect(second.world.lamps["left lamp"]).toBe("on");
});

test("a server's question waits for its answer, danger for its approval", async () => {
  const local = scriptedModel("local", { calls: [{ name: "lamp_set", args: { name: "lamp", do: "on" } }] });
  const asking = await thinkingHouse({ local });
  expect(await asking.ask("some lamp on if you would be so kind")).toMatchObject({
    say: "Which lamp?",
    tier: "local",
    ask: { kind: "which" },
    calls: [],
  });
  expect((await asking.ask("the right one")).say).toBe("The right lamp is on.");

  const opening = scriptedModel("local", { calls: [{ name: "door_set", args: { do: "unlock" } }] });
  const { ask, world } = await thinkingHouse({ local: opening });
  const answer = await ask("unlock this door for my visitors");
  expect(answer).toMatchObject({ needs: [{ summary: "unlock the door" }], calls: [], tier: "local" });
  expect(answer.reason).toBe("one domain, waits for an approval");
  expect(world.door).toBe("locked");
});

test("what was not come to before something waits is said", async () => {
  const opening = scriptedModel("local", { calls: [{ name: "door_set", args: { do: "unlock" } }] });
  const { ask } = await thinkingHouse({ local: opening });
  const answer = await ask("unlock this door for my visitors and switch that left lamp on");
  expect(answer.needs).toHaveLength(1);
  expect(answer.say).toMatch(/ Only that for now: say the rest again then\.$/);
  const local = scriptedModel("local", { calls: [{ name: "lamp_set", args: { name: "lamp", do: "on" } }] });
  const asking = await thinkingHouse({ local });
  expect(await asking.ask("switch some lamp on, dear, and lock this door")).toMatchObject({
    say: "Which lamp? Only that for now: say the rest again then.",
    ask: { question: "Which lamp?" },
  });
});

test("a tool that fails is told once, and then is a doubt", async () => {
  const jam = { calls: [{ name: "note_add", args: { text: "jam" } }] };
  const local = scriptedModel("local", jam, saying("I could not."));
  const { ask } = await thinkingHouse({ local });
  expect(await ask("write jam on my list, dear")).toMatchObject({
    say: "The pen is dry.",
    reason: "one domain, local in doubt: note_add failed, 1 call",
    calls: [{ ok: false }],
  });
});

test("words are an answer where nothing had to be called, and none where the model is in doubt", async () => {
  const { ask } = await thinkingHouse({ local: scriptedModel("local", saying("Two plus two is four.")) });
  expect(await ask("how much is two plus two")).toMatchObject({ say: "Two plus two is four.", answered: true });
  const silent = await thinkingHouse({ local: scriptedModel("local", saying("")) });
  const doubtful = await silent.ask("how much is two plus two");
  expect(doubtful).toMatchObject({ say: "Nothing was done.", calls: [] });
  expect(doubtful.answered).toBeUndefined();
});

test("a dry run plans and says so", async () => {
  const { ask, world } = await thinkingHouse({ local: scriptedModel("local", on) });
  expect(await ask("have that left lamp on", { dryRun: true })).toMatchObject({
    say: "Would do: turn on left lamp.",
    reason: "one domain, 1 call, dry run",
  });
  expect(world.lamps["left lamp"]).toBe("off");
});

test("a tier that is asked for answers alone, also what phrases would read", async () => {
  const local = scriptedModel("local", on);
  const cloud = scriptedModel("cloud", on);
  const { ask } = await thinkingHouse({ local, cloud });
  expect(await ask("turn on the left lamp", { tier: "cloud" })).toMatchObject({
    tier: "cloud",
    reason: "cloud as asked, 1 call",
  });
  expect(await ask("turn on the left lamp", { tier: "local" })).toMatchObject({ tier: "local" });
  expect(await ask("tickle the lamp", { tier: "phrases" })).toMatchObject({
    tier: "none",
    say: "I did not understand “tickle the lamp”. Names like that: Left Lamp and Right Lamp.",
  });
  expect([local.asked.length, cloud.asked.length]).toEqual([1, 1]);
});

test.each([
  "use the cloud for this: turn on the left lamp",
  "ask the cloud to turn on the left lamp",
  "turn on the left lamp, use the cloud for this",
  "turn on the left lamp with the cloud",
])("%j is the cloud's for that turn", async (sentence) => {
  const cloud = scriptedModel("cloud", on);
  const { ask, world } = await thinkingHouse({ local: scriptedModel("local", saying("no")), cloud });
  expect(await ask(sentence)).toMatchObject({ tier: "cloud", say: "The left lamp is on." });
  expect(cloud.asked[0]?.messages[0]).toMatchObject({ text: expect.stringMatching(/\nturn on the left lamp$/) });
  expect(world.lamps["left lamp"]).toBe("on");
  expect((await ask("turn off the left lamp")).tier).toBe("phrases");
});

test("“use the cloud for this” alone means what came to nothing just before", async () => {
  const cloud = scriptedModel("cloud", on);
  const { ask } = await thinkingHouse({ local: scriptedModel("local", saying("")), cloud });
  expect((await ask("use the cloud for this")).say).toBe(
    "What for? Say it in one sentence, such as “use the cloud: …”.",
  );
  await ask("brighten up that left lamp", { tier: "local" });
  expect(await ask("use the cloud for this")).toMatchObject({ tier: "cloud", say: "The left lamp is on." });
});

test("what is private never reaches the cloud: not the sentence, not a tool, not what was said of it", async () => {
  const privacy = {
    isPrivateSentence: (text: string) => text.includes("private"),
    isPrivateTool: ({ name }: { name: string }) => name === "note_add",
  };
  const local = scriptedModel(
    "local",
    { calls: [{ name: "note_add", args: { text: "milk" } }] },
    saying(""),
    saying(""),
  );
  const cloud = scriptedModel("cloud", on);
  const { ask } = await thinkingHouse({ local, cloud, privacy });
  expect(await ask("use the cloud: my private left lamp on")).toMatchObject({
    tier: "none",
    calls: [],
    reason: "that is private and stays in the house",
  });
  await ask("put milk into my notes and then switch the left lamp on");
  expect(cloud.asked).toHaveLength(1);
  const [first] = cloud.asked;
  expect(first?.tools).not.toContain("note_add");
  expect(JSON.stringify(first?.messages)).not.toContain("Noted");
  expect(JSON.stringify(first?.messages)).not.toContain("private");
  await ask("use the cloud: that good old left lamp on");
  expect(JSON.stringify(cloud.asked[1]?.messages)).not.toContain("milk");
});

test.each([
  ["not told to the cloud where its tool is private", true],
  ["told where it is not", false],
])("a name like the words of a sentence is %s", async (_, isPrivate) => {
  const privacy = { isPrivateSentence: () => false, isPrivateTool: () => isPrivate };
  const cloud = scriptedModel("cloud", saying("Nothing to say."));
  const { ask } = await thinkingHouse({ cloud, privacy });
  await ask("the lamb on the right, what of it", { tier: "cloud" });
  const told = JSON.stringify(cloud.asked[0]?.messages);
  expect(told).toContain("the lamb on the right");
  expect(told.includes("Right Lamp")).toBe(!isPrivate);
});

test("what the larger model is not sure of the smaller one is not asked; where it cannot be asked, it is", async () => {
  const router = { route: () => ({ tier: "cloud" as const, score: 3, reason: "hard" }) };
  const unsure = { local: scriptedModel("local", on), cloud: scriptedModel("cloud", saying("")) };
  expect((await (await thinkingHouse({ ...unsure, router })).ask("my left lamp on, would you")).calls).toEqual([]);
  expect(unsure.local.asked).toEqual([]);
  const away = new ModelFault("away", "api.example.org failed (HTTP 500).");
  const failing = { local: scriptedModel("local", on), cloud: scriptedModel("cloud", away) };
  const { ask } = await thinkingHouse({ ...failing, router });
  expect(await ask("my left lamp on, would you")).toMatchObject({ tier: "local", say: "The left lamp is on." });
});

test("a cloud that keeps failing is left alone", async () => {
  const cloud = scriptedModel("cloud", on);
  const { tiers } = tiersOf({ cloud });
  const open = { isOpen: () => true, good() {}, bad() {} };
  const resting = { ...tiers, cloud: tiers.cloud && { ...tiers.cloud, breaker: open } };
  const { ask } = await houseWith({ tiers: resting });
  expect((await ask("my left lamp on, would you")).reason).toBe("the cloud keeps failing");
  expect(cloud.asked).toEqual([]);
});

test("whoever cannot be asked is named, and the other one answers", async () => {
  const local = scriptedModel("local", on);
  const cloud = scriptedModel("cloud", on);
  const house = await thinkingHouse({ local, cloud });
  house.state.memory = "unloaded";
  expect(await house.ask("my left lamp on, would you")).toMatchObject({
    tier: "cloud",
    reason: "one domain, the local model gave its memory to a machine, 1 call",
  });
  house.state.allows = false;
  expect(await house.ask("my left lamp on, would you")).toMatchObject({
    tier: "none",
    say: "I can't do that now: the local model gave its memory to a machine and this month's money for the cloud is spent. Not understood: “my left lamp on, would you”. Names like that: Left Lamp and Right Lamp.",
  });
  house.state.memory = "ready";
  house.state.isOpen = true;
  expect((await house.ask("my left lamp on, would you")).reason).toMatch(/^the local model keeps failing, /);
});

test("a model hears what was said before, and a run of a schedule does not", async () => {
  const local = scriptedModel("local", on);
  const { ask } = await thinkingHouse({ local });
  await ask("turn on the right lamp");
  await ask("and that left one, same thing if you can manage");
  const [first] = local.asked;
  expect(first?.messages[0]).toMatchObject({
    text: expect.stringContaining("[before: turn on the right lamp → The right lamp is on.]"),
  });
});
