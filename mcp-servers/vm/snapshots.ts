import { z } from "zod";
import { UserError } from "../../kernel/errors.ts";
import { json } from "../../kernel/schema.ts";
import { clean, counted, listed } from "../../kernel/text.ts";
import type { Tool } from "../../kernel/tool.ts";
import { done, failed, tool } from "../../kernel/tool.ts";
import type { Known, Machines } from "./machines.ts";
import { meant } from "./resolve.ts";
import { STATES, spoken, titleOf } from "./say.ts";

const SHOWN = 3;

/** `vm_snapshots`: those of a machine, newest first. */
export const vmSnapshots = (machines: Machines): Tool =>
  tool({
    name: "vm_snapshots",
    description: "List a machine's snapshots",
    risk: "read",
    for: "people",
    input: { name: z.string() },
    async run({ name }, { signal }) {
      const machine = single(meant((await machines.read(signal)).machines, name), name);
      const all = await machine.host.snapshots(machine.uuid, signal);
      const newest = all.toSorted((one, other) => other.created - one.created);
      const names = newest.slice(0, SHOWN).map((snapshot) => clean(snapshot.name, 40));
      const what = names.length > 0 ? `: ${listed(names)}` : "";
      const say = `${titleOf(machine)} has ${counted(all.length, "snapshot")}${what}${all.length > SHOWN ? " …" : "."}`;
      return done(spoken(say), { data: json.parse({ snapshots: newest }) });
    },
  });

/** `vm_revert` (the machine becomes what it was) and `vm_snapshot_delete`: both are hard to take back. */
export const vmRevert = (machines: Machines): Tool =>
  onSnapshot(machines, "vm_revert", "Put a machine back to a snapshot", async (machine, snapshot, signal) => {
    await machine.host.revert(machine.uuid, snapshot, signal);
    const { state } = await machines.look(machine, signal);
    return done(spoken(`${titleOf(machine)} is as it was in ${clean(snapshot, 40)}, and ${STATES[state]}.`));
  });

export const vmSnapshotDelete = (machines: Machines): Tool =>
  onSnapshot(machines, "vm_snapshot_delete", "Delete a machine's snapshot", async (machine, snapshot, signal) => {
    await machine.host.deleteSnapshot(machine.uuid, snapshot, signal);
    const left = await machine.host.snapshots(machine.uuid, signal);
    const isThere = left.some(({ name }) => name === snapshot);
    const say = `The snapshot ${clean(snapshot, 40)} of ${titleOf(machine)} is ${isThere ? "still there" : "gone"}.`;
    return isThere ? failed(spoken(say)) : done(spoken(say));
  });

function onSnapshot(
  machines: Machines,
  name: string,
  description: string,
  run: (machine: Known, snapshot: string, signal: AbortSignal) => Promise<ReturnType<typeof done>>,
): Tool {
  return tool({
    name,
    description,
    risk: "danger",
    for: "people",
    input: { name: z.string(), snapshot: z.string() },
    async plan({ name: said, snapshot }, { signal }) {
      const machine = single(meant((await machines.read(signal)).machines, said), said);
      const all = await machine.host.snapshots(machine.uuid, signal);
      if (!all.some((one) => one.name === snapshot)) {
        const known = all.slice(-5).map((one) => clean(one.name, 40));
        throw new UserError(
          `${titleOf(machine)} has no snapshot ${JSON.stringify(clean(snapshot, 60))}. It has: ${listed(known) || "none"}.`,
        );
      }
      const summary = `${description.toLowerCase()}: ${titleOf(machine)}, ${clean(snapshot, 60)}`;
      return { targets: [machine.name], args: { name: machine.name, snapshot }, summary };
    },
    async run({ args }, { signal }) {
      const machine = single(meant((await machines.read(signal)).machines, args.name), args.name);
      return run(machine, args.snapshot, signal);
    },
  });
}

/** The one machine that is meant. @throws UserError */
export function single(found: ReturnType<typeof meant>, said: string): Known {
  if ("ask" in found) throw new UserError(found.ask.question);
  const [machine, ...more] = found;
  if (!machine || more.length > 0)
    throw new UserError(`Which one machine? ${JSON.stringify(clean(said, 60))} names ${found.length}.`);
  return machine;
}
