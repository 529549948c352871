import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { PeerError, UserError, messageOf } from "../../kernel/errors.ts";
import { listed } from "../../kernel/text.ts";
import type { Result, Tool } from "../../kernel/tool.ts";
import { askConfirm, done, failed, tool } from "../../kernel/tool.ts";
import { meant } from "./resolve.ts";
import { STATES, sayBytes, sayPlayers, spoken } from "./say.ts";
import type { Status, World, WorldState } from "./world.ts";

const DO = ["start", "stop", "backup"] as const;
type Verb = (typeof DO)[number];

/** How long players are warned, and how long an answer waits for a server to go down; milliseconds. */
export interface Patience {
  warn: number;
  stop: number;
}
const LOOK_MS = 250;
/** What a chat line holds. */
const MOST_SAID = 250;

/** `minecraft_power`: starts, stops and backs up worlds; what became of it is read back. Stopping one that is played on asks. */
export const minecraftPower = (worlds: readonly World[], patience: Patience): Tool =>
  tool({
    name: "minecraft_power",
    description: "Switch or back up Minecraft",
    risk: "write",
    input: { name: z.string(), do: z.enum(DO) },
    async plan({ name, do: verb }, { signal, confirmed = false }) {
      const found = meant(worlds, name, await likely(worlds, verb, signal));
      if ("ask" in found) return found;
      if (verb === "stop" && !confirmed) {
        const played = await playedOn(found, signal);
        if (played.length > 0) return askConfirm(`${played.join(", and ")}. Stop anyway?`);
      }
      const names = found.map((world) => world.name);
      return { targets: names, summary: `${verb === "backup" ? "back up" : verb} ${listed(names)}` };
    },
    async run({ args, targets }, { signal }) {
      const some = worlds.filter((world) => targets.includes(world.name));
      const results = await Promise.all(some.map((world) => one(world, args.do, patience, signal)));
      return together(results);
    },
  });

/** Which worlds "minecraft" can mean: those that the verb would change. */
async function likely(worlds: readonly World[], verb: Verb, signal: AbortSignal): Promise<World[]> {
  const wanted = (state: WorldState) => (verb === "start" ? state === "off" : state === "on");
  const states = await Promise.all(worlds.map((world) => stateOf(world, signal)));
  return worlds.filter((_, at) => {
    const state = states[at];
    return state === undefined || wanted(state);
  });
}

const stateOf = (world: World, signal: AbortSignal) =>
  world.status(signal).then(
    ({ state }) => state,
    () => undefined,
  );

async function playedOn(worlds: readonly World[], signal: AbortSignal): Promise<string[]> {
  const statuses = await Promise.all(worlds.map((world) => world.status(signal)));
  return worlds.flatMap(({ name }, at) => {
    const status = statuses[at];
    return status && status.online > 0 ? [`${sayPlayers(status)} on ${name}`] : [];
  });
}

interface Outcome {
  world: World;
  before: WorldState;
  after: WorldState;
  ok: boolean;
  say: string;
  back?: Verb;
}

async function one(world: World, verb: Verb, patience: Patience, signal: AbortSignal): Promise<Outcome> {
  const before = await world.status(signal);
  const same = (ok: boolean, say: string): Outcome => ({ world, before: before.state, after: before.state, ok, say });
  try {
    if (verb === "start") return await start(world, before, same, signal);
    if (verb === "stop") return await stop(world, before, same, patience, signal);
    const came = await world.backup(signal);
    if ("skipped" in came) return same(true, `${world.name} was not backed up: ${came.skipped}.`);
    if ("isGoing" in came) return same(true, `${world.name} is still being backed up.`);
    return same(true, `${world.name} is backed up (${sayBytes(came.made.bytes)}).`);
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    const { state } = await world.status(signal).catch(() => before);
    return { world, before: before.state, after: state, ok: false, say: messageOf(thrown) };
  }
}

type Same = (ok: boolean, say: string) => Outcome;

async function start(world: World, { state }: Status, same: Same, signal: AbortSignal): Promise<Outcome> {
  if (state === "on") return same(true, `${world.name} is already on.`);
  if (state === "starting") return same(true, `${world.name} is already starting.`);
  if (state === "stopping") return same(false, `${world.name} is still stopping: start it when it is off.`);
  await world.start(signal);
  const { state: after } = await world.status(signal);
  const ok = after !== "off";
  const say = ok ? `${world.name} is ${STATES[after]}.` : `${world.name} is still off.`;
  return { world, before: state, after, ok, say, ...(ok && { back: "stop" }) };
}

async function stop(
  world: World,
  status: Status,
  same: Same,
  patience: Patience,
  signal: AbortSignal,
): Promise<Outcome> {
  const { state, online } = status;
  if (state === "off") return same(true, `${world.name} is already off.`);
  if (online > 0) {
    const seconds = Math.round(patience.warn / 1_000);
    // Who cannot be warned is stopped all the same: that was agreed to.
    const warned = await world.say(`This server stops in ${seconds} seconds.`, signal).then(
      () => true,
      () => false,
    );
    if (warned) await sleep(patience.warn, undefined, { signal });
  }
  await world.stop(signal);
  const end = performance.now() + patience.stop;
  let after = (await world.status(signal)).state;
  while (after !== "off" && performance.now() < end) {
    await sleep(LOOK_MS, undefined, { signal });
    after = (await world.status(signal)).state;
  }
  const say = `${world.name} is ${after === "off" ? "off" : "still stopping"}.`;
  return { world, before: state, after, ok: true, say, back: "start" };
}

function together(outcomes: readonly Outcome[]): Result {
  const say = spoken(outcomes.map((outcome) => outcome.say).join(" "));
  const moved = outcomes.filter(({ back }) => back !== undefined);
  const states = (side: "before" | "after") => Object.fromEntries(moved.map((each) => [each.world.name, each[side]]));
  const undo = moved.flatMap(({ world, back }) =>
    back === undefined ? [] : [{ tool: "minecraft_power", args: { name: world.name, do: back } }],
  );
  const extra = moved.length > 0 ? { changed: { before: states("before"), after: states("after") }, undo } : {};
  return outcomes.every(({ ok }) => ok) ? done(say, extra) : failed(say, extra);
}

/** `minecraft_say`: something to all who play. */
export const minecraftSay = (worlds: readonly World[]): Tool =>
  tool({
    name: "minecraft_say",
    description: "Say something in Minecraft",
    risk: "write",
    input: { name: z.string().optional(), text: z.string() },
    async plan({ name = "minecraft", text }, { signal }) {
      if (text.trim() === "" || text.length > MOST_SAID)
        throw new UserError(`What should be said? One line of at most ${MOST_SAID} characters.`);
      const found = meant(worlds, name, await likely(worlds, "stop", signal));
      if ("ask" in found) return found;
      const names = found.map((world) => world.name);
      return { targets: names, args: { name, text }, summary: `say in ${listed(names)}: ${text}` };
    },
    async run({ args, targets }, { signal }) {
      const some = worlds.filter((world) => targets.includes(world.name));
      for (const world of some) await world.say(args.text, signal);
      const statuses = await Promise.all(some.map((world) => world.status(signal).catch((thrown: unknown) => thrown)));
      const heard = statuses.reduce<number>((sum, status) => sum + (isStatus(status) ? status.online : 0), 0);
      const who =
        heard === 0 ? "nobody is there to hear it" : `${heard} ${heard === 1 ? "player hears" : "players hear"} it`;
      return done(spoken(`Said in ${listed(targets)}; ${who}.`));
    },
  });

const isStatus = (value: unknown): value is Status =>
  typeof value === "object" && value !== null && "online" in value && !(value instanceof PeerError);
