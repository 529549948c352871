import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { PeerError } from "../../kernel/errors.ts";
import { silentLog as log } from "../../kernel/log.ts";
import type { Child } from "../children/index.ts";
import type { Models } from "../models/index.ts";
import type { EarEvent, EarOptions } from "./ears.ts";
import { createEars } from "./ears.ts";
import type { EarInput } from "./jobs.ts";
import { createPieces } from "./pieces.ts";

const SPEECH = 1_000;
const WORD = 2_000;
const samples = (seconds: number, value: number) => new Int16Array(Math.round(seconds * 16_000)).fill(value);

/** A child that hears by the numbers in the sound: 1000 is speech, 2000 a wake word. */
function fakeChild() {
  const orders: { ear: string; has: string; seconds: number; isAnew: boolean; isOver: boolean }[] = [];
  let fault: Error | undefined;
  const steps = new Map<string, ReturnType<typeof createPieces>>();
  const answer = ({ ear, pcm, speech, wake, isAnew, isOver }: EarInput) => {
    orders.push({
      ear,
      has: [speech && "speech", wake && Object.keys(wake.words).join()].filter(Boolean).join(" "),
      seconds: pcm.length / 16_000,
      isAnew: isAnew === true,
      isOver: isOver === true,
    });
    const known = speech === undefined ? undefined : (steps.get(ear) ?? createPieces(512, 0));
    if (known) steps.set(ear, known);
    else steps.delete(ear);
    return {
      speech: known?.add(pcm).map((step) => (step[256] === SPEECH ? 0.9 : 0)) ?? [],
      wake: wake ? Object.keys(wake.words).map((word) => ({ word, score: pcm.includes(WORD) ? 0.97 : 0.01 })) : [],
    };
  };
  const child: Child = {
    async run(_job, input, result) {
      if (fault) throw fault;
      return result.parse(answer(inputOf(input)));
    },
    pid: () => 1,
    close: () => Promise.resolve(),
  };
  return { child, orders, fail: (thrown: Error | undefined) => (fault = thrown) };
}
const inputOf = (input: unknown): EarInput => Object.assign({ ear: "", pcm: new Int16Array() }, input);

const models: Pick<Models, "need"> = {
  need: (name) =>
    Promise.resolve(name === "silero-vad" ? ["vad.onnx"] : ["mel.onnx", "embedding.onnx", `${name}.onnx`]),
};

function opened(options: Omit<EarOptions, "on"> = {}) {
  const fake = fakeChild();
  const events: EarEvent[] = [];
  const ears = createEars({ onnx: fake.child, models, log });
  const ear = ears.open({ ...options, on: (event) => events.push(event) });
  const types = () => events.map(({ type }) => type);
  /** Feeds as a microphone does, in pieces, and waits until it is heard. */
  const hear = async (...pieces: Int16Array[]) => {
    for (const piece of pieces)
      for (let at = 0; at < piece.length; at += 1_280) {
        ear.feed(piece.subarray(at, at + 1_280));
        await new Promise((resolve) => setImmediate(resolve));
      }
  };
  return { ...fake, ears, ear, events, types, hear };
}

test("an ear without a wake word always listens", async () => {
  const { hear, events, types } = opened();
  await hear(samples(1, 0), samples(1, SPEECH), samples(1, 0), samples(1, SPEECH), samples(1, 0));
  expect(types()).toEqual(["speechStart", "pause", "speechEnd", "speechStart", "pause", "speechEnd"]);
  const end = events.find((event) => event.type === "speechEnd");
  expect(end?.type === "speechEnd" && end.samples.length / 16_000).toBeCloseTo(1.5, 1);
});

test("one with a wake word waits for it, listens once, and waits again", async () => {
  const { hear, events, types, orders } = opened({ wake: ["hey_jarvis", "alexa"] });
  await hear(samples(1, SPEECH), samples(0.32, WORD), samples(1, SPEECH), samples(1, 0), samples(1, SPEECH));
  expect(types()).toEqual(["wake", "speechStart", "pause", "speechEnd"]);
  expect(events[0]).toEqual({ type: "wake", word: "hey_jarvis", score: 0.97 });
  expect([orders[0]?.has, orders.at(-1)?.has]).toEqual(["hey_jarvis,alexa", "hey_jarvis,alexa"]);
  expect(orders.some(({ has }) => has === "speech")).toBe(true);
});

test("in a still room nobody waits for a word, and the first sound brings what was before it", async () => {
  const { hear, orders, events } = opened({ wake: ["hey_jarvis"] });
  await hear(samples(10, 3));
  const still = orders.length;
  expect(still).toBeLessThan(20); // the first two seconds, by which the models are loaded
  await hear(samples(10, 3));
  expect(orders.length).toBe(still);
  await hear(
    Int16Array.from({ length: 16_000 }, (_, at) => (at % 2) * SPEECH),
    samples(0.32, WORD),
  );
  expect(orders[still]).toMatchObject({ has: "hey_jarvis", isAnew: true, seconds: expect.closeTo(2.56, 0) });
  expect(orders.slice(still + 1).some(({ isAnew }) => isAnew)).toBe(false);
  expect(events).toEqual([{ type: "wake", word: "hey_jarvis", score: 0.97 }]);
});

test("after the word nothing may be said", async () => {
  const { hear, types } = opened({ wake: ["hey_jarvis"] });
  await hear(samples(0.32, WORD), samples(6, 0), samples(0.32, WORD));
  expect(types()).toEqual(["wake", "nothing", "wake"]);
});

test("a button stands for the word", async () => {
  const { hear, ear, types } = opened({ wake: ["hey_jarvis"] });
  ear.listen();
  await hear(samples(1, SPEECH), samples(1, 0));
  expect(types()).toEqual(["speechStart", "pause", "speechEnd"]);
});

test("without a word the button waits five seconds, and then all is listened to as before", async () => {
  const { hear, ear, types } = opened();
  await hear(samples(6, 0));
  expect(types()).toEqual([]);
  ear.listen();
  await hear(samples(6, 0), samples(6, 0), samples(1, SPEECH), samples(1, 0));
  expect(types()).toEqual(["nothing", "speechStart", "pause", "speechEnd"]);
});

test("what fails is told, and the ear goes on when it can", async () => {
  const { hear, fail, events, types } = opened();
  fail(new PeerError("The voice stopped in the middle of it (ended by SIGKILL). Try again."));
  await hear(samples(0.08, SPEECH));
  expect(events).toEqual([
    { type: "failed", message: "The voice stopped in the middle of it (ended by SIGKILL). Try again." },
  ]);
  fail(undefined);
  await hear(samples(1, SPEECH), samples(1, 0));
  expect(types()).toEqual(["failed", "speechStart", "pause", "speechEnd"]);
});

test("a closed ear says nothing more, and the child forgets it", async () => {
  const { hear, ears, orders, events } = opened();
  await hear(samples(0.5, SPEECH));
  const before = events.length;
  await ears.close();
  await hear(samples(0.5, SPEECH), samples(1, 0));
  expect(events.length).toBe(before);
  await vi.waitFor(() => expect(orders.at(-1)?.isOver).toBe(true));
});

test("pieces of any length are heard as they would be in one", () => {
  const sound = Int16Array.from({ length: 3_000 }, (_, at) => at);
  const whole = createPieces(512, 64).add(sound);
  expect(whole[0]?.subarray(0, 66)).toEqual(Int16Array.from({ length: 66 }, (_, at) => Math.max(0, at - 64)));
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 5 }), (lengths) => {
      const pieces = createPieces(512, 64);
      let at = 0;
      const all = [...lengths, 3_000].flatMap((length) => pieces.add(sound.subarray(at, (at += length))));
      expect(all).toEqual(whole);
    }),
  );
});
