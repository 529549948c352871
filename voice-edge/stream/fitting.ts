import { messageOf } from "../../kernel/errors.ts";
import type { Log } from "../../kernel/log.ts";
import type { Models } from "../models/index.ts";
import { VAD } from "../models/known.ts";
import type { EarOptions, Ears } from "./ears.ts";
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
  let isHere = false;
  let looking: Promise<void> | undefined;
  const look = async () => {
    isHere = (await models.have(VAD)) !== undefined || (await models.need(VAD)).length > 0;
  };
  const fit = () =>
    (looking ??= look().catch((thrown: unknown) => {
      looking = undefined; // the next to speak tries again
      log.warn("the end of speech goes by loudness", { why: messageOf(thrown) });
    }));
  return {
    open(options: EarOptions) {
      if (!hasOnnx()) return createLoudness(options);
      if (isHere || (options.wake ?? []).length > 0) return ears.open(options);
      void fit();
      return createLoudness(options);
    },
    close: () => ears.close(),
  };
}
