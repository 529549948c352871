import { expect, test } from "vitest";
import type { EarEvent, EarOptions } from "./ears.ts";
import { createLoudness } from "./loudness.ts";

const RATE = 16_000;
const hiss = (seconds: number) => Int16Array.from({ length: seconds * RATE }, (_, at) => ((at * 7919) % 41) - 20);
const voice = (seconds: number) => Int16Array.from({ length: seconds * RATE }, (_, at) => 6_000 * Math.sin(at / 9));

function heard(sound: Int16Array[], options: Partial<EarOptions> = {}, listens = false) {
  const events: EarEvent[] = [];
  const ear = createLoudness({ on: (event) => events.push(event), ...options });
  if (listens) ear.listen();
  for (const piece of sound) for (let at = 0; at < piece.length; at += 700) ear.feed(piece.subarray(at, at + 700));
  return events;
}
const types = (events: EarEvent[]) => events.map(({ type }) => type);
const seconds = (events: EarEvent[]) =>
  events.flatMap((event) => (event.type === "speechEnd" ? [event.samples.length / RATE] : []));

test("speech ends with silence, and comes with a little before and all of itself", () => {
  const events = heard([hiss(1), voice(2), hiss(1)]);
  expect(types(events)).toEqual(["speechStart", "speechEnd"]);
  expect(seconds(events)[0]).toBeGreaterThan(2.7);
  expect(seconds(events)[0]).toBeLessThan(3.3);
});

test("a pause within is no end where longer silence is asked for; a click is no speech", () => {
  expect(types(heard([hiss(1), voice(1), hiss(1), voice(1), hiss(2)], { silence: 1.25 }))).toEqual([
    "speechStart",
    "speechEnd",
  ]);
  expect(types(heard([hiss(1), voice(1), hiss(1), voice(1), hiss(2)]))).toHaveLength(4);
  expect(heard([hiss(1), voice(0.1), hiss(2)])).toEqual([]);
});

test("who goes on and on is heard to 15 seconds; who says nothing when asked is told", () => {
  expect(seconds(heard([voice(18)]))).toEqual([15]);
  expect(types(heard([hiss(6)], {}, true))).toEqual(["nothing"]);
});

test("it knows no wake word, and listens when it is told to", () => {
  const sound = [hiss(1), voice(1), hiss(1)];
  expect(types(heard(sound, { wake: ["hey_jarvis"] }))).toEqual(["failed"]);
  expect(types(heard(sound, { wake: ["hey_jarvis"] }, true))).toEqual(["failed", "speechStart", "speechEnd"]);
});
