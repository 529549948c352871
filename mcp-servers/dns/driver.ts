import type { FileSet, Host, PutOptions } from "../../kernel/host/index.ts";
import type { LocalName } from "./names.ts";

/** What brings the names of the house into the world. */
export interface NameDriver {
  name: string;
  /** Makes the world have exactly these names. @throws HostAway, HostRefused, HostDrift */
  apply(names: readonly LocalName[], generation: number, options?: PutOptions): Promise<void>;
  /** what there is not as we wrote it, a line each. @throws HostAway */
  drift(): Promise<string[]>;
  close(): Promise<void>;
}

/** A driver that writes files on a host, as rendered. */
export function fileDriver(
  host: Host,
  set: string,
  render: (names: readonly LocalName[]) => FileSet["files"],
): NameDriver {
  return {
    name: set,
    apply: (names, generation, options) => host.put({ name: set, generation, files: render(names) }, options),
    async drift() {
      const { drifted, foreign, files } = await host.state(set);
      const changed = drifted.map((name) => `${name} was ${files.has(name) ? "changed" : "removed"} by hand`);
      return [...changed, ...foreign.filter((name) => !ASIDE.test(name)).map((name) => `${name} is not ours`)];
    },
    close: () => host.close(),
  };
}

/** What a repair kept of a file that somebody had changed. */
const ASIDE = /\.edited-\d+$/;
