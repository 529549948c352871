import { join } from "node:path";
import { openDatabase } from "../db/index.ts";
import { followPlace } from "../kernel/calendar/index.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Source } from "../kernel/config.ts";
import type { Log } from "../kernel/log.ts";
import type { Finding, ServerDefinition } from "../kernel/server.ts";
import type { AskParts } from "./agent/ask.ts";
import { createAgent } from "./agent/ask.ts";
import { createConversations } from "./agent/conversation.ts";
import { keepCall } from "./agent/finish.ts";
import { createUnderstanding } from "./agent/understanding.ts";
import { createVocabulary } from "./agent/loop/vocabulary.ts";
import { createPrefixes } from "./agent/prompt/prefix.ts";
import { openTiers } from "./agent/tiers/open.ts";
import type { Tiers } from "./agent/tiers/types.ts";
import { forgetLate } from "./gate/approval-store.ts";
import { createGate } from "./gate/index.ts";
import { ownerToken } from "./gate/owner-token.ts";
import { householdRules, policyOf } from "./gate/policy.ts";
import { createPeople } from "./gate/people.ts";
import { openPrincipals } from "./gate/principals.ts";
import type { RandomText } from "./gate/random.ts";
import { systemRandom } from "./gate/random.ts";
import { createGateway } from "./gateway/index.ts";
import { createApp } from "./http/app.ts";
import { HEADERS } from "./http/guards.ts";
import type { Guest } from "./http/guest.ts";
import { createHosts } from "./http/hosts.ts";
import { readServers } from "./hub/config.ts";
import { createHub } from "./hub/index.ts";
import type { Driver } from "./schedule/loop.ts";
import { driveHere } from "./schedule/loop.ts";
import { createRunner } from "./schedule/runner.ts";
import { readSettings } from "./settings.ts";
import { openShared } from "./shared.ts";

/** What a composer is given of the world. */
export interface World {
  /** the environment */
  source: Source;
  /** our servers, by the registry */
  definitions: readonly ServerDefinition[];
  clock: Clock;
  log: Log;
  random?: RandomText;
  /** milliseconds from any start, finer than the clock's */
  elapsed?: () => number;
  /** "ticks": tasks are run when `tick` is called, and not by themselves */
  schedule?: "timers" | "ticks";
  /** milliseconds a scheduled run is kept for its composer since that was last heard of; 15 s unless told */
  lease?: number;
  /** what stands in for the models that the settings name */
  tiers?: Tiers;
}

/** Words of a part of /health that needs nobody: a model may rest, or be loaded. */
const WELL: readonly string[] = ["ok", "demo", "warming", "unloaded", "off"];

/**
 * Joins the rooms: hub, gate, agent, gateway, HTTP. It does not listen.
 * @throws UserError naming every faulty setting together
 */
export async function createComposer({ source, definitions, clock, log, lease, ...world }: World) {
  const { random = systemRandom, elapsed = () => performance.now(), schedule = "timers" } = world;
  const settings = readSettings(source, definitions);
  const { STEWARD_DATA: data, STEWARD_SERVERS: servers } = settings;
  const owner = ownerToken({ data, setting: settings.STEWARD_TOKEN, random });
  const { kysely: db, close: closeDatabase } = await openDatabase(settings);
  const { REDIS_URL: redis } = settings;
  const { audit, events, drive } = await openShared(redis, { db, folder: join(data, "audit"), clock, random, log });
  const principals = await openPrincipals({ db, ownerToken: owner, clock, random });
  const config = readServers(servers ?? join(data, "servers.json"), servers !== undefined);
  const hub = createHub({ definitions, servers: config, source, clock, log });
  const { catalogue } = hub;
  const policy = policyOf(householdRules);
  const models = openTiers({ settings, prefix: () => prefixes.local(), db, clock, log });
  const { tiers = models.tiers } = world;
  const prefixes = createPrefixes(catalogue, (tool) => tiers.privacy.isPrivateTool(tool));
  const { transports } = hub;
  const gate = createGate({ catalogue, transports, db, audit, policy, clock, log, random, memory: models.memory });
  const understanding = createUnderstanding(catalogue, gate, log);
  const conversations = createConversations(clock, random);
  const { place, close: leavePlace } = followPlace(settings, { fetch, log });
  const shared = { gate, db, audit, catalogue, events, place, clock, log, random };
  const brain = { tiers, prefixes, vocabulary: createVocabulary(catalogue) };
  const parts: AskParts = { ...shared, understanding, brain, conversations, elapsed };
  const agent = createAgent(parts);
  const runner = createRunner({ ...shared, agent, principals, approvals: gate.approvals, lease });
  let driver: Driver | undefined;
  let address = settings.STEWARD_PUBLIC_URL ?? settings.STEWARD_LAN_URL ?? "";
  const gateway = createGateway({
    catalogue,
    gate,
    passthrough: hub.passthrough,
    clock,
    log,
    random: () => random(9),
    headers: HEADERS,
    approvalUrl: () => (address === "" ? undefined : new URL("/", address).href),
    keep: (request, executed) => keepCall(parts, request, executed),
  });

  let isReady = false;
  const ready = hub.start().then(async () => {
    try {
      understanding.warm();
    } catch (thrown) {
      log.error("phrases do not compile", { error: thrown }); // tools, pages and MCP work without them
    }
    models.start();
    await forgetLate(db, clock.now());
    driver = await (schedule === "timers" ? drive(runner) : driveHere(runner, log, false));
    isReady = true;
  });
  let doctorBeside = (): Promise<Finding[]> => Promise.resolve([]);
  let healthBeside = (): Record<string, string> => ({});
  const health = () => {
    const states = { ...catalogue.health(), ...models.health(), ...healthBeside() };
    const isWell = Object.values(states).every((state) => WELL.includes(state));
    return { status: !isReady ? "starting" : isWell ? "ok" : "degraded", parts: states } as const;
  };
  const signInLink = async () => {
    const { secret } = await principals.signInCode();
    return `${new URL("/", address).href}#key=${secret}`;
  };
  let guest: Guest | undefined;
  const app = createApp({
    ...parts,
    guest: () => guest,
    agent,
    principals,
    people: createPeople(db, clock),
    ready,
    health,
    signInLink,
    hosts: createHosts(settings),
    doctor: async (isOwner) => [...(await hub.doctor(isOwner)), ...(await models.doctor()), ...(await doctorBeside())],
    mcp: gateway.fetch,
  });
  return {
    app,
    settings,
    ready,
    health,
    /** a link that signs a browser in, once, within 10 minutes; under the address it listens on unless a public one is set */
    signInLink,
    /** where it listens, once it does */
    listensAt(url: string) {
      address = settings.STEWARD_PUBLIC_URL ?? settings.STEWARD_LAN_URL ?? url;
    },
    /** serves another room's routes under our address and behind our guards, and its word of how it is */
    mount(mounted: Guest & { health?(): Record<string, string>; doctor?(): Promise<Finding[]> }) {
      guest = mounted;
      healthBeside = () => mounted.health?.() ?? {};
      doctorBeside = async () => (await mounted.doctor?.()) ?? [];
    },
    /** what hears and speaks within this house itself, as a principal */
    listener: principals.listener,
    speaker: principals.speaker,
    ownerToken: owner,
    events,
    /** does what is due to its end */
    tick: async () => driver?.tick(),
    async close() {
      await ready.catch(() => {});
      await driver?.close();
      leavePlace();
      await models.close();
      await gateway.close();
      await hub.close();
      await events.close();
      await audit.close();
      await closeDatabase();
    },
  };
}
