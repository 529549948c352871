import { expect, test } from "vitest";
import { LOOK, createStillness } from "./stillness.ts";

/** A look at noise of so much, of 32768, that begins with a mark. */
const look = (loud: number, mark = 0) =>
  Int16Array.from({ length: LOOK }, (_, at) => (at === 0 ? mark : (at % 2) * loud));
const marksOf = (pcm: Int16Array) => Array.from({ length: pcm.length / LOOK }, (_, at) => pcm[at * LOOK]);
const looks = (count: number, of: (at: number) => Int16Array) => Array.from({ length: count }, (_, at) => of(at));

test("a still room is listened to for its first two seconds, and then no more", () => {
  const stillness = createStillness();
  const passed = looks(100, () => look(20)).map((one) => stillness(one) !== undefined);
  expect(passed.lastIndexOf(true) * LOOK).toBeLessThan(2.3 * 16_000);
  expect(passed.slice(0, 6)).toEqual(passed.slice(0, 6).map(() => true));
});

test("the first sound comes with the two seconds before it, and what follows without a gap", () => {
  const stillness = createStillness();
  for (const one of looks(50, (at) => look(20, at))) stillness(one);
  const first = stillness(look(40, 50));
  expect(first?.isAnew).toBe(true);
  expect(marksOf(first?.pcm ?? new Int16Array())).toEqual(looks(8, () => look(0)).map((_, at) => 43 + at));
  expect(stillness(look(20, 51))).toEqual({ pcm: look(20, 51), isAnew: false });
});

test("between words it goes on for two seconds", () => {
  const stillness = createStillness();
  for (const one of looks(50, () => look(20))) stillness(one);
  stillness(look(900));
  const passed = looks(20, () => look(20)).map((one) => stillness(one) !== undefined);
  expect(passed.filter(Boolean).length * LOOK).toBeGreaterThan(1.8 * 16_000);
  expect(passed.at(-1)).toBe(false);
});

test("a fan is no sound, and a voice that is no louder than the fan is one", () => {
  const stillness = createStillness();
  const fan = looks(60, (at) => look(1_000 + (at % 5) * 30)).map((one) => stillness(one) !== undefined);
  expect(fan.at(-1)).toBe(false);
  expect(stillness(look(Math.round(1_000 * Math.SQRT2 * 1.1)))).toBeDefined();
});

test("what any microphone hisses is no sound, though it was quieter before", () => {
  const stillness = createStillness();
  for (const one of looks(50, () => look(0))) stillness(one);
  expect(stillness(look(3))).toBeUndefined();
  expect(stillness(look(30))).toBeDefined();
});
