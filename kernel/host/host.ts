import { PeerError } from "../errors.ts";

/** Files that belong together: file name → whole content; names match FILE_NAME. */
export interface FileSet {
  /** as the rules of the host call it: "nginx" */
  name: string;
  generation: number;
  files: ReadonlyMap<string, string>;
}

/** What a folder of a set holds: the generation it was written with, and sha256 (hex) of ALL its files. */
export interface HostState {
  generation: number | null;
  files: ReadonlyMap<string, string>;
  /** of ours, those that are not as we wrote them, or not there any more; and ours to be that somebody else made */
  drifted: readonly string[];
  /** that we did not write */
  foreign: readonly string[];
}

export interface PutOptions {
  signal?: AbortSignal;
  /** files that may be overwritten though somebody else changed them: what they hold is kept aside as NAME.edited-TIME */
  overwrite?: readonly string[];
}

/** A machine of the house that takes whole sets of files: this one, or another. */
export interface Host {
  name: string;
  /**
   * Makes the set's folder hold exactly these files of ours, tests, and reloads once; what is not ours is left alone.
   * @throws HostAway and HostRefused (with the tester's words): all is as before. HostDrift: all but these files is done
   */
  put(set: FileSet, options?: PutOptions): Promise<void>;
  /** @throws HostAway */
  state(set: string): Promise<HostState>;
  close(): Promise<void>;
}

/** What a host may do: per set a folder, and fixed commands (argv) that test and reload. */
export interface HostRules {
  sets: Record<string, { folder: string; test?: readonly string[]; reload?: readonly string[] }>;
}

/** The host cannot be reached: what is wanted waits for it. */
export class HostAway extends PeerError {
  override name = "HostAway";
}

/** The host's own test says no: everything there is as before. */
export class HostRefused extends PeerError {
  override name = "HostRefused";
}

/** Files that somebody else changed since we wrote them, and that wait with what is new in them. */
export class HostDrift extends PeerError {
  override name = "HostDrift";
  files: readonly string[];
  constructor(files: readonly string[]) {
    super(`${files.join(", ")} ${files.length === 1 ? "was" : "were"} changed by hand`);
    this.files = files;
  }
}

/** What a file of a set may be called: no path, nothing hidden. */
export const FILE_NAME = /^[a-z0-9][a-z0-9._-]{0,250}$/;
