import { expect, onTestFinished, test } from "vitest";
import { espeak } from "../speech/speakers.ts";
import { openTalker, streamed } from "./talker.ts";

test("who begins to speak while an answer is played is not spoken over, and is heard; a quiet room stops nothing", async () => {
  const speaker = espeak();
  const [command, other] = await Promise.all([speaker.say("turn off the lights"), speaker.say("no, wait a moment")]);
  const quiet = new Int16Array(16_000);
  const talker = await openTalker();
  onTestFinished(() => talker.close());
  talker.send(Int16Array.from([...quiet, ...streamed(command), ...quiet]));
  await talker.next("spoken");
  talker.send(Int16Array.from([...quiet, ...quiet]));
  const before = talker.events.length;
  expect(talker.events.map(({ type }) => type)).toEqual([
    "ready",
    "speechStart",
    "speechEnd",
    "heard",
    "turn",
    "speaking",
    "spoken",
  ]);
  talker.send(Int16Array.from([...streamed(other), ...quiet]));
  await talker.next("turn", before);
  expect(talker.events.slice(before).map(({ type }) => type)).toEqual([
    "stopped",
    "speechStart",
    "speechEnd",
    "heard",
    "turn",
  ]);
});
