import type { Clock } from "../../kernel/clock.ts";
import type { Log } from "../../kernel/log.ts";
import type { Caller, Composer } from "../composer.ts";
import type { Hearing } from "../hear/types.ts";
import type { Links } from "../links.ts";
import type { WithForm } from "./form.ts";
import type { Packer } from "../say/encode.ts";
import type { Saying } from "../say/types.ts";

/** What the routes work with. */
export interface EdgeParts {
  hearing: Pick<Hearing, "hear" | "hearSamples">;
  saying: Pick<Saying, "say" | "warm">;
  packer: Packer;
  composer: Composer;
  links: Links;
  withForm: WithForm;
  /** where speakers of the house reach us; undefined where that is not set */
  lanUrl?: string;
  /** of every answer */
  headers: Readonly<Record<string, string>>;
  clock: Clock;
  log: Log;
  /** milliseconds from any start */
  elapsed(): number;
}

/** Who asks, as the composer found them; what is open to everybody has none. */
export interface Env {
  Bindings: { caller?: Caller } | undefined;
}
