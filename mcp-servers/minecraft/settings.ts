import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { UserError, messageOf } from "../../kernel/errors.ts";

/** The settings of Minecraft. */
export const settings = {
  STEWARD_DATA: z.string().default("./data"),
  MINECRAFT_WORLDS: z.string().optional(),
};

const text = z.string().min(1);
const port = z.number().int().min(1).max(65_535);
const folder = text.startsWith("/", "must be an absolute path");
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} _-]{0,39}$/u;

const switched = z.union(
  [
    z.strictObject({
      docker: text.regex(/^\w[\w.-]*$/, "must be the name of a container"),
      host: text.default("unix:///var/run/docker.sock"),
    }),
    z.strictObject({
      systemd: text.regex(/^[\w@:.\\][\w@:.\\-]*$/, "must be the name of a unit"),
      user: z.boolean().default(false),
    }),
    z.strictObject({ process: z.array(text).min(1), cwd: folder }),
  ],
  'must be {"docker": NAME, "host"?}, {"systemd": UNIT, "user"?} or {"process": [PROGRAM, …], "cwd": FOLDER}',
);

const world = z
  .strictObject({
    name: text.regex(NAME, "must be up to 40 letters, digits, spaces, _ and -"),
    switch: switched,
    rcon: z.strictObject({ host: text.default("127.0.0.1"), port: port.default(25_575), password: text }).optional(),
    management: z.strictObject({ url: z.url({ protocol: /^wss?$/ }), secret: text }).optional(),
    /** where the game itself listens */
    status: z.strictObject({ host: text.default("127.0.0.1"), port: port.default(25_565) }).optional(),
    world: folder.optional(),
    backups: folder.optional(),
    keep: z
      .strictObject({ daily: z.number().int().min(1).max(1_000), weekly: z.number().int().min(0).max(1_000) })
      .default({ daily: 3, weekly: 3 }),
  })
  .refine(({ world, backups }) => !world || !backups || !join(backups, "/").startsWith(join(world, "/")), {
    path: ["backups"],
    error: "must not lie within the world",
  });
/** A world as it is configured. */
export type WorldSettings = z.infer<typeof world>;

const worlds = z
  .array(world)
  .min(1)
  .refine((all) => new Set(all.map(({ name }) => name.toLowerCase())).size === all.length, "two worlds have one name");

/** Reads the list of worlds. @throws UserError naming every fault together, never a value */
export function readWorlds(file: string): WorldSettings[] {
  let given: unknown;
  try {
    given = JSON.parse(readFileSync(file, "utf8"));
  } catch (thrown) {
    const why = thrown instanceof SyntaxError ? "it is not JSON" : messageOf(thrown);
    throw new UserError(`MINECRAFT_WORLDS: ${why} (see docs/minecraft.md)`);
  }
  const parsed = worlds.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "the list"}: ${message}`);
  throw new UserError(`MINECRAFT_WORLDS needs attention: ${faults.join("; ")} (see docs/minecraft.md)`);
}
