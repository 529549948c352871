import { UserError } from "../../kernel/errors.ts";

/** Samples a second of all that is heard: mono, -1 to 1. */
export const RATE = 16_000;
/** The longest upload, in bytes, and the longest recording, in seconds. */
export const MOST_BYTES = 10 * 1024 * 1024;
export const MOST_SECONDS = 60;

/** @throws UserError when a recording of so many seconds is too long; not a number counts as too long */
export function allow(seconds: number): void {
  if (!(seconds <= MOST_SECONDS)) throw new UserError(`A recording has at most ${MOST_SECONDS} seconds here.`);
}

/** What does not hold together as the format it says it is. */
export const broken = (format: string) =>
  new UserError(`The recording is broken: it begins as ${format}, and cannot be read as that.`);
