import { expect, test } from "vitest";
import { contexts, isSilent, loops, padded, spokenPart, tokensOf, unlooped, withoutRestart } from "./rules.ts";
import type { Run } from "./whisper.ts";
import { transcribe } from "./whisper.ts";

test("silence is put before and after what is said", () => {
  const all = padded(new Float32Array(16_000).fill(0.5));
  expect(all).toHaveLength(16_000 + 2 * 4_800);
  expect(padded(new Float32Array(1_600))).toHaveLength(17_600); // less than a second is not listened to
  expect([all[4_799], all[4_800], all[20_799], all[20_800]]).toEqual([0, 0.5, 0.5, 0]);
});

test.each([
  [0.8, [384, 768, 1500]],
  [3.9, [384, 768, 1500]],
  [11.6, [708, 768, 1500]],
  [20, [1128, 1500]],
  [60, [1500]],
])("%s seconds are looked at through %o frames", (seconds, frames) => {
  expect(contexts(seconds)).toEqual(frames);
});

test("so many tokens and no more", () => {
  expect([0, 3.9, 60].map(tokensOf)).toEqual([10, 26, 250]);
});

test.each([
  ["Turn off the kitchen light.", 2, false],
  ["turn off the light and turn off the lamp", 4, false],
  ["no no, not that one", 2, false],
  ["Turn off, turn off, turn off the light", 3, true],
  ["the light in the hall the light in the hall", 4, true],
  ["one two three four five six seven eight nine ten", 1, true],
])("%j in %s s goes round in circles: %s", (text, seconds, does) => {
  expect(loops(text, seconds)).toBe(does);
});

test.each([
  ["Turn off, turn off, turn off the light", "Turn off, the light"],
  ["the light in the hall the light in the hall.", "the light in the hall"],
  ["turn off the light", "turn off the light"],
])("%j without its circles is %j", (text, expected) => {
  expect(unlooped(text)).toBe(expected);
});

test.each([
  ["Turn off the hall light. Turn off the hall", "Turn off the hall light."],
  ["Close the bedroom blinds. Close the bedroom blinds. Close the", "Close the bedroom blinds."],
  ["Turn off the hall light and turn off the lamp", "Turn off the hall light and turn off the lamp"],
  ["Turn off the hall light. Turn off", "Turn off the hall light. Turn off"],
  ["turn off turn off turn off", "turn off turn off turn off"],
])("%j is %j before it begins again", (text, expected) => {
  expect(withoutRestart(text)).toBe(expected);
});

test("what is no speech is left out", () => {
  expect(spokenPart(" [BLANK_AUDIO]")).toBe("");
  expect(spokenPart(" (wind blowing) Turn it off. ♪")).toBe("Turn it off.");
});

test("a dead microphone is silent, a whisper is not", () => {
  expect(isSilent(new Float32Array(0))).toBe(true);
  expect(isSilent(new Float32Array(100).fill(0.0005))).toBe(true);
  expect(isSilent(new Float32Array(100).fill(0.01))).toBe(false);
});

/** A Whisper that says one thing after the other, whatever it hears, and how it was asked. */
function parrot(...texts: string[]) {
  const runs: Run[] = [];
  return { runs, full: (run: Run) => texts[runs.push(run) - 1] ?? "" };
}
const asked = { samples: new Float32Array(32_000).fill(0.1), threads: 1, prompt: "Hall Light.", language: "en" };

test("one run is enough for what is clear", async () => {
  const whisper = parrot(" Turn it off.");
  expect(await transcribe(whisper, asked)).toBe("Turn it off.");
  expect(whisper.runs.map(({ samples: _, ...run }) => run)).toEqual([
    { threads: 1, prompt: "Hall Light.", language: "en", context: 384, tokens: 21 },
  ]);
});

test("what loops is tried with more context, then cut down to what is said once", async () => {
  const [circle, clear] = ["turn off turn off turn off", "turn off the light"];
  const whisper = parrot(circle, clear);
  expect(await transcribe(whisper, asked)).toBe(clear);
  expect(whisper.runs.map(({ context }) => context)).toEqual([384, 768]);
  const lost = parrot(circle, circle, circle);
  expect(await transcribe(lost, asked)).toBe("turn off");
  expect(lost.runs.map(({ context }) => context)).toEqual([384, 768, 1500]);
  const fixed = { ...parrot(circle), isFixed: true };
  expect(await transcribe(fixed, asked)).toBe("turn off");
});

test("silence is not asked about: Whisper would make something up", async () => {
  const whisper = parrot("Thank you for watching.");
  expect(await transcribe(whisper, { ...asked, samples: new Float32Array(32_000) })).toBe("");
  expect(whisper.runs).toEqual([]);
});
