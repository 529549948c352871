import { z } from "zod";

/** What is to be heard: a recording as it came, or mono samples at 16 kHz. */
export const sound = z.union([
  z.object({ audio: z.instanceof(Uint8Array) }),
  z.object({ samples: z.instanceof(Float32Array) }),
]);
export type Sound = { audio: Uint8Array } | { samples: Float32Array };

export const loading = z.object({ model: z.string(), engine: z.enum(["native", "wasm"]).optional() });

/** What a child made of a sound, which it keeps for the next order. */
export const prepared = z.object({
  seconds: z.number(),
  /** milliseconds */
  decode: z.number(),
  /** cores that are free now */
  threads: z.number(),
});

/** How what was prepared is to be heard. */
export const hearing = z.object({ prompt: z.string(), language: z.string(), threads: z.number() });

export const samples = z.instanceof(Float32Array);

/** What was said; `stt` in milliseconds. */
export const said = z.object({ text: z.string(), engine: z.string(), stt: z.number() });

/** What an engine heard; times are in milliseconds. */
export interface Transcript {
  text: string;
  /** it was understood only once names were known that sound like it */
  isGuided?: boolean;
  engine: string;
  seconds: number;
  ms: { decode: number; stt: number };
}
