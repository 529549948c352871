import { PeerError, UserError } from "../errors.ts";
import { clean } from "../text.ts";

/** Files that belong together: file name → whole content; see checkNames. */
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
const FILE_NAME = /^[a-z0-9][a-z0-9._-]{0,250}$/;

/** @throws UserError naming one that is no name of a file of a set */
export function checkNames(names: Iterable<string>): void {
  for (const name of names)
    if (!FILE_NAME.test(name)) throw new UserError(`${JSON.stringify(clean(name))} is no name of a file.`);
}

/** A folder by what we wrote into it last (0: nothing ever) and what is there: each file with its sum. */
export const stateFrom = (
  generation: number,
  ours: ReadonlyMap<string, string>,
  files: ReadonlyMap<string, string>,
): HostState => ({
  generation: generation === 0 ? null : generation,
  files,
  drifted: [...ours.keys()].filter((name) => files.get(name) !== ours.get(name)),
  foreign: [...files.keys()].filter((name) => !ours.has(name)),
});
