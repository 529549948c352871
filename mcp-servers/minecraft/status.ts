import { z } from "zod";
import type { Clock } from "../../kernel/clock.ts";
import { PeerError, messageOf } from "../../kernel/errors.ts";
import { json } from "../../kernel/schema.ts";
import type { Tool } from "../../kernel/tool.ts";
import { done, failed, tool } from "../../kernel/tool.ts";
import { meant } from "./resolve.ts";
import { STATES, sayBackup, sayPlayers, spoken } from "./say.ts";
import type { Backup, Status, World } from "./world.ts";

interface Seen {
  world: World;
  status: Status | undefined;
  fault: string | undefined;
  last: Backup | undefined;
}

/** `minecraft_status`: on or off, who plays, the version and the last backup; of all worlds where none is named. */
export const minecraftStatus = (worlds: readonly World[], clock: Clock): Tool =>
  tool({
    name: "minecraft_status",
    description: "Minecraft state and players",
    risk: "read",
    input: { name: z.string().optional() },
    plan({ name = "all" }) {
      const found = meant(worlds, asked(name).name, worlds);
      return "ask" in found
        ? { targets: worlds.map((world) => world.name), summary: "look at all worlds" }
        : {
            targets: found.map((world) => world.name),
            summary: `look at ${found.map((world) => world.name).join(", ")}`,
          };
    },
    async run({ args, targets }, { signal }) {
      const some = worlds.filter((world) => targets.includes(world.name));
      const seen = await Promise.all(some.map((world) => lookAt(world, signal)));
      const { wanted } = asked(args.name ?? "");
      const known = seen.flatMap(({ status }) => status ?? []);
      const holds = wanted === undefined || known.length < seen.length ? {} : { holds: isSo(known, wanted) };
      const data = json.parse({ worlds: seen.map(shown), ...holds });
      const [one] = seen;
      const say = one && seen.length === 1 ? sayOne(one, clock.now()) : seen.map(sayShort).join(" ");
      return known.length === 0 && seen.length > 0 ? failed(spoken(say), { data }) : done(spoken(say), { data });
    },
  });

/** "survival on", "survival played": whether that is so is what is asked. */
function asked(said: string): { name: string; wanted: "on" | "off" | "played" | undefined } {
  const words = said.trim().split(" ");
  const last = words.at(-1);
  const wanted = last === "on" || last === "off" || last === "played" ? last : undefined;
  return wanted === undefined || words.length < 2
    ? { name: said, wanted: undefined }
    : { name: words.slice(0, -1).join(" "), wanted };
}

function isSo(known: readonly Status[], wanted: "on" | "off" | "played"): boolean {
  if (wanted === "played") return known.some(({ online }) => online > 0);
  return known.every(({ state }) => (wanted === "off") === (state === "off"));
}

async function lookAt(world: World, signal: AbortSignal): Promise<Seen> {
  const [last] = await world.backups();
  try {
    return { world, status: await world.status(signal), fault: undefined, last };
  } catch (thrown) {
    if (!(thrown instanceof PeerError)) throw thrown;
    return { world, status: undefined, fault: messageOf(thrown), last };
  }
}

function sayOne({ world, status, fault, last }: Seen, now: number): string {
  if (!status) return `${world.name}: ${fault}`;
  const { state, version } = status;
  if (state !== "on") return `${world.name} is ${STATES[state]}; ${sayBackup(last, now)}.`;
  const which = version === null ? "" : ` (${version})`;
  return `${world.name}${which} is on; ${sayPlayers(status)}; ${sayBackup(last, now)}.`;
}

function sayShort({ world, status, fault }: Seen): string {
  if (!status) return `${world.name}: ${fault}.`;
  const { state } = status;
  return state === "on" ? `${world.name} is on; ${sayPlayers(status)}.` : `${world.name} is ${STATES[state]}.`;
}

const shown = ({ world, status, fault, last }: Seen) => ({
  name: world.name,
  state: status?.state ?? null,
  online: status?.online ?? null,
  most: status?.most ?? null,
  players: status?.players ?? [],
  version: status?.version ?? null,
  lastBackup: last ?? null,
  ...(fault !== undefined && { fault }),
});
