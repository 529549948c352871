import { expect, test } from "vitest";
import type { EndPointOptions } from "./end-point.ts";
import { STEP, createEndPoint } from "./end-point.ts";

const SECONDS = STEP / 16_000;
/** What is found when so many seconds of speech (and of silence, negative) follow each other, with when it is found. */
function found(seconds: readonly number[], options: Partial<EndPointOptions> = {}, sure = 0.9) {
  const endPoint = createEndPoint({ silence: 0.7, isImpatient: false, ...options });
  let at = 0;
  return seconds.flatMap((length) =>
    Array.from({ length: Math.round(Math.abs(length) / SECONDS) }).flatMap(() => {
      at += SECONDS;
      const step = new Int16Array(STEP).fill(length > 0 ? 16_384 : 0);
      return endPoint(step, length > 0 ? sure : 0.1).map((one) => ({ ...one, at: Number(at.toFixed(1)) }));
    }),
  );
}
const told = (all: ReturnType<typeof found>) => all.map(({ type, at }) => [type, at]);
const lengthOf = (all: ReturnType<typeof found>) =>
  all.flatMap((one) => (one.type === "end" ? [Number((one.samples.length / 16_000).toFixed(1))] : []));

test("speech begins after 0.3 s of it, and ends after 0.7 s of silence, with a little of both around it", () => {
  const all = found([-1, 2, -1]);
  expect(told(all)).toEqual([
    ["start", 1.3],
    ["pause", 3.3],
    ["end", 3.7],
  ]);
  expect(lengthOf(all)).toEqual([2.5]); // 0.3 s before, 0.2 s after
  const [, pause, end] = all;
  expect(pause).toEqual({ ...end, type: "pause", at: 3.3 }); // what is heard then is what was said in the end
  const samples = end?.type === "end" ? end.samples : new Float32Array();
  expect([samples[0], samples[16_000], samples.at(-1)]).toEqual([0, 0.5, 0]);
});

test("a knock is no speech, a breath is no end", () => {
  expect(found([-1, 0.15, -2])).toEqual([]);
  expect(told(found([1, -0.5, 1, -1]))).toEqual([
    ["start", 0.3],
    ["pause", 1.2],
    ["resume", 1.5],
    ["pause", 2.8],
    ["end", 3.2],
  ]);
  expect(told(found([1, -0.2, 1])).map(([type]) => type)).toEqual(["start"]);
});

test.each([
  [0.25, 1.2],
  [1.25, 2.3],
])("%s s of silence may end it too", (silence, at) => {
  const all = told(found([1, -2], { silence }));
  expect(all.at(-1)).toEqual(["end", at]);
  expect(all.map(([type]) => type)).toEqual(silence > 0.25 ? ["start", "pause", "end"] : ["start", "end"]);
});

test("who does not stop is cut after 15 s, and heard on", () => {
  const all = found([20, -1]);
  expect(told(all).map(([type]) => type)).toEqual(["start", "end", "start", "pause", "end"]);
  expect(lengthOf(all)[0]).toBe(15);
});

test("after a wake word nothing is waited for longer than 5 s", () => {
  expect(told(found([-6], { isImpatient: true }))).toEqual([["nothing", 5]]);
  expect(found([-6])).toEqual([]);
});

test("what is unsure begins nothing, but goes on", () => {
  expect(found([2, -1], {}, 0.4)).toEqual([]);
  expect(told(found([1, -1])).map(([type]) => type)).toEqual(["start", "pause", "end"]);
});
