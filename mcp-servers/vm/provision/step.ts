import type { Credentials } from "../desktop/index.ts";
import type { Seen } from "../desktop/probe.ts";
import type { Abilities, MachineHost, Storage } from "../driver.ts";
import type { Records } from "../machines.ts";
import type { Facts, Job } from "./job.ts";

/** What steps work with; the world is passed in. */
export interface Workshop {
  fetch: typeof globalThis.fetch;
  records: Records;
  /** Whether a desktop answers. */
  desktop(host: string, port: number, signal: AbortSignal): Promise<Seen>;
  /** What an ssh server says first; undefined where none answers. */
  ssh(host: string, signal: AbortSignal): Promise<string | undefined>;
  seal(who: Credentials, uuid: string): string;
  now(): Date;
  /** Milliseconds between two looks at what takes its time. */
  look: number;
}

/** A step's view: its job, its host, and how it says how far it is. */
export interface Scene extends Workshop {
  job: Job;
  host: MachineHost;
  storage: Storage;
  abilities: Abilities;
  tell(note: string): void;
}

/** One step of making a machine. It can be done again after it failed or was cut off at any point. */
export interface Step {
  /** in a few words */
  title: string;
  /** what it will do, for a person to read before it does it; lines */
  says(job: Job): string;
  /** how long it may take; milliseconds */
  within: number;
  /** Does it, and gives what it found out. @throws UserError, PeerError */
  run(scene: Scene, signal: AbortSignal): Promise<Facts | void>;
  /** Takes back what it did, or may have done in part. */
  undo?(scene: Scene, signal: AbortSignal): Promise<void>;
}

export const MINUTE = 60_000;
