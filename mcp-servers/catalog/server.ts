import { networkInterfaces } from "node:os";
import { z } from "zod";
import { databaseSettings, openDatabase } from "../../db/index.ts";
import { zoneSetting } from "../../kernel/net/zone.ts";
import { defineServer } from "../../kernel/server.ts";
import { openCatalogue } from "./catalogue.ts";
import { demoServices } from "./demo.ts";
import { addressOfDocker, dockerOf } from "./docker.ts";
import { examine } from "./doctor.ts";
import { createHealth } from "./health.ts";
import { phrases } from "./phrases.ts";
import { probe } from "./probe.ts";
import { rangesSetting } from "./ranges.ts";
import { databaseStore, seed } from "./store.ts";
import { catalogTools } from "./tools.ts";

/** The catalogue of services; that of the demo house in a new database of our own. */
export default defineServer({
  name: "catalog",
  settings: {
    ...databaseSettings,
    DNS_ZONE: zoneSetting,
    STEWARD_HEALTH_RANGES: rangesSetting,
    DOCKER_HOST: z.string().optional(),
  },
  async start({ settings, clock }) {
    const { DNS_ZONE: zone, STEWARD_HEALTH_RANGES: ranges, DOCKER_HOST: docker } = settings;
    const { kysely: db, close } = await openDatabase(settings);
    if (settings.DATABASE_URL === undefined) await seed(db, demoServices(zone));
    const health = createHealth({ probe, ranges, clock });
    const catalogue = await openCatalogue(databaseStore(db), health, zone);
    const discovery = docker && { list: dockerOf(docker), ip: addressOfDocker(docker, networkInterfaces()) };
    return {
      tools: catalogTools(catalogue, discovery || undefined),
      phrases,
      names: { list: catalogue.entries, onChange: catalogue.onNames },
      health: () => (catalogue.isDemo() ? "demo" : "ok"),
      doctor: () => examine(catalogue),
      async close() {
        catalogue.close();
        await close();
      },
    };
  },
});
