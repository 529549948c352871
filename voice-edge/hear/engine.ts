import type { NameEntry } from "../../kernel/wire.ts";
import type { Sound, Transcript } from "./jobs.ts";

export interface AskedOfEngine {
  /** of the house, which may be said */
  names: readonly NameEntry[];
  /** as in ISO 639-1, or "auto" */
  language: string;
  signal?: AbortSignal;
}

/** Something that turns sound into text. */
export interface Engine {
  model: string;
  hear(sound: Sound, asked: AskedOfEngine): Promise<Transcript>;
  close(): Promise<void>;
}
