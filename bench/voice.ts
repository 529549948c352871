import { hearing } from "./hearing.ts";
import { speaking } from "./speaking.ts";

/** The voice edge with real weights. */
export async function run(print: (row: object) => void): Promise<void> {
  await hearing(print);
  await speaking(print);
}
