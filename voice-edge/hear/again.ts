import type { NameEntry } from "../../kernel/wire.ts";
import { apartByEar } from "../sounds/near.ts";
import type { Transcript } from "./jobs.ts";
import { promptNear, promptOf } from "./prompt.ts";
import { isCut } from "./rules.ts";

/** Milliseconds after which nothing is listened to once more: on a machine that is busy, the first time took longer. */
const PATIENCE_MS = 3_000;
/** Up to here two texts are the same sounds, written differently. */
const ALIKE = 0.25;

/** One hearing of the same sound, after a text has been read. */
export type Listen = (prompt: string) => Promise<Transcript>;

/**
 * Hears with nothing read before, which takes a third of the time; what is not understood then, again with the names
 * that sound like it, and at last with all of them. Of 198 commands in pink noise at 10 dB, 130 were understood at once.
 */
export async function listenUntil(
  isUnderstood: (heard: string) => Promise<boolean>,
  names: readonly NameEntry[],
  listen: Listen,
): Promise<Transcript> {
  const begun = performance.now();
  const first = await listen("");
  if (first.text === "") return first;
  const heard = [first];
  let known: Transcript | undefined;
  const look = async (last: Transcript) => {
    if (await isUnderstood(last.text)) known = last;
    return known === last && !isCut(last.text);
  };
  if (await look(first)) return first;
  for (const prompt of [promptNear(names, first.text), promptOf(names)]) {
    if (performance.now() - begun > PATIENCE_MS) break;
    const next = await listen(prompt);
    heard.push(next);
    if (await look(next)) break;
  }
  const best = known ?? heard.slice(1).find(({ text }) => apartByEar(first.text, text) <= ALIKE) ?? first;
  const stt = heard.reduce((sum, { ms }) => sum + ms.stt, 0);
  return { ...best, isGuided: best !== first, ms: { decode: first.ms.decode, stt } };
}
