import type { JsonObject } from "../../../kernel/schema.ts";
import type { Part, Reading } from "./reading.ts";

/** What a sentence comes to: commands, perhaps on a condition, with others where it does not hold. */
export interface Meaning {
  commands: Reading;
  condition?: { reading: Reading; /** false: they are done unless it holds */ holds: boolean };
  otherwise?: Reading | undefined;
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

/** All parts of a meaning, in the order they are looked at or done. */
export const partsOf = ({ condition, commands, otherwise }: Meaning): Part[] => [
  ...(condition?.reading.parts ?? []),
  ...commands.parts,
  ...(otherwise?.parts ?? []),
];
