import { expect, test } from "vitest";
import { saying } from "../../test/models/reply.ts";
import { scriptedModel, thinkingHouse } from "../agent/tiers/testing.ts";
import { OWN_ORIGIN, smallHouse } from "../testing.ts";

test("one sentence is one JSON answer: who answered, what ran, what was said", async () => {
  const { ask, world } = await smallHouse();
  const { turn, ms, ...answer } = await ask("turn on the left lamp");
  expect(world.lamps).toEqual({ "left lamp": "on", "right lamp": "off" });
  expect(answer).toEqual({
    say: "The left lamp is on.",
    tier: "phrases",
    model: null,
    reason: "1 phrase, 1 call",
    calls: [
      {
        server: "small",
        tool: "lamp_set",
        args: { name: "left lamp", do: "on" },
        risk: "write",
        result: "The left lamp is on.",
        ok: true,
        ms: expect.any(Number),
      },
    ],
    needs: [],
    ask: null,
    undoable: true,
    usage: { inputTokens: 0, outputTokens: 0, cost: 0 },
  });
  expect(turn).toMatch(/^[\w-]{8,}$/);
  expect(ms.total).toBeGreaterThanOrEqual(ms.route);
  expect(ms.model).toBe(0);
});

test("the same as events: what is planned, then the answer", async () => {
  const { request } = await smallHouse();
  const headers = { accept: "text/event-stream" };
  const answer = await request("POST", "/api/ask", { headers, body: { text: "turn on the left lamp" } });
  expect(answer.headers.get("content-type")).toMatch(/^text\/event-stream/);
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  const events = (await answer.text())
    .trim()
    .split("\n\n")
    .map((block) => block.split("\n"));
  expect(events.map(([event]) => event)).toEqual(["event: plan", "event: turn"]);
  const [plan, turn] = events.map(([, data = ""]): unknown => JSON.parse(data.replace("data: ", "")));
  expect(plan).toMatchObject({ steps: [{ tool: "lamp_set", summary: "turn on left lamp" }] });
  expect(turn).toMatchObject({ say: "The left lamp is on.", calls: [{ tool: "lamp_set", ok: true }] });
});

test.each([
  ["/api/ask", { text: "think", tier: undefined }],
  ["/v1/chat/completions", { model: "steward", stream: true, messages: [{ role: "user", content: "think" }] }],
])("a bug in a streamed answer of %s is told by a reference, and logged", async (path, body) => {
  const route = () => {
    throw new Error("a secret of the code");
  };
  const { request, logged } = await thinkingHouse({ router: { route } });
  const text = await (await request("POST", path, { headers: { accept: "text/event-stream" }, body })).text();
  expect(text).not.toContain("a secret of the code");
  const [, reference] = /Something went wrong here \(reference ([\w-]{8}) in the log\)/.exec(text) ?? [];
  expect(logged).toContainEqual({
    message: "request failed",
    fields: { reference, method: "POST", path, error: new Error("a secret of the code") },
  });
});

test("a question comes as an event too", async () => {
  const { request } = await smallHouse();
  const headers = { accept: "text/event-stream" };
  const text = await (await request("POST", "/api/ask", { headers, body: { text: "make it bright" } })).text();
  expect(text).toContain("event: turn");
  expect(text).toContain('"question":"Which lamp?"');
});

test("a dry run does nothing and says what it would do", async () => {
  const { ask, world } = await smallHouse();
  const answer = await ask("turn on the left lamp", { dryRun: true });
  expect(answer).toMatchObject({ say: "Would do: turn on left lamp.", tier: "phrases", undoable: false });
  expect(world.lamps["left lamp"]).toBe("off");
});

test("the speaker's room goes with the call", async () => {
  const { ask, world } = await smallHouse();
  await ask("turn on the left lamp", { area: "Study" });
  expect(world.heardIn).toEqual(["Study"]);
});

test("a token of the owner's is the terminal, a browser a chat", async () => {
  const { ask, json, browser, clock } = await smallHouse();
  await ask("turn on the left lamp");
  clock.time += 1;
  const cookie = await browser();
  const headers = { origin: OWN_ORIGIN };
  await json("POST", "/api/ask", { token: null, cookie, headers, body: { text: "turn on the right lamp" } });
  expect((await json("GET", "/api/turns")).body).toMatchObject([{ channel: "chat" }, { channel: "cli" }]);
});

test("a program with a ceiling of reading changes nothing", async () => {
  const { json, program, world } = await smallHouse();
  const token = await program("api", { ceiling: "read" });
  const { status, body } = await json("POST", "/api/ask", { token, body: { text: "turn on the left lamp" } });
  expect(status).toBe(200);
  expect(body).toMatchObject({ calls: [], tier: "phrases" });
  expect(world.lamps["left lamp"]).toBe("off");
});

test("how a sentence is read is told without doing it", async () => {
  const { json, world, ask, program } = await smallHouse();
  const explain = async (text: string, sent: object = {}) =>
    (await json("POST", "/api/explain", { ...sent, body: { text } })).body;
  expect(await explain("unless it is bright, please turn on the left lamp!")).toEqual({
    read: [
      { said: "it is bright", role: "unless", phrase: "it is bright", tool: "lamp_get", args: {} },
      {
        said: "turn on the left lamp",
        role: "do",
        phrase: "turn on {name:lamp}",
        tool: "lamp_set",
        args: { name: "the left lamp", do: "on" },
      },
    ],
    when: null,
    stopped: null,
    understood: "unless it is bright, please turn on the left lamp!",
    rest: "",
    strange: [],
  });
  expect(await explain("turn on the left lamp at sunset")).toMatchObject({ when: "at sunset", stopped: null });
  expect(await explain("turn on the left lamp and tickle it")).toEqual({
    read: [],
    when: null,
    stopped: "no phrase fits the whole sentence",
    understood: "turn on the left lamp",
    rest: "and tickle it",
    strange: ["tickle"],
  });
  expect(world.lamps["left lamp"]).toBe("off");
  await ask("turn on the left lamp");
  expect(await explain("again")).toMatchObject({
    read: [{ said: "again", role: "do", phrase: null, tool: "lamp_set", args: { name: "left lamp", do: "on" } }],
  });
  const token = await program("api", { ceiling: "read" });
  expect(await explain("turn on the left lamp", { token })).toMatchObject({
    read: [],
    stopped: "it asks for what is not yours to use",
  });
});

test("an answer, and taking back, are known for what they are, in the conversation they are said in", async () => {
  const { json } = await smallHouse();
  const explain = async (text: string) => (await json("POST", "/api/explain", { body: { text, spoken: true } })).body;
  for (const text of ["yes", "No, thanks.", "undo that"]) {
    expect(await explain(text)).toMatchObject({ read: [], stopped: null, understood: text, rest: "" });
  }
  expect(await explain("the second one")).toMatchObject({ stopped: "no phrase fits the whole sentence" });
});

test("a long answer comes in words while it is being written, and whole at the end", async () => {
  const { request } = await thinkingHouse({ local: scriptedModel("local", saying("One. Two. Three.")) });
  const headers = { accept: "text/event-stream" };
  const answer = await request("POST", "/api/ask", { headers, body: { text: "what do you know about numerals" } });
  const events = (await answer.text())
    .trim()
    .split("\n\n")
    .map((block) => block.split("\n").map((line) => line.replace(/^(event|data): /, "")));
  expect(events.slice(0, -1)).toEqual([
    ["words", '{"words":"One. "}'],
    ["words", '{"words":"Two. "}'],
  ]);
  const [name, data = ""] = events.at(-1) ?? [];
  expect(name).toBe("turn");
  expect(JSON.parse(data)).toMatchObject({ say: "One. Two. Three.", tier: "local", model: "local-test" });
});
