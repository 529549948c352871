import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../db/index.ts";
import { listServices } from "../db/services/index.ts";
import { localHost } from "../kernel/host/local.ts";
import { silentLog } from "../kernel/log.ts";
import catalog from "../mcp-servers/catalog/server.ts";
import { fileDriver } from "../mcp-servers/dns/driver.ts";
import { localNames } from "../mcp-servers/dns/names.ts";
import { nginxFiles } from "../mcp-servers/dns/nginx.ts";
import dns from "../mcp-servers/dns/server.ts";

const NAMES = 200;
const ROUNDS = 50;
const context = { principal: "owner", owner: true, confirmed: true };

/** A name from its call to the file that serves it, in a house of 200 names; and 200 names rendered and written at once. */
export async function run(print: (row: object) => void): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "steward-names-"));
  const source = { STEWARD_DATA: folder };
  const [services, names] = [
    await catalog.start(source, { log: silentLog }),
    await dns.start(source, { log: silentLog }),
  ];
  const lines = Array.from(
    { length: NAMES },
    (_, at) => `- {key: n${at}, ip: 192.168.7.${at + 1}, port: 80, domain: n${at}}`,
  );
  const importing = await timed(() => services.call("service_import", { text: lines.join("\n") }, context));
  print({ bench: "names", what: `import and apply ${NAMES}`, ms: importing });

  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++)
    times.push(
      await timed(() => names.call("dns_set", { name: `m${round}`, target: `192.168.7.${round + 1}:80` }, context)),
    );
  times.sort((one, other) => one - other);
  print({ bench: "names", what: `dns_set among ${NAMES}, applied`, p50Ms: times[ROUNDS >> 1], p99Ms: times.at(-1) });

  const { kysely, close } = await openDatabase(source);
  const driver = fileDriver(localHost({ sets: { bench: { folder: join(folder, "bench") } } }), "bench", (all) =>
    nginxFiles(all, { listen: 80 }),
  );
  const all = localNames(await listServices(kysely));
  print({ bench: "names", what: `render and write ${all.length}`, ms: await timed(() => driver.apply(all, 1)) });
  await close();
  await Promise.all([services.close(), names.close()]);
  await rm(folder, { recursive: true });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return Math.round((performance.now() - began) * 10) / 10;
}
