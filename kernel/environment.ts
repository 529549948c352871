import { existsSync } from "node:fs";

/** Where settings come from: the environment, with `.env` beneath it. Empty strings count as unset. */
export type Source = Record<string, string | undefined>;

/** The environment, completed by `.env` in the working directory (the environment wins). */
export function readEnvironment(file = ".env"): Source {
  if (existsSync(file)) process.loadEnvFile(file);
  return process.env;
}
