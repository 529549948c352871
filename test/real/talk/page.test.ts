import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { openHouse } from "../../../cli/open-house.ts";
import { takeFolder } from "../../../composer/lock.ts";
import { createEspeak } from "../../../voice-edge/say/espeak.ts";
import { wavOf } from "../../../voice-edge/say/wav.ts";
import { startElsewhere } from "../../fixtures/speech-elsewhere.ts";
import type { Tab } from "./chromium.ts";
import { openChromium } from "./chromium.ts";

const SENTENCE = "turn off all the lights in the living room";
const SPOKEN = ["listening", "hearing", "thinking", "speaking"];
const QUESTION = "turn off the lamp";
let house: Awaited<ReturnType<typeof openHouse>>;
let tab: Tab;
// Recognition by OpenAI's API on loopback: here it is about the page and the way there.
let elsewhere: Awaited<ReturnType<typeof startElsewhere>>;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "steward-talk-"));
  const spoken = await createEspeak().speak(SENTENCE);
  const silence = (seconds: number) => new Int16Array(spoken.rate * seconds);
  const all = Int16Array.from([...silence(1.5), ...spoken.samples, ...silence(6)]);
  await writeFile(join(folder, "microphone.wav"), wavOf({ rate: spoken.rate, samples: all }));

  elsewhere = await startElsewhere(SENTENCE);
  const source = { ...elsewhere.source, STEWARD_DATA: folder, STEWARD_VOICE: "espeak-ng" };
  const lock = takeFolder(folder);
  if (!lock) throw new Error("a new folder is taken");
  house = await openHouse({ source, port: 0, lock });
  tab = await openChromium(join(folder, "microphone.wav"));
  return async () => {
    await tab.close();
    await house.close();
    elsewhere.close();
    await rm(folder, { recursive: true, force: true });
  };
});

const text = (selector: string) =>
  tab.evaluate(`document.querySelector(${JSON.stringify(selector)})?.textContent ?? null`);
const click = (name: string) =>
  tab.evaluate(`[...document.querySelectorAll("button")].find((one) => one.textContent === "${name}").click()`);
const picture = async (name: string) => {
  const folder = join(tmpdir(), "steward-pictures");
  await mkdir(folder, { recursive: true });
  await tab.evaluate("document.getAnimations().forEach((one) => one.currentTime = 1e4)"); // as it comes to rest
  await writeFile(join(folder, `${name}.png`), await tab.picture());
};
const soon = { timeout: 20_000, interval: 50 };

test("who is not signed in is told so", async () => {
  await tab.open(`${house.url}/voice`);
  await expect
    .poll(() => text("#trouble"), soon)
    .toBe("Sign this browser in first: open the link that npm start printed.");
});

test("a tap, a sentence: what was heard and done shows, is answered aloud, and can be taken back", async () => {
  tab.complaints.length = 0; // of not being signed in
  await tab.open(await house.composer.signInLink());
  await expect.poll(() => text("#state"), soon).toBe("Owner");
  await tab.open(`${house.url}/voice`);
  await expect.poll(() => text("#state"), soon).toBe("Tap to talk");
  await picture("talk-idle");
  const states = `globalThis.states = []; new MutationObserver(() => states.push(document.querySelector("#talk").dataset.state)).observe(document.querySelector("#talk"), { attributes: true, attributeFilter: ["data-state"] })`;
  await tab.evaluate(states);
  await tab.evaluate(`document.querySelector("#talk").click()`);
  await expect.poll(() => text("#state"), soon).toBe("Go on…");
  await picture("talk-hearing");
  await expect.poll(() => text(".say"), soon).toBe("2 lights are off.");
  expect(await text(".said")).toBe(SENTENCE);
  await expect.poll(() => tab.evaluate("states.at(-1)"), soon).toBe("idle");
  expect(await tab.evaluate("states.filter((state, at) => state !== states[at - 1])")).toEqual([...SPOKEN, "idle"]);
  await picture("talk-done");

  const [recording] = elsewhere.recordings;
  expect(recording?.rate).toBe(16_000);
  const seconds = (recording?.samples.length ?? 0) / 16_000;
  expect(seconds).toBeGreaterThan(1.5);
  expect(seconds).toBeLessThan(6);
  expect(recording?.samples.some((sample) => Math.abs(sample) > 2_000)).toBe(true);

  await tab.evaluate(`document.querySelector(".answer summary").click()`);
  const parts = "[...document.querySelectorAll('.waterfall li')].map((one) => one.firstChild.textContent)";
  await expect.poll(() => tab.evaluate(parts), soon).toContain("first sound");
  expect(await tab.evaluate(parts)).toEqual(expect.arrayContaining(["end of speech", "recognised", "done"]));
  await picture("talk-waterfall");
  await click("Undo");
  await expect.poll(() => text("#answers > li:last-child .say"), soon).toBe("2 lights are back as they were.");
  expect(tab.complaints).toEqual([]);
});

const last = (selector: string) => text(`#answers > li:last-child ${selector}`);

test("a question is answered without another tap", async () => {
  elsewhere.hears(QUESTION);
  await tab.evaluate(`states.length = 0; document.querySelector("#talk").click()`);
  await expect.poll(() => last(".said"), soon).toBe(QUESTION);
  await expect.poll(() => last(".say"), soon).toMatch(/\?$/);
  elsewhere.hears("floor lamp");
  await expect.poll(() => text("#state"), soon).toBe("Your answer? Tap to stop");
  await picture("talk-question");
  await expect.poll(() => last(".said"), soon).toBe("floor lamp");
  await expect.poll(() => tab.evaluate("states.at(-1)"), soon).toBe("idle");
  expect(await last(".say")).toBe("Floor Lamp is off.");
  expect(await tab.evaluate("states.filter((state, at) => state !== states[at - 1])")).toEqual([
    ...SPOKEN,
    ...SPOKEN,
    "idle",
  ]);
  expect(tab.complaints).toEqual([]);
});

test("what waits for an answer can be stopped by a key, and answered by typing", async () => {
  elsewhere.hears(QUESTION);
  await tab.evaluate(`document.querySelector("#talk").focus()`);
  await tab.press(" ", " ");
  await expect.poll(() => text("#state"), soon).toBe("Your answer? Tap to stop");
  await tab.press("Escape");
  expect(await text("#state")).toBe("Tap to talk");
  await tab.evaluate(`document.querySelector("#text").focus()`);
  for (const sign of "kitchen light") await tab.press(sign, sign);
  await tab.press("Enter", "\r");
  await expect.poll(() => last(".said"), soon).toBe("kitchen light");
  await expect.poll(() => last(".say"), soon).toBe("Kitchen Light is off.");
  expect(tab.complaints).toEqual([]);
});

test("what was heard is shown beside what was understood, here and on the page of the house", async () => {
  await expect.poll(() => text("#state"), soon).toBe("Tap to talk"); // what was answered before has been spoken
  elsewhere.hears("turn off the flour lamp");
  await tab.evaluate(`document.querySelector("#talk").click()`);
  await expect.poll(() => last(".instead"), soon).toBe("heard: turn off the flour lamp");
  expect(await last(".said")).toMatch(/^turn off the Floor Lamp/);
  await expect.poll(() => text("#state"), soon).toBe("Tap to talk");
});

test("what waits for an approval is approved in this browser, on the page of the house", async () => {
  await tab.evaluate(`document.querySelector("#text").focus()`);
  for (const sign of "unlock the front door") await tab.press(sign, sign);
  await tab.press("Enter", "\r");
  await expect.poll(() => last(".facts"), soon).toMatch(/^waits for your approval: /);
  await tab.evaluate(`document.querySelector("#answers > li:last-child a").click()`);
  await expect.poll(() => text(".waits .main"), soon).toBe("Approve");
  await click("Approve");
  await expect.poll(() => text(".waits .say"), soon).toBe("Front Door is unlocked.");
  await tab.open(`${house.url}/voice`);
  await expect.poll(() => text("#state"), soon).toBe("Tap to talk");
});

test("it fits the smallest phones, upright and above a keyboard", async () => {
  for (const [width, height] of [
    [320, 568],
    [360, 640],
    [430, 932],
    [320, 300],
  ] as const) {
    await tab.resize(width, height);
    await picture(`talk-${width}-${height}`);
    const [wide, tall] = z
      .tuple([z.number(), z.number()])
      .parse(await tab.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"));
    expect([wide, tall]).toEqual([width, height]);
  }
  await tab.resize(420, 760);
});

test("the page of the house shows how a spoken turn was heard and where its time went", async () => {
  await tab.open(house.url);
  await expect.poll(() => tab.evaluate(`document.querySelector("#earlier")?.hidden`), soon).toBe(false);
  await tab.evaluate(`document.querySelector("#earlier summary").click()`);
  await expect.poll(() => text("#earlier .said"), soon).toBe(SENTENCE);
  expect(await text("#earlier .instead")).toBe("heard: turn off the flour lamp");
  await tab.evaluate(
    `document.querySelector("#earlier .waterfall").closest("details").querySelector("summary").click()`,
  );
  await expect.poll(() => text("#earlier .waterfall"), soon).toContain("recognised");
  await picture("page-earlier");
  expect(tab.complaints).toEqual([]);
});
