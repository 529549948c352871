import type { Ears } from "./ears.ts";
import { createLoudness } from "./loudness.ts";

/** Ears that go by loudness, where no model is. */
export const createPlainEars = (): Ears => ({ open: createLoudness, close: () => Promise.resolve() });
