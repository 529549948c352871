import type { JsonObject } from "../../../kernel/schema.ts";
import type { Understood } from "./index.ts";
import type { Part, Reading } from "./reading.ts";

/** What a sentence comes to: commands, perhaps on a condition, with others where it does not hold. */
export interface Meaning {
  commands: Reading;
  condition?: { reading: Reading; /** false: they are done unless it holds */ holds: boolean };
  otherwise?: Reading | undefined;
  /** when it is to be done; now where it does not say */
  timed?: Understood["timed"];
}

/** What was last spoken of in a conversation. */
export interface Last {
  server: string;
  tool: string;
  args: JsonObject;
  /** what it was about, as it was said */
  name: string;
  /** the things that changed, by name */
  changed: readonly string[];
}

/** All readings of a meaning, in the order they are looked at or done. */
export const readingsOf = ({ condition, commands, otherwise }: Meaning): Reading[] =>
  [condition?.reading, commands, otherwise].filter((reading) => reading !== undefined);

/** All their parts. */
export const partsOf = (meaning: Meaning): Part[] => readingsOf(meaning).flatMap(({ parts }) => parts);
