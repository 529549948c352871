import { z } from "zod";
import type { Source } from "./environment.ts";
import { UserError } from "./errors.ts";

export { type Source, readEnvironment } from "./environment.ts";

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
