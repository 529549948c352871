import { generationOf, onRaised } from "../../db/generations.ts";
import { openDatabase } from "../../db/index.ts";
import { NAMES, listServices } from "../../db/services/index.ts";
import { defineServer } from "../../kernel/server.ts";
import type { NameEntry } from "../../kernel/wire.ts";
import { examine } from "./doctor.ts";
import { keepNames } from "./keeper.ts";
import { phrases } from "./phrases.ts";
import { namedAs } from "./resolve.ts";
import { driversOf, settings } from "./settings.ts";
import { dnsTools } from "./tools.ts";

/** Milliseconds between looks at what other processes of one house raised. */
const POLL_MS = 2_000;

/** The names of the house on its network; files in the data folder where no proxy is configured. */
export default defineServer({
  name: "dns",
  settings,
  async start({ settings: set, log }) {
    const drivers = driversOf(set);
    const { kysely: db, close } = await openDatabase(set);
    const keeper = keepNames({ db, drivers, log, poll: POLL_MS });
    const listeners = new Set<() => void>();
    let entries: NameEntry[] = [];
    let isWell = true;
    const read = async () => {
      entries = (await listServices(db)).map((service) => {
        const { service: _, ...entry } = namedAs(service);
        return entry;
      });
      for (const listener of listeners) listener();
    };
    const stop = onRaised(
      db,
      NAMES,
      () => void read().catch((error: unknown) => log.error("names not read", { error })),
    );
    await read();
    await keeper.reconcile();
    const look = async () => {
      isWell = (await generationOf(db, NAMES)).problem === null;
    };
    return {
      tools: dnsTools(db, keeper, set.DNS_ZONE),
      phrases,
      names: {
        list: () => entries,
        onChange: (listener) => (listeners.add(listener), () => listeners.delete(listener)),
      },
      health() {
        void look().catch(() => {});
        return isWell ? (set.DNS_PROXY === "files" ? "demo" : "ok") : "pending";
      },
      doctor: () => examine(db, keeper, set),
      async close() {
        stop();
        await keeper.close();
        await close();
      },
    };
  },
});
