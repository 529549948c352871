import { messageOf } from "../../kernel/errors.ts";
import type { Log } from "../../kernel/log.ts";
import type { Caller, Composer, Turn } from "../composer.ts";
import type { Saying } from "../say/types.ts";
import { bytesOf } from "../say/wav.ts";
import type { Told } from "./messages.ts";

export interface MouthParts {
  caller: Caller;
  composer: Pick<Composer, "sounded">;
  saying: Pick<Saying, "say">;
  send(message: Uint8Array): void;
  log: Log;
  elapsed(): number;
}

/** Says answers over a connection, piece by piece, until they are said or interrupted. */
export function createMouth(parts: MouthParts, tell: (told: Told) => void) {
  const { caller, composer, saying, send, log, elapsed } = parts;
  let speaking: AbortController | undefined;
  /** what was sent is heard until then: sound is made faster than it is played */
  let playedUntil = 0;

  const first = (turn: Turn, rate: number, ms: number) => {
    tell({ type: "speaking", rate });
    composer
      .sounded(caller, turn.turn, ms)
      .catch((thrown: unknown) => log.warn("first sound is not noted", { why: messageOf(thrown) }));
  };
  return {
    async say(turn: Turn): Promise<void> {
      const mine = new AbortController();
      speaking = mine;
      const began = elapsed();
      let isFirst = true;
      try {
        for await (const { rate, samples } of saying.say(turn.say, { signal: mine.signal })) {
          if (mine.signal.aborted) return;
          if (isFirst) first(turn, rate, elapsed() - began);
          isFirst = false;
          send(bytesOf(samples));
          playedUntil = Math.max(playedUntil, elapsed()) + (samples.length / rate) * 1_000;
        }
        if (!mine.signal.aborted) tell({ type: "spoken" });
      } catch (thrown) {
        if (!mine.signal.aborted) throw thrown;
      } finally {
        if (speaking === mine) speaking = undefined;
      }
    },
    /** says no more of it, and has forgotten what was not played */
    hush() {
      if (!speaking && elapsed() >= playedUntil) return;
      speaking?.abort(new Error("stopped"));
      speaking = undefined;
      playedUntil = 0;
      tell({ type: "stopped" });
    },
    /** milliseconds until all has been played */
    left: () => Math.max(0, playedUntil - elapsed()),
    close: () => speaking?.abort(new Error("closed")),
  };
}
