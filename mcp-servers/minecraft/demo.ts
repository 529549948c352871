import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../kernel/clock.ts";
import { UserError } from "../../kernel/errors.ts";
import type { Backup, World, WorldState } from "./world.ts";

/** How long a world of the demo takes to come up and to go down; milliseconds. */
const SWITCH_MS = 400;

/** A world in memory that behaves as a real one does. */
function demoWorld(name: string, first: WorldState, names: readonly string[], clock: Clock): World {
  let state = first;
  let players = first === "on" ? [...names] : [];
  let hasPlayed = players.length > 0;
  const backups: Backup[] = [];
  const timer = new AbortController();
  const become = (now: WorldState, later: WorldState) => {
    state = now;
    sleep(SWITCH_MS, undefined, { signal: timer.signal, ref: false }).then(
      () => {
        if (state === now) state = later;
      },
      () => {}, // closed
    );
  };
  return {
    name,
    status: async () => ({
      state,
      online: players.length,
      most: 20,
      players: [...players],
      version: state === "on" ? "1.21.4" : null,
    }),
    async start() {
      if (state === "off") become("starting", "on");
    },
    async stop() {
      players = [];
      if (state !== "off") become("stopping", "off");
    },
    async say() {
      if (state !== "on") throw new UserError(`${name} is off: nobody would hear it.`);
    },
    async backup() {
      if (state !== "on") return { skipped: "the server is off" };
      if (!hasPlayed && backups.length > 0) return { skipped: "nobody has played since the last backup" };
      hasPlayed = players.length > 0;
      const made = { name: `${name}-${backups.length + 1}.tar.zst`, created: clock.now(), bytes: 12_345_678 };
      backups.unshift(made);
      return { made };
    },
    backups: async () => [...backups],
    prune: async () => backups.splice(3).map((backup) => backup.name),
    async restore(wanted) {
      if (state !== "off") throw new UserError(`${name} is on: stop it before its world is replaced.`);
      const known = backups.slice(0, 3).map((backup) => backup.name);
      if (!known.includes(wanted))
        throw new UserError(`${name} has no backup ${JSON.stringify(wanted)}. Newest: ${known.join(", ") || "none"}.`);
      return `${name}.replaced`;
    },
    async zip() {
      throw new UserError("The worlds of the demo house have nothing that could be zipped.");
    },
    examine: async () => [],
    close: async () => timer.abort(),
  };
}

/** The worlds of the demo house. */
export const demoWorlds = (clock: Clock): World[] => [
  demoWorld("survival", "on", ["Steve", "Alex"], clock),
  demoWorld("creative", "off", [], clock),
];
