import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../kernel/clock.ts";
import { PeerError, UserError, messageOf } from "../../kernel/errors.ts";
import type { Exec } from "../../kernel/exec.ts";
import type { Log } from "../../kernel/log.ts";
import { openBackups } from "./backup/backups.ts";
import type { Console } from "./console/console.ts";
import { managementConsole } from "./console/management.ts";
import { rconConsole } from "./console/rcon.ts";
import { ping } from "./ping.ts";
import type { WorldSettings } from "./settings.ts";
import { dockerSwitch } from "./switch/docker.ts";
import { processSwitch } from "./switch/process.ts";
import type { Switch } from "./switch/switch.ts";
import { systemdSwitch } from "./switch/systemd.ts";
import type { Status, World } from "./world.ts";

/** How long a stop is watched for a fault at once; it goes on by itself after that. Milliseconds. */
const STOP_MS = 2_000;
/** How long an answer waits for a backup, which goes on likewise. */
const BACKUP_MS = 20_000;
const AGAIN_MS = 30_000;
const ANSWER_MS = 5_000;

export interface RealParts {
  data: string;
  clock: Clock;
  exec: Exec;
  log: Log;
}

/** A world as it is configured, on its real server. */
export function realWorld(set: WorldSettings, { data, clock, exec, log }: RealParts): World {
  const { name } = set;
  const server = switchOf(set, data, exec);
  const console = consoleOf(set);
  const closing = new AbortController();
  const folders = set.world && set.backups ? { world: set.world, backups: set.backups } : undefined;
  const backups = folders && openBackups({ name, ...folders, keep: set.keep }, clock);
  let isStopping = false;

  const spoken = (): Console => {
    if (!console) throw new UserError(`${name} has no console: its rcon or management is not set.`);
    return console;
  };
  const kept = () => {
    if (!backups) throw new UserError(`${name} has no folder of backups: its world and backups are not set.`);
    return backups;
  };
  const status = async (signal: AbortSignal): Promise<Status> => {
    const nobody = { online: 0, most: null, players: [], version: null };
    if (!(await server.isOn(signal))) {
      isStopping = false;
      return { state: "off", ...nobody };
    }
    if (isStopping) return { state: "stopping", ...nobody };
    const told = set.status && (await ping(set.status.host, set.status.port, signal));
    if (told) {
      const players = (told.players?.sample ?? []).map((player) => player.name);
      const online = told.players?.online ?? 0;
      // A server shows a sample, or none; its console knows all.
      const all = players.length < online && console ? await console.players(signal).catch(() => players) : players;
      return {
        state: "on",
        online,
        most: told.players?.max ?? null,
        players: all,
        version: told.version?.name ?? null,
      };
    }
    if (!console) return { state: set.status ? "starting" : "on", ...nobody };
    // A wrong password is no reason to say that it starts for ever: what a console says is told by the doctor.
    const players = await console.players(signal).catch(() => undefined);
    return players ? { ...nobody, state: "on", online: players.length, players } : { state: "starting", ...nobody };
  };
  const recover = async (): Promise<void> => {
    while (backups && !closing.signal.aborted) {
      try {
        const isOn = await server.isOn(AbortSignal.timeout(ANSWER_MS));
        if (await backups.recover(isOn ? console : undefined, closing.signal)) return;
      } catch (thrown) {
        log.warn("backup not put right yet", { world: name, error: messageOf(thrown) });
      }
      await sleep(AGAIN_MS, undefined, { signal: closing.signal, ref: false }).catch(() => {});
    }
  };
  let recovered = recover();
  /** What takes long goes on when the answer is given; what it left half-done is put right. */
  const inTime = async <T>(work: Promise<T>): Promise<T | { isGoing: true }> => {
    const guarded = work.catch((thrown: unknown) => {
      recovered = recover();
      throw thrown;
    });
    guarded.catch((thrown: unknown) => log.warn("backup failed", { world: name, error: messageOf(thrown) }));
    return Promise.race([guarded, sleep(BACKUP_MS, { isGoing: true as const }, { ref: false })]);
  };

  return {
    name,
    status,
    async start(signal) {
      isStopping = false;
      await server.start(signal);
    },
    async stop() {
      isStopping = true;
      // It goes on when the call is over: half a stop is none.
      const going = server.stop(closing.signal).catch((thrown: unknown) => {
        isStopping = false;
        throw thrown;
      });
      await Promise.race([going, sleep(STOP_MS, undefined, { ref: false })]);
      going.catch((thrown: unknown) => log.warn("stop failed", { world: name, error: messageOf(thrown) }));
    },
    say: async (text, signal) => spoken().say(text, signal),
    async backup(signal) {
      const { state, online } = await status(signal);
      if (state === "off") return { skipped: "the server is off" };
      if (state !== "on") throw new UserError(`${name} is still ${state}: back it up when it is on.`);
      return inTime(kept().make(spoken(), online === 0, closing.signal));
    },
    backups: async () => (backups ? backups.list() : []),
    prune: async () => kept().prune(),
    async restore(backup, signal) {
      if (await server.isOn(signal)) throw new UserError(`${name} is on: stop it first.`);
      return kept().restore(backup, closing.signal);
    },
    zip: async (backup) => inTime(kept().zip(backup, closing.signal)),
    async examine(signal) {
      const faultOf = (work: Promise<unknown>) =>
        work.then(
          () => [],
          (thrown: unknown) => [messageOf(thrown)],
        );
      const isOn = await server.isOn(signal).catch((thrown: unknown) => messageOf(thrown));
      if (typeof isOn === "string") return [isOn];
      const told = isOn && set.status ? await ping(set.status.host, set.status.port, signal) : true;
      return [
        ...(isOn && console ? await faultOf(console.players(signal)) : []),
        ...(told ? [] : [`nobody tells the status at ${set.status?.host}:${set.status?.port}`]),
        ...(console ? [] : ["no rcon or management: nobody can be told anything, and no backup made"]),
        ...(backups ? [] : ["no world and backups folder: no backup is made"]),
        ...server.notes,
      ];
    },
    async close() {
      closing.abort(new PeerError("Steward is closing."));
      await recovered;
    },
  };
}

function switchOf({ name, switch: how }: WorldSettings, data: string, exec: Exec): Switch {
  if ("docker" in how) return dockerSwitch(how.docker, how.host);
  if ("systemd" in how) return systemdSwitch(how.systemd, how.user, exec);
  const folder = join(data, "minecraft");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return processSwitch(how.process, how.cwd, join(folder, `${name}.json`));
}

function consoleOf({ rcon, management }: WorldSettings): Console | undefined {
  if (management) return managementConsole(management.url, management.secret);
  return rcon && rconConsole(rcon);
}
