import { basename } from "node:path";
import { z } from "zod";
import type { Clock } from "../../kernel/clock.ts";
import { UserError } from "../../kernel/errors.ts";
import { json } from "../../kernel/schema.ts";
import { clean, counted } from "../../kernel/text.ts";
import type { Tool } from "../../kernel/tool.ts";
import { done, tool } from "../../kernel/tool.ts";
import { meant } from "./resolve.ts";
import { sayBackup, sayBytes, spoken } from "./say.ts";
import type { World } from "./world.ts";

/** `minecraft_backups`: the archives of a world, newest first. */
export const minecraftBackups = (worlds: readonly World[], clock: Clock): Tool =>
  tool({
    name: "minecraft_backups",
    description: "List a world's backups",
    risk: "read",
    for: "people",
    input: { name: z.string() },
    async run({ name }) {
      const world = single(worlds, name);
      const all = await world.backups();
      const say = `${world.name} has ${counted(all.length, "backup")}; ${sayBackup(all[0], clock.now())}.`;
      return done(spoken(say), { data: json.parse({ backups: all }) });
    },
  });

/** `minecraft_restore`: an archive in the place of the world, which is kept beside it. */
export const minecraftRestore = (worlds: readonly World[]): Tool =>
  tool({
    name: "minecraft_restore",
    description: "Restore a world's backup",
    risk: "danger",
    for: "people",
    input: { name: z.string(), backup: z.string() },
    plan({ name, backup }) {
      const world = single(worlds, name);
      return {
        targets: [world.name],
        args: { name: world.name, backup },
        summary: `restore ${world.name} from ${clean(backup, 60)}`,
      };
    },
    async run({ args }, { signal }) {
      const world = single(worlds, args.name);
      const kept = await world.restore(args.backup, signal);
      return done(
        spoken(`${world.name} is as in ${clean(args.backup, 50)}; what it was is kept in ${clean(kept, 50)}.`),
      );
    },
  });

/** `minecraft_zip`: a ZIP of an archive beside it, of the newest where none is named, for systems that open nothing else. */
export const minecraftZip = (worlds: readonly World[]): Tool =>
  tool({
    name: "minecraft_zip",
    description: "Make a ZIP of a world's backup",
    risk: "write",
    for: "people",
    input: { name: z.string(), backup: z.string().optional() },
    async plan({ name, backup }) {
      const world = single(worlds, name);
      const wanted = backup ?? (await world.backups())[0]?.name;
      if (wanted === undefined) throw new UserError(`${world.name} has no backup yet: back it up first.`);
      return {
        targets: [world.name],
        args: { name: world.name, backup: wanted },
        summary: `zip ${clean(wanted, 60)}`,
      };
    },
    async run({ args: { name, backup = "" } }) {
      const world = single(worlds, name);
      const came = await world.zip(backup);
      if ("isGoing" in came) return done(spoken(`${world.name} is still being zipped.`));
      const { file, bytes } = came;
      return done(spoken(`${world.name} is zipped (${sayBytes(bytes)}): ${basename(file)}`), { data: { file, bytes } });
    },
  });

/** `minecraft_prune`: lets the archives go that are too old to keep. */
export const minecraftPrune = (worlds: readonly World[]): Tool =>
  tool({
    name: "minecraft_prune",
    description: "Delete a world's older backups",
    risk: "danger",
    for: "people",
    input: { name: z.string() },
    plan({ name }) {
      const world = single(worlds, name);
      return { targets: [world.name], args: { name: world.name }, summary: `delete older backups of ${world.name}` };
    },
    async run({ args }) {
      const world = single(worlds, args.name);
      const gone = await world.prune();
      const left = await world.backups();
      return done(spoken(`${counted(gone.length, "backup")} of ${world.name} deleted, ${left.length} left.`));
    },
  });

function single(worlds: readonly World[], said: string): World {
  const found = meant(worlds, said);
  if ("ask" in found) throw new UserError(found.ask.question);
  const [world, ...more] = found;
  if (!world || more.length > 0) throw new UserError(`Which one world? ${found.length} are meant.`);
  return world;
}
