import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../kernel/clock.ts";
import type { Step } from "../../kernel/wire.ts";
import type { PowerState, Snapshot } from "./driver.ts";
import { MachineFault } from "./driver.ts";
import type { Known, Machines } from "./machines.ts";
import type { Verb } from "./power.ts";
import { STATES, titleOf } from "./say.ts";

/** How long an answer waits for a guest to shut down; it goes on by itself after that. Milliseconds. */
export const SHUTDOWN_MS = 10_000;
const LOOK_MS = 250;

/** What came of a verb for one machine. */
export interface Effect {
  machine: Known;
  before: PowerState;
  after: PowerState;
  ok: boolean;
  say: string;
  undo?: Step;
}

export interface EffectParts {
  machines: Machines;
  clock: Clock;
  signal: AbortSignal;
  /** milliseconds an answer waits for what was asked for */
  patience: number;
}

/** Does a verb to machines, side by side; each says what it became. */
export const effectOf = (parts: EffectParts, some: readonly Known[], verb: Verb): Promise<Effect[]> =>
  Promise.all(some.map((machine) => one(parts, machine, verb)));

async function one(parts: EffectParts, machine: Known, verb: Verb): Promise<Effect> {
  try {
    return await VERBS[verb](parts, machine);
  } catch (fault) {
    if (!(fault instanceof MachineFault)) throw fault;
    const now = await parts.machines.look(machine, parts.signal).catch(() => machine);
    const say = fault.kind === "gone" ? `${titleOf(machine)} is not there any more.` : fault.message;
    return { machine, before: machine.state, after: now.state, ok: false, say };
  }
}

const VERBS: Record<Verb, (parts: EffectParts, machine: Known) => Promise<Effect>> = {
  async start(parts, machine) {
    const { host, uuid, state } = machine;
    if (state === "running") return so(machine, "is already running");
    if (state === "stopping") return no(machine, "is still shutting down: start it when it is off");
    await (state === "paused" ? host.resume(uuid, parts.signal) : host.start(uuid, parts.signal));
    return became(machine, await until(parts, machine, ["running"]), ["running"], "stop");
  },
  async stop(parts, machine) {
    const { host, uuid, state } = machine;
    if (isOff(state)) return so(machine, "is already off");
    if (state === "paused") return no(machine, "is paused: start it, then stop it, or force it off");
    await host.shutdown(uuid, parts.signal);
    const after = await until(parts, machine, ["off", "crashed"]);
    if (!isOff(after)) return { ...became(machine, "stopping", ["stopping"], "start"), after };
    return became(machine, after, ["off"], "start");
  },
  async reboot(parts, machine) {
    if (machine.state !== "running") return no(machine, `is ${STATES[machine.state]}: only what runs can restart`);
    await machine.host.reboot(machine.uuid, parts.signal);
    return { machine, before: "running", after: "running", ok: true, say: `${titleOf(machine)} is restarting.` };
  },
  async snapshot({ clock, signal }, machine) {
    const { host, uuid, state } = machine;
    const name = freeName(clock, await host.snapshots(uuid, signal));
    await host.takeSnapshot(uuid, { name, description: "by Steward" }, signal);
    const is = (await host.snapshots(uuid, signal)).some((snapshot) => snapshot.name === name);
    if (!is) return no(machine, "has no new snapshot: its host took the wish and made none");
    const undo = { tool: "vm_snapshot_delete", args: { name: machine.name, snapshot: name } };
    return {
      machine,
      before: state,
      after: state,
      ok: true,
      say: `${titleOf(machine)} has a new snapshot, ${name}.`,
      undo,
    };
  },
  async force(parts, machine) {
    const { host, uuid, state } = machine;
    if (isOff(state)) return so(machine, "is already off");
    await host.destroy(uuid, parts.signal);
    return became(machine, await until(parts, machine, ["off", "crashed"]), ["off", "crashed"], "start");
  },
};

/** "steward-20261123T210500Z", or with a number behind it where that second has one already. */
function freeName(clock: Clock, there: readonly Snapshot[]): string {
  const time = `steward-${new Date(clock.now()).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
  const isTaken = (name: string) => there.some((snapshot) => snapshot.name === name);
  for (let number = 2, name = time; ; name = `${time}-${number++}`) if (!isTaken(name)) return name;
}

const isOff = (state: PowerState) => state === "off" || state === "crashed" || state === "saved";

/** The state once it is one of those, or what it is when the wait is over. */
async function until({ machines, signal, patience }: EffectParts, machine: Known, wanted: readonly PowerState[]) {
  const { promise: told, resolve } = Promise.withResolvers<void>();
  const stop = machine.host.onEvent(({ uuid }) => uuid === machine.uuid && resolve());
  try {
    const end = performance.now() + patience;
    for (;;) {
      const { state } = await machines.look(machine, signal);
      if (wanted.includes(state) || performance.now() >= end) return state;
      await Promise.race([sleep(LOOK_MS, undefined, { signal }), told]);
    }
  } finally {
    stop();
  }
}

const so = (machine: Known, is: string): Effect => ({
  machine,
  before: machine.state,
  after: machine.state,
  ok: true,
  say: `${titleOf(machine)} ${is}.`,
});
const no = (machine: Known, why: string): Effect => ({ ...so(machine, why), ok: false });

function became(machine: Known, after: PowerState, wanted: readonly PowerState[], back: Verb): Effect {
  const ok = wanted.includes(after);
  const undo = { tool: "vm_power", args: { name: machine.name, do: back } };
  const say = `${titleOf(machine)} is ${STATES[after]}.`;
  return { machine, before: machine.state, after, ok, say, ...(ok && { undo }) };
}
