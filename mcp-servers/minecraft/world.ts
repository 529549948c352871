/** What a world does; `starting` runs and answers nobody yet. */
export type WorldState = "on" | "off" | "starting" | "stopping";

/** A world as it is now. */
export interface Status {
  state: WorldState;
  online: number;
  /** null where nobody tells */
  most: number | null;
  /** names of those online, as far as they are told */
  players: string[];
  version: string | null;
}

/** An archive of a world. */
export interface Backup {
  /** of its file */
  name: string;
  /** epoch milliseconds */
  created: number;
  bytes: number;
}

/** A ZIP of an archive: its whole path, for whoever fetches it. */
export interface Zip {
  file: string;
  bytes: number;
}

/** What became of a wish for a backup: an archive, why there is no need of one, or that it takes long. */
export type BackedUp = { made: Backup } | { skipped: string } | { isGoing: true };

/** A Minecraft world that can be switched, spoken to and backed up. */
export interface World {
  readonly name: string;
  status(signal: AbortSignal): Promise<Status>;
  /** Asks for it; what it became is read back. @throws PeerError, UserError */
  start(signal: AbortSignal): Promise<void>;
  stop(signal: AbortSignal): Promise<void>;
  /** Says something to all who play. @throws PeerError where there is no console, or it does not answer */
  say(text: string, signal: AbortSignal): Promise<void>;
  /** @throws UserError, PeerError; nothing half-done stays */
  backup(signal: AbortSignal): Promise<BackedUp>;
  /** newest first */
  backups(): Promise<Backup[]>;
  /** Lets older archives go; gives their names. @throws UserError */
  prune(): Promise<string[]>;
  /** Puts an archive in the place of the world, which is kept beside it; gives that folder's name. @throws UserError */
  restore(backup: string, signal: AbortSignal): Promise<string>;
  /** Makes a ZIP of an archive beside it. @throws UserError, PeerError */
  zip(backup: string): Promise<Zip | { isGoing: true }>;
  /** What a person who sets it up should know; nothing where all is well. */
  examine(signal: AbortSignal): Promise<string[]>;
  close(): Promise<void>;
}
