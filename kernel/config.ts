import { existsSync } from "node:fs";
import { z } from "zod";
import { UserError } from "./errors.ts";

/** Where settings come from: the environment, with `.env` beneath it. Empty strings count as unset. */
export type Source = Record<string, string | undefined>;

/** The environment, completed by `.env` in the working directory (the environment wins). */
export function readEnvironment(file = ".env"): Source {
  if (existsSync(file)) process.loadEnvFile(file);
  return process.env;
}

/**
 * Settings by their zod shape, parsed once.
 * @throws UserError naming every faulty variable together, never its value
 */
export function parseSettings<Shape extends z.ZodRawShape>(shape: Shape, source: Source): z.infer<z.ZodObject<Shape>> {
  const given = Object.fromEntries(Object.entries(source).filter(([key, value]) => key in shape && value !== ""));
  const parsed = z.object(shape).safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new UserError(`Settings need attention: ${faults.join("; ")} (see .env.example)`);
}
