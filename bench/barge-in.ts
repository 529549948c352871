import { silentLog as log } from "../kernel/log.ts";
import { espeak } from "../test/real/speech/speakers.ts";
import { weights } from "../test/real/speech/weights.ts";
import { openTalker, streamed } from "../test/real/talk/talker.ts";
import { createOnnx } from "../voice-edge/onnx/index.ts";
import { STEP, createEndPoint } from "../voice-edge/stream/end-point.ts";
import { earOutput } from "../voice-edge/stream/jobs.ts";
import { loadNow, middle } from "./figures.ts";
import { feed, spokenAt } from "./microphone.ts";

type Print = (row: object) => void;
const RATE = 16_000;
const ROUNDS = 12;
const quiet = new Int16Array(RATE);

/** How long somebody who begins to speak is still spoken over: at the pace of a microphone, by the real model of speech. */
export async function run(print: Print): Promise<void> {
  const speaker = espeak();
  const [command, other] = [
    streamed(await speaker.say("turn off the lights")),
    streamed(await speaker.say("no, leave them on")),
  ];
  await speaker.close();
  const spoken = Int16Array.from([...quiet.subarray(0, RATE / 2), ...other, ...quiet]);
  const before = Int16Array.from([...quiet, ...command, ...quiet]);
  const decided = await decidedAt(before, spoken);
  const begun = spoken.findIndex((sample) => Math.abs(sample) > 50);
  const sinceDecided: number[] = [];
  const sinceBegun: number[] = [];
  const talker = await openTalker();
  for (let at = -1; at < ROUNDS; at += 1) {
    const from = talker.events.length;
    talker.send(before);
    await talker.next("spoken", from);
    const since = talker.events.length; // the command itself interrupted the answer before it
    const start = performance.now();
    const fed = feed(spoken, talker.send, start);
    const stopped = await talker.next("stopped", since);
    await fed;
    await talker.next("spoken", talker.events.indexOf(stopped));
    if (at < 0) continue; // the first loads the model
    sinceDecided.push(stopped.at - spokenAt(decided, start));
    sinceBegun.push(stopped.at - spokenAt(begun, start));
  }
  await talker.close();
  const load = loadNow();
  print({ name: "barge-in: decided to be speech, to silence", ...middle(sinceDecided), aimMs: 200, load });
  print({ name: "barge-in: first sound of the voice, to silence", ...middle(sinceBegun), load });
}

/** The sample of what is spoken at which it is decided to be speech, behind what was heard before. */
async function decidedAt(before: Int16Array, spoken: Int16Array): Promise<number> {
  const onnx = createOnnx(log);
  const speech = `${await weights("silero_vad_16k_op15.onnx")}/silero_vad_16k_op15.onnx`;
  const pcm = Int16Array.from([...before, ...spoken]);
  const told = await onnx.run("ear", { ear: "bench", pcm, speech }, earOutput);
  await onnx.close();
  const endPoint = createEndPoint({ silence: 0.7, isImpatient: false });
  const starts = told.speech.flatMap((sure, at) =>
    endPoint(pcm.subarray(at * STEP, (at + 1) * STEP), sure).some(({ type }) => type === "start") ? [at + 1] : [],
  );
  return (starts.at(-1) ?? 0) * STEP - before.length;
}
