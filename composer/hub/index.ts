import { delimiter, dirname } from "node:path";
import type { Clock } from "../../kernel/clock.ts";
import type { Source } from "../../kernel/config.ts";
import type { Log } from "../../kernel/log.ts";
import type { Finding, ServerDefinition } from "../../kernel/server.ts";
import { clean } from "../../kernel/text.ts";
import { createCatalogue } from "./catalogue.ts";
import type { ServersConfig, ServerSpec } from "./config.ts";
import type { Connection, Hearing } from "./connection.ts";
import { openChild, openUrl } from "./connection.ts";
import type { Catalogue, Passthrough, Transports } from "./door.ts";
import { createInProcess } from "./in-process.ts";
import { createPassthrough } from "./passthrough.ts";
import { createRemote } from "./remote.ts";
import type { Changed, HubServer } from "./server.ts";
import { failedCall } from "./server.ts";

/** How long the start waits for servers in other processes; later ones join as they come. */
const START_MS = 3_000;
/** What any child needs to start at all. */
const BARE = ["HOME", "LANG", "TZ", "TMPDIR"];

export interface HubParts {
  /** ours, by the registry */
  definitions: readonly ServerDefinition[];
  servers: ServersConfig;
  /** settings of our servers */
  source: Source;
  clock: Clock;
  log: Log;
  fetch?: typeof fetch;
}
export interface Hub {
  catalogue: Catalogue;
  /** for the gate alone */
  transports: Transports;
  passthrough: Passthrough;
  doctor(owner: boolean): Promise<Finding[]>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Joins all servers, ours and third parties', in this process and in others. */
export function createHub({ definitions, servers: config, source, clock, log, fetch: fetcher = fetch }: HubParts): Hub {
  const onChange = (what: Changed) => {
    if (what === "prompts" || what === "resources") passing.changed(what);
    else joined.changed(what === "tools");
  };
  const opening = (spec: ServerSpec) => (hearing: Hearing) => openSpec(spec, hearing, definitions, source, fetcher);
  const remote = (spec: ServerSpec) => createRemote(spec, { clock, log, onChange, open: opening(spec) });
  const isOurs = ({ name }: ServerSpec) => definitions.some((one) => one.name === name);
  // Ours first and in the order of the registry, wherever they run: their names win, and lists keep their order.
  const ours = definitions.map((definition) => {
    const elsewhere = config.specs.find(({ name, trust }) => name === definition.name && trust);
    return elsewhere ? remote(elsewhere) : createInProcess(definition, { source, clock, log, onChange });
  });
  const theirs = config.specs.filter((spec) => !isOurs(spec)).map(remote);
  const servers: HubServer[] = [...ours, ...theirs];
  const joined = createCatalogue(servers, log);
  const passing = createPassthrough(servers);
  const refused = config.specs.filter((spec) => isOurs(spec) && !spec.trust);
  const faults = [
    ...config.faults,
    ...refused.map(({ name }) => ({ server: name, fault: `has the name of a server of ours and no "trust": true` })),
  ];
  const serverOf = (tool: string) => {
    const listed = joined.catalogue.find(tool);
    const server = listed && servers.find(({ name }) => name === listed.server);
    return server && { listed, server };
  };
  const unknown = (tool: string) => `There is no tool ${JSON.stringify(clean(tool, 60))}.`;

  return {
    catalogue: withFaults(joined.catalogue, faults),
    passthrough: passing.passthrough,
    transports: {
      async plan(call) {
        const found = serverOf(call.tool);
        return found ? found.server.plan(call, found.listed) : { fault: unknown(call.tool) };
      },
      async call(call) {
        const found = serverOf(call.tool);
        return found ? found.server.call(call, found.listed) : failedCall(unknown(call.tool));
      },
    },
    async doctor(owner) {
      const findings = await Promise.all(servers.map((server) => server.doctor(owner)));
      return [
        ...findings.flat(),
        ...faults.map(({ server, fault }) => ({ part: server, ok: false, text: fault })),
        ...joined.collisions().map(({ tool, server, taken }) => ({
          part: server,
          ok: false,
          text: `${tool} is left out: ${taken} has a tool of that name; give ${server} a "prefix"`,
        })),
      ];
    },
    async start() {
      for (const { server, fault } of faults) log.error("server is not configured", { server, fault });
      const away = theirs.map((server) => server.start());
      await Promise.all(ours.map((server) => server.start()));
      await soon(Promise.all(away), START_MS);
    },
    close: async () => void (await Promise.all(servers.map((server) => server.close()))),
  };
}

const withFaults = (catalogue: Catalogue, faults: ServersConfig["faults"]): Catalogue => ({
  ...catalogue,
  health: () => ({
    ...Object.fromEntries(faults.map(({ server }) => [server, "misconfigured"])),
    ...catalogue.health(),
  }),
});

function openSpec(
  spec: ServerSpec,
  hearing: Hearing,
  definitions: readonly ServerDefinition[],
  source: Source,
  fetcher: typeof fetch,
): Connection {
  if ("url" in spec) return openUrl(spec, fetcher, hearing);
  // A third party gets its own environment alone; a server of ours its own settings too.
  const settings = spec.trust ? Object.keys(definitions.find(({ name }) => name === spec.name)?.settings ?? {}) : [];
  // "node" is the one that runs us, whatever else the machine has.
  const path = [dirname(process.execPath), source.PATH].join(delimiter);
  const given = [...BARE, ...settings].flatMap((key) => (source[key] === undefined ? [] : [[key, source[key]]]));
  return openChild({ ...spec, env: { ...Object.fromEntries(given), PATH: path, ...spec.env } }, hearing);
}

async function soon(promise: Promise<unknown>, ms: number): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, ms);
  await Promise.race([promise, late.promise]);
  clearTimeout(timer);
}
