import { z } from "zod";
import { WEEKDAYS } from "../language/language.ts";

const seconds = z.int().positive();
/** A time of the day: by the clock, `guess` where morning or evening was not said, or by the sun with an offset in seconds. */
const moment = z.union([
  z.strictObject({ time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/), guess: z.literal(true).optional() }),
  z.strictObject({ sun: z.enum(["sunrise", "sunset"]), offset: z.int() }),
]);
export type Moment = z.infer<typeof moment>;

const day = z.enum(["today", "tomorrow", "after tomorrow", ...WEEKDAYS]);
export type Day = z.infer<typeof day>;

/**
 * When something is to be done, as plain JSON: `in` and `at` once, `every` and `repeat` again and again, `for` and
 * `until` now and taken back then. Without a day `at` is the next time the moment comes; days count from Monday.
 */
export const when = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("in"), seconds }),
  z.strictObject({ kind: z.literal("for"), seconds }),
  z.strictObject({ kind: z.literal("repeat"), seconds }),
  z.strictObject({ kind: z.literal("until"), day: day.optional(), at: moment }),
  z.strictObject({ kind: z.literal("at"), day: day.optional(), at: moment.optional() }),
  z.strictObject({ kind: z.literal("every"), days: z.array(z.enum(WEEKDAYS)).min(1), at: moment.optional() }),
]);
export type When = z.infer<typeof when>;
