import { messageOf } from "../../kernel/errors.ts";
import type { Log } from "../../kernel/log.ts";
import type { Models } from "../models/index.ts";
import { VAD } from "../models/known.ts";
import type { Ear, EarOptions, Ears } from "./ears.ts";
import { createLoudness } from "./loudness.ts";

interface FittingParts {
  /** those with models */
  ears: Ears;
  models: Pick<Models, "have" | "need">;
  /** whether ONNX Runtime is installed */
  hasOnnx(): boolean;
  log: Log;
}

/**
 * Ears by what is here: with the model of speech, else by loudness until the first use has had it fetched. Wake words
 * have no other way than their models.
 */
export function createFittingEars({ ears, models, hasOnnx, log }: FittingParts): Ears {
  let fetching: Promise<unknown> | undefined;
  const fetchIt = () =>
    (fetching ??= models.need(VAD).catch((thrown: unknown) => {
      fetching = undefined; // the next to speak tries again
      log.warn("the end of speech goes by loudness", { why: messageOf(thrown) });
    }));
  const fitting = async (options: EarOptions): Promise<Ear> => {
    if ((await models.have(VAD)) !== undefined) return ears.open(options);
    void fetchIt();
    return createLoudness(options);
  };
  return {
    open(options) {
      if (!hasOnnx()) return createLoudness(options);
      if ((options.wake ?? []).length > 0) return ears.open(options);
      return soon(fitting(options));
    },
    close: () => ears.close(),
  };
}

/** An ear that is there in a moment: what it is given until then it gets in order. */
function soon(opening: Promise<Ear>): Ear {
  const give = (what: (ear: Ear) => void) => void opening.then(what);
  return {
    feed(pcm) {
      const kept = pcm.slice();
      give((ear) => ear.feed(kept));
    },
    listen: () => give((ear) => ear.listen()),
    close: () => give((ear) => ear.close()),
  };
}
