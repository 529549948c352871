import { UserError } from "../../kernel/errors.ts";
import { createNames } from "../../kernel/names/index.ts";
import { clean, listed } from "../../kernel/text.ts";
import type { Ask } from "../../kernel/tool.ts";
import { askWhich } from "../../kernel/tool.ts";
import type { NameEntry } from "../../kernel/wire.ts";
import { kinds } from "./phrases.ts";
import type { World } from "./world.ts";

interface Named extends NameEntry {
  world: World;
}

/** How a world stands among the names of the house; "minecraft" means the only one there is. */
export function namedAs(world: World, all: readonly World[]): Named {
  const aliases = all.length === 1 && world.name !== "minecraft" ? ["minecraft"] : [];
  return { kind: "minecraft world", name: world.name, aliases, tool: "minecraft_power", world };
}

/** "survival server": what a model or a page may say; phrases know it by themselves. */
const withNouns = (named: Named): Named => ({
  ...named,
  aliases: [...(named.aliases ?? []), `${named.name} server`, `${named.name} world`],
});

const ANY = new Set(["", "minecraft", "the minecraft", "the minecraft server", "minecraft server"]);
const ALL = new Set(["all", "all worlds", "the worlds", "all minecraft worlds", "all minecraft servers"]);

/** The worlds that are meant; "minecraft" alone means the one there is, or `unsaid` of several. @throws UserError */
export function meant(worlds: readonly World[], said: string, unsaid: readonly World[] = worlds): World[] | Ask {
  const text = said.trim().toLowerCase();
  if (ALL.has(text)) return [...worlds];
  if (ANY.has(text)) {
    if (unsaid.length === 1 || worlds.length === 1) return unsaid.length === 1 ? [...unsaid] : [...worlds];
    const names = (unsaid.length > 0 ? unsaid : worlds).map(({ name }) => name);
    return askWhich(`Which world: ${listed(names, "or")}?`, names);
  }
  const names = createNames(
    worlds.map((world) => withNouns(namedAs(world, worlds))),
    kinds,
  );
  const found = names.resolve(said, { fuzzy: true });
  if ("things" in found) return found.things.map(({ world }) => world);
  if ("ask" in found) return found;
  const known = worlds.map(({ name }) => name);
  throw new UserError(`I know no world called ${JSON.stringify(clean(said, 60))}. Worlds: ${listed(known)}.`);
}
