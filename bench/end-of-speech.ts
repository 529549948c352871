import { joe } from "../test/real/speech/speakers.ts";
import { weights } from "../test/real/speech/weights.ts";
import { openTalker, streamed } from "../test/real/talk/talker.ts";
import { loadNow, middle } from "./figures.ts";
import { feed, spokenAt } from "./microphone.ts";

type Print = (row: object) => void;
const RATE = 16_000;
const ROUNDS = 12;
/** Louder is speech, and no breath behind it. */
const LOUD = 500;
/** Milliseconds of silence that end what is said, which are waited for in any case. */
const SILENCE_MS = 700;

/** From the last sound of a command, spoken at the pace of a microphone into the stream of a house, to what it did. */
export async function run(print: Print): Promise<void> {
  await weights("ggml-tiny.en-q5_1.bin");
  const speaker = await joe();
  const command = streamed(await speaker.say("turn off all the lights in the living room"));
  await speaker.close();
  const quiet = new Int16Array(RATE);
  const all = Int16Array.from([...quiet, ...command, ...quiet, ...quiet]);
  const end = all.findLastIndex((sample) => Math.abs(sample) > LOUD) + 1;
  const talker = await openTalker({ STEWARD_STT: "native", STEWARD_STT_MODEL: "tiny.en" });
  const times: number[] = [];
  for (let at = -1; at < ROUNDS; at += 1) {
    const from = talker.events.length;
    const start = performance.now();
    const fed = feed(all, talker.send, start);
    const turn = await talker.next("turn", from);
    await fed;
    await talker.next("spoken", from);
    if (at >= 0) times.push(turn.at - spokenAt(end, start)); // the first loads the models
  }
  await talker.close();
  const name = "last sound of a command to its turn, over the stream";
  print({ name, model: "tiny.en", ...middle(times), silenceMs: SILENCE_MS, load: loadNow() });
}
