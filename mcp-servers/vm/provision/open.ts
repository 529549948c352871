import { join } from "node:path";
import type { Clock } from "../../../kernel/clock.ts";
import type { Log } from "../../../kernel/log.ts";
import type { Desktop } from "../desktop/index.ts";
import type { Machines } from "../machines.ts";
import type { Provisions } from "./index.ts";

/** Milliseconds between two looks at what takes its time, and an answer waits for a step. */
const LOOK_MS = 2_000;
const PATIENCE_MS = 3_000;
const SSH_PORT = 22;

interface Making {
  machines: Machines;
  desktop: Desktop;
  /** the data folder */
  data: string;
  fetch: typeof globalThis.fetch;
  clock: Clock;
  log: Log;
}

/** What makes machines, with the world as it is; loaded here, since few make one. */
export async function openMaking({ machines, desktop, data, fetch, clock, log }: Making): Promise<Provisions> {
  const [{ openProvisions }, { jobsIn }, { greetingOf }] = await Promise.all([
    import("./index.ts"),
    import("./job.ts"),
    import("./ssh.ts"),
  ]);
  return openProvisions({
    hosts: machines.hosts,
    records: machines.records,
    jobs: jobsIn(join(data, "provision")),
    fetch,
    desktop: desktop.probe,
    ssh: (host, signal) => greetingOf(host, SSH_PORT, signal),
    seal: desktop.seal,
    now: () => new Date(clock.now()),
    log,
    look: LOOK_MS,
    patience: PATIENCE_MS,
  });
}
