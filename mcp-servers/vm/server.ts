import { openDatabase } from "../../db/index.ts";
import { messageOf } from "../../kernel/errors.ts";
import { defineServer } from "../../kernel/server.ts";
import { DEMO_RECORDS, demoHost } from "./demo.ts";
import { openDesktop } from "./desktop/index.ts";
import { examine } from "./doctor.ts";
import { openMachines } from "./machines.ts";
import { phrases } from "./phrases.ts";
import { openMaking } from "./provision/open.ts";
import type { Provisions } from "./provision/index.ts";
import { settings } from "./settings.ts";
import { databaseRecords, withDemo } from "./store.ts";
import { vmTools } from "./tools.ts";

const ANSWER_MS = 3_000;

/** Virtual machines on libvirt; three of a demo house where none is set. */
export default defineServer({
  name: "vm",
  settings,
  async start({ settings: set, clock, log }) {
    const uris = set.LIBVIRT_URIS;
    const isDemo = uris === undefined;
    const { kysely: db, close } = await openDatabase(set);
    const kept = databaseRecords(db, clock);
    // Who has machines loads the way to them.
    const hosts = uris ? (await import("./open.ts")).openHosts(uris, set.LIBVIRT_DRIVER, log) : [demoHost(clock)];
    const machines = openMachines(hosts, isDemo ? withDemo(kept, DEMO_RECORDS) : kept, log);
    const desktop = openDesktop({ settings: set, data: set.STEWARD_DATA, fetch, clock, isDemo });
    let provisions: Promise<Provisions> | undefined;
    const making = () => (provisions ??= openMaking({ machines, desktop, data: set.STEWARD_DATA, fetch, clock, log }));
    // A host that is away now is no reason not to start.
    await machines
      .read(AbortSignal.timeout(ANSWER_MS))
      .catch((thrown: unknown) => log.warn("machines not read", { error: messageOf(thrown) }));
    return {
      tools: vmTools(machines, desktop, making, clock),
      phrases,
      names: { list: machines.entries, onChange: machines.onNames },
      health: () => hosts.map((host) => host.health()).find((state) => state !== "ok") ?? "ok",
      doctor: () => examine(machines, isDemo),
      async close() {
        await (await provisions)?.close();
        await machines.close();
        await close();
      },
    };
  },
});
