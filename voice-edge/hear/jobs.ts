import { z } from "zod";

/** What is to be heard: a recording as it came, or mono samples at 16 kHz. */
export const sound = z.union([
  z.object({ audio: z.instanceof(Uint8Array) }),
  z.object({ samples: z.instanceof(Float32Array) }),
]);
export type Sound = { audio: Uint8Array } | { samples: Float32Array };

export const loading = z.object({ model: z.string(), engine: z.enum(["native", "wasm"]).optional() });

export const hearing = z.object({ sound, prompt: z.string(), language: z.string() });

export const samples = z.instanceof(Float32Array);

/** What a child heard; times are in milliseconds. */
export const transcript = z.object({
  text: z.string(),
  engine: z.string(),
  seconds: z.number(),
  ms: z.object({ decode: z.number(), stt: z.number() }),
});
export type Transcript = z.infer<typeof transcript>;
