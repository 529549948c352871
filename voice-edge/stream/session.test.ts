import { expect, onTestFinished, test, vi } from "vitest";
import { silentLog } from "../../kernel/log.ts";
import type { Heard } from "../hear/types.ts";
import { CALLER, turnOf } from "../testing.ts";
import type { EarEvent } from "./ears.ts";
import type { SessionParts } from "./session.ts";
import { createSession } from "./session.ts";

const heard: Heard = {
  heard: "start grandpa of",
  text: "start grafana",
  fuzzy: true,
  engine: "native",
  model: "tiny.en",
  ms: { decode: 0, stt: 9, queued: 0 },
  seconds: 1,
};
const SAMPLES = new Float32Array(16_000);

/** A session with an ear in the test's hand. */
function listening(more: Partial<SessionParts> = {}, turn = turnOf("Done. Really.")) {
  const told: unknown[] = [];
  const asked: unknown[] = [];
  const ear: { fed: number; listened: number; isClosed: boolean; wake?: readonly string[] } = {
    fed: 0,
    listened: 0,
    isClosed: false,
  };
  let tell = (_: EarEvent) => {};
  const session = createSession({
    caller: CALLER,
    hearing: { hear: () => Promise.resolve(heard), hearSamples: () => Promise.resolve(heard) },
    composer: {
      understands: () => Promise.resolve(true),
      ask: (_, question) => {
        asked.push(question);
        return Promise.resolve(turn);
      },
      sounded: () => Promise.resolve(),
    },
    saying: {
      async *say(text) {
        for (const part of text.split(" ")) yield { rate: 22_050, samples: new Int16Array(part.length) };
      },
      warm: () => Promise.resolve(),
    },
    ears: {
      open({ on, wake }) {
        tell = on;
        ear.wake = wake;
        return {
          feed: ({ length }) => void (ear.fed += length),
          listen: () => void (ear.listened += 1),
          close: () => void (ear.isClosed = true),
        };
      },
    },
    send: (message) => void told.push(typeof message === "string" ? JSON.parse(message) : message.byteLength),
    log: silentLog,
    elapsed: () => 0,
    ...more,
  });
  return { session, told, asked, ear, tell: (event: EarEvent) => tell(event) };
}
const start = (more: object = {}) => JSON.stringify({ type: "start", ...more });

test("what is said is heard, done, shown and answered aloud", async () => {
  const { session, told, asked, ear, tell } = listening();
  session.text(start({ wake: ["hey_jarvis"], conversation: "c", area: "Hall" }));
  session.sound(new Uint8Array(2560));
  expect(ear).toMatchObject({ fed: 1280, wake: ["hey_jarvis"] });
  tell({ type: "wake", word: "hey_jarvis", score: 0.99 });
  tell({ type: "speechStart" });
  tell({ type: "speechEnd", samples: SAMPLES });
  await expect.poll(() => told.at(-1)).toEqual({ type: "spoken" });
  expect(told).toMatchObject([
    { type: "ready" },
    { type: "wake", word: "hey_jarvis", score: 0.99 },
    { type: "speechStart" },
    { type: "speechEnd", seconds: 1 },
    { type: "heard", heard: "start grandpa of", text: "start grafana", fuzzy: true },
    { type: "turn", turn: { turn: "t1", say: "Done. Really." } },
    { type: "speaking", rate: 22_050 },
    10,
    14,
    { type: "spoken" },
  ]);
  expect(asked).toMatchObject([
    { text: "start grafana", conversation: "c", area: "Hall", heard: { before: { endpoint: 700 } } },
  ]);
});

/** Ears that hear when they are told to, and how often they were asked to. */
function slowly() {
  const asked: { length: number; signal: AbortSignal | undefined; done(): void }[] = [];
  const hearSamples: SessionParts["hearing"]["hearSamples"] = ({ length }, { signal } = {}) =>
    new Promise((resolve) => asked.push({ length, signal, done: () => resolve(heard) }));
  return { asked, hearing: { hear: () => Promise.resolve(heard), hearSamples } };
}

test("what may have been all is heard while the silence lasts that ends it", async () => {
  const clock = { now: 0 };
  const { asked: hearings, hearing } = slowly();
  const { session, told, asked, tell } = listening({ hearing, elapsed: () => clock.now });
  session.text(start({ speak: false }));
  tell({ type: "speechStart" });
  tell({ type: "pause", samples: SAMPLES });
  hearings[0]?.done();
  clock.now = 450;
  tell({ type: "speechEnd", samples: SAMPLES });
  await expect.poll(() => told.at(-1)).toMatchObject({ type: "turn" });
  expect(hearings).toHaveLength(1);
  expect(told.map((one) => Object(one).type)).toEqual(["ready", "speechStart", "speechEnd", "heard", "turn"]);
  expect(asked).toMatchObject([{ heard: { before: { endpoint: 691 } } }]); // 9 of 700 ms were of use
});

test("when more is said, what was heard of the beginning is nothing", async () => {
  const { asked: hearings, hearing } = slowly();
  const { session, told, asked, tell } = listening({ hearing });
  session.text(start({ speak: false }));
  tell({ type: "speechStart" });
  tell({ type: "pause", samples: SAMPLES });
  tell({ type: "resume" });
  expect(hearings[0]?.signal?.aborted).toBe(true);
  hearings[0]?.done();
  tell({ type: "speechEnd", samples: new Float32Array(32_000) });
  hearings[1]?.done();
  await expect.poll(() => told.at(-1)).toMatchObject({ type: "turn" });
  expect(hearings.map(({ length }) => length)).toEqual([16_000, 32_000]);
  expect(asked).toHaveLength(1);
});

test("whoever begins to speak is not spoken over", async () => {
  const signals: AbortSignal[] = [];
  const { session, told, tell } = listening({
    saying: {
      async *say(_, { signal } = {}) {
        if (signal) signals.push(signal);
        yield { rate: 16_000, samples: new Int16Array(1) };
        await new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
      },
      warm: () => Promise.resolve(),
    },
  });
  session.text(start());
  tell({ type: "speechEnd", samples: SAMPLES });
  await expect.poll(() => told).toContainEqual({ type: "speaking", rate: 16_000 });
  tell({ type: "speechStart" });
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  expect(told.slice(-2)).toEqual([{ type: "stopped" }, { type: "speechStart" }]);
  session.text(JSON.stringify({ type: "stop" })); // nothing is spoken any more
  expect(told.at(-1)).toEqual({ type: "speechStart" });
});

test("what was sent already and is still played is stopped as well", async () => {
  const clock = { now: 0 };
  const saying = {
    async *say() {
      yield { rate: 16_000, samples: new Int16Array(32_000) };
    },
    warm: () => Promise.resolve(),
  };
  const { session, told, tell } = listening({ saying, elapsed: () => clock.now });
  session.text(start());
  tell({ type: "speechEnd", samples: SAMPLES });
  await expect.poll(() => told.at(-1)).toEqual({ type: "spoken" });
  clock.now = 1_999;
  tell({ type: "wake", word: "alexa", score: 1 });
  expect(told.slice(-2)).toMatchObject([{ type: "stopped" }, { type: "wake" }]);
  tell({ type: "speechEnd", samples: SAMPLES });
  await expect.poll(() => told.at(-1)).toEqual({ type: "spoken" });
  clock.now = 9_000;
  tell({ type: "speechStart" });
  expect(told.slice(-2)).toEqual([{ type: "spoken" }, { type: "speechStart" }]);
});

const choice = { ask: { question: "Which one is meant", choices: ["a", "b"] } };
test.each([
  ["that has choices", turnOf("Which one is meant", choice)],
  ["that is one in words alone", turnOf("Which room do you mean?")],
])("a question %s listens for its answer without the wake word", async (_, turn) => {
  const { session, told, ear, tell } = listening({}, turn);
  session.text(start({ wake: ["alexa"], speak: false }));
  tell({ type: "speechEnd", samples: SAMPLES });
  await expect.poll(() => ear.listened).toBe(1);
  expect(told.at(-1)).toMatchObject({ type: "turn", listens: true });
  expect(told.some((one) => typeof one === "number")).toBe(false);
});

test("the answer to a question is waited for when the question has been heard, and not while it is still played", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const saying = {
    async *say() {
      yield { rate: 16_000, samples: new Int16Array(32_000) };
    },
    warm: () => Promise.resolve(),
  };
  const { session, told, ear, tell } = listening({ saying }, turnOf("Which?"));
  const ask = async () => {
    told.length = 0;
    tell({ type: "speechEnd", samples: SAMPLES });
    for (let at = 0; at < 10; at += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(told.at(-1)).toEqual({ type: "spoken" });
  };
  session.text(start());
  await ask();
  vi.advanceTimersByTime(1_999);
  expect(ear.listened).toBe(0);
  vi.advanceTimersByTime(1);
  expect(ear.listened).toBe(1);
  await ask();
  session.text(JSON.stringify({ type: "stop" })); // whoever stops a question does not answer it
  vi.advanceTimersByTime(9_000);
  expect(ear.listened).toBe(1);
});

test("what is typed is of the same conversation, shown and answered like what is spoken", async () => {
  const { session, told, asked } = listening();
  session.text(start({ conversation: "c" }));
  session.text(JSON.stringify({ type: "text", text: " the left one " }));
  await expect.poll(() => told.at(-1)).toEqual({ type: "spoken" });
  expect(told).toMatchObject([
    { type: "ready" },
    { type: "heard", heard: "the left one", text: "the left one", fuzzy: false },
    { type: "turn", turn: { turn: "t1" }, listens: false },
    { type: "speaking" },
    10,
    14,
    { type: "spoken" },
  ]);
  expect(asked).toMatchObject([{ text: "the left one", conversation: "c", heard: { engine: "typed", fuzzy: false } }]);
});

test("commands follow each other, and one that fails is told and keeps nobody", async () => {
  let count = 0;
  const hearSamples = () => (count++ === 0 ? Promise.reject(new Error("a bug")) : Promise.resolve(heard));
  const { session, told, tell } = listening({ hearing: { hear: hearSamples, hearSamples } });
  session.text(start());
  tell({ type: "speechEnd", samples: SAMPLES });
  tell({ type: "speechEnd", samples: SAMPLES });
  await expect.poll(() => told.at(-1)).toEqual({ type: "spoken" });
  expect(told).toContainEqual({ type: "error", error: "Something went wrong here." });
});

test("the voice is loaded while somebody still speaks, where it is to answer", () => {
  let warmed = 0;
  const saying = { async *say() {}, warm: () => Promise.resolve(void (warmed += 1)) };
  const { session } = listening({ saying });
  session.text(start({ speak: false }));
  expect(warmed).toBe(0);
  session.text(start());
  expect(warmed).toBe(1);
});

test("what is no order and sound before the start are told so", () => {
  const { session, told, ear } = listening();
  session.sound(new Uint8Array(4));
  session.text("{");
  session.text(JSON.stringify({ type: "start", wake: ["../../etc"] }));
  expect(told).toEqual([
    { type: "error", error: "Say start before sound." },
    { type: "error", error: "Say start, listen, text or stop, as JSON." },
    { type: "error", error: "Say start, listen, text or stop, as JSON." },
  ]);
  session.text(start());
  session.text(JSON.stringify({ type: "listen" }));
  expect(ear.listened).toBe(1);
  session.close();
  expect(ear.isClosed).toBe(true);
});

test("who says too much at once is told to wait, and what waits is answered", async () => {
  const { asked: hearings, hearing } = slowly();
  const { session, told, asked, tell } = listening({ hearing });
  session.text(start({ speak: false }));
  tell({ type: "speechEnd", samples: SAMPLES });
  for (let at = 0; at < 5; at += 1) session.text(JSON.stringify({ type: "text", text: `sentence ${at}` }));
  expect(told.filter((one) => Object(one).type === "error")).toEqual([
    { type: "error", error: "That was too much at once: wait for the answers." },
    { type: "error", error: "That was too much at once: wait for the answers." },
  ]);
  hearings[0]?.done();
  await expect.poll(() => asked.length).toBe(4);
  session.text(JSON.stringify({ type: "text", text: "sentence 5" }));
  await expect.poll(() => asked.at(-1)).toMatchObject({ text: "sentence 5" });
});
