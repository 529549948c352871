import { z } from "zod";
import { modelSettings } from "./agent/tiers/settings.ts";
import { databaseSettings } from "../db/index.ts";
import { placeSettings } from "../kernel/calendar/index.ts";
import type { Source } from "../kernel/config.ts";
import { parseSettings } from "../kernel/config.ts";
import { UserError } from "../kernel/errors.ts";
import type { ServerDefinition } from "../kernel/server.ts";

const address = (example: string) =>
  z.url({ protocol: /^https?$/, error: `must be an http or https address, such as ${example}` }).optional();

/** Settings of the composer itself; each is explained in .env.example. */
const shape = {
  STEWARD_HOST: z.string().default("127.0.0.1"),
  STEWARD_PORT: z.coerce.number("must be a port: 0 to 65535").int().min(0).max(65_535).default(8420),
  ...databaseSettings,
  ...placeSettings,
  /** where several composers serve one house: what they share beside its DATABASE_URL */
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: "must be redis://HOST:6379" }).optional(),
  ...modelSettings,
  STEWARD_TOKEN: z.string().min(16, "at least 16 characters").optional(),
  STEWARD_URL: address("http://192.168.0.10:8420"),
  STEWARD_SERVERS: z.string().optional(),
  STEWARD_PUBLIC_URL: address("https://steward.example.org"),
  STEWARD_LAN_URL: address("http://192.168.0.10:8420"),
  /** further names this composer is reached by, besides those of the two addresses */
  STEWARD_ALLOWED_HOSTS: z
    .string()
    .default("")
    .transform((text) => text.split(",").flatMap((name) => name.trim().toLowerCase() || [])),
};

/** The settings of the composer; those of the servers are looked at too, so that every fault is told at once. */
export function readSettings(source: Source, definitions: readonly ServerDefinition[]): Settings {
  parseSettings(Object.assign({}, ...definitions.map(({ settings }) => settings), shape), source);
  const settings = parseSettings(shape, source);
  if (settings.REDIS_URL !== undefined && settings.DATABASE_URL === undefined)
    throw new UserError("REDIS_URL needs DATABASE_URL: composers that share a house share a MySQL (docs/scaling.md).");
  return settings;
}
export type Settings = ReturnType<typeof parseSettings<typeof shape>>;
