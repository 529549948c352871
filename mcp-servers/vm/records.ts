import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { MachineRecord } from "../../db/machines/index.ts";
import { UserError } from "../../kernel/errors.ts";
import { json, jsonObject } from "../../kernel/schema.ts";
import { clean, counted, listed } from "../../kernel/text.ts";
import type { Tool } from "../../kernel/tool.ts";
import { done, tool } from "../../kernel/tool.ts";
import type { Machines } from "./machines.ts";
import { readMachines, recordFields, withFields } from "./record-fields.ts";
import { meant } from "./resolve.ts";
import { single } from "./snapshots.ts";
import { spoken, titleOf } from "./say.ts";

const find = (records: readonly MachineRecord[], name: string, host: string) =>
  records.find((record) => record.name === name && record.host === host);

/** `vm_record`: what is known of a machine besides what its host knows. */
export const vmRecord = (machines: Machines): Tool =>
  tool({
    name: "vm_record",
    description: "Write down what a machine is",
    risk: "write",
    for: "people",
    input: { name: z.string(), ...recordFields },
    async plan({ name, ...said }, { signal }) {
      const machine = single(meant((await machines.read(signal)).machines, name), name);
      return {
        targets: [machine.name],
        args: { name: machine.name, ...said },
        summary: `write down ${Object.keys(said).join(", ") || "nothing new"} of ${titleOf(machine)}`,
      };
    },
    async run({ args: { name, ...said } }, { signal }) {
      const machine = single(meant((await machines.read(signal)).machines, name), name);
      const host = machine.record?.host ?? "";
      const was = find(await machines.records.list(), machine.name, host);
      const is = withFields(was, { name: machine.name, host }, said);
      await machines.records.save([is]);
      await machines.read(signal);
      const undo = [
        { tool: "vm_record_restore", args: { record: jsonObject.parse(wire(was ?? null, machine.name, host)) } },
      ];
      const changed = { before: json.parse(shown(was)), after: json.parse(shown(is)) };
      return done(spoken(`${clean(is.displayName || is.name, 50)} is written down.`), { changed, undo });
    },
  });

/** Without what is sealed. */
const shown = (record: MachineRecord | undefined) => record && { ...record, credentials: record.credentials !== null };

/** A record, or that there was none, as undo carries it: credentials stay where they are. */
const wire = (record: MachineRecord | null, name: string, host: string) => {
  if (!record) return { name, host, was: null };
  const { credentials: _, name: _name, host: _host, ...was } = record;
  return { name, host, was };
};

const former = z.strictObject({
  name: z.string(),
  host: z.string(),
  was: z
    .object({
      displayName: z.string(),
      owner: z.string(),
      desktopHost: z.string().nullable(),
      desktopPort: z.number().nullable(),
      desktopProtocol: z.enum(["rdp", "vnc", "ssh"]),
      guacamoleId: z.string().nullable(),
      network: z.string().nullable(),
    })
    .nullable(),
});

/** `vm_record_restore`: a record as it was, for undo. */
export const vmRecordRestore = (machines: Machines): Tool =>
  tool({
    name: "vm_record_restore",
    description: "Put a machine's record back",
    risk: "write",
    for: "people",
    input: { record: former },
    plan: ({ record }) => ({ targets: [record.name], summary: `put back the record of ${clean(record.name, 50)}` }),
    async run({ args: { record } }) {
      const { name, host, was } = record;
      const now = find(await machines.records.list(), name, host);
      if (was) await machines.records.save([{ ...was, name, host, credentials: now?.credentials ?? null }]);
      else await machines.records.remove(name, host);
      return done(spoken(`The record of ${clean(name, 50)} is as it was.`));
    },
  });

/** `vm_forget`: takes a record away; the machine itself stays. Its credentials go too, so it asks. */
export const vmForget = (machines: Machines): Tool =>
  tool({
    name: "vm_forget",
    description: "Forget a machine's record",
    risk: "danger",
    for: "people",
    input: { name: z.string() },
    async plan({ name }) {
      const record = recordOf(await machines.records.list(), name);
      return {
        targets: [record.name],
        args: { name: record.name },
        summary: `forget the record of ${clean(record.name, 50)}`,
      };
    },
    async run({ args }) {
      const record = recordOf(await machines.records.list(), args.name);
      await machines.records.remove(record.name, record.host);
      return done(spoken(`The record of ${clean(record.name, 50)} is gone; the machine itself is untouched.`));
    },
  });

function recordOf(records: readonly MachineRecord[], said: string): MachineRecord {
  const found = records.find(({ name, displayName }) => name === said || displayName === said);
  if (found) return found;
  const names = records.slice(0, 10).map(({ name }) => clean(name, 40));
  throw new UserError(`No record is called ${JSON.stringify(clean(said, 60))}. Records: ${listed(names) || "none"}.`);
}

/** `vm_import`: records from YAML, all or none; again is no change. Machines need not be there yet. */
export const vmImport = (machines: Machines): Tool =>
  tool({
    name: "vm_import",
    description: "Import records of machines from YAML",
    risk: "write",
    for: "people",
    input: { text: z.string() },
    async plan({ text }) {
      const { changes, say } = importOf(await machines.records.list(), text);
      return { targets: changes.map(({ name }) => name), summary: say };
    },
    async run({ args }, { signal }) {
      const { changes, say } = importOf(await machines.records.list(), args.text);
      await machines.records.save(changes);
      await machines.read(signal).catch(() => undefined); // records are kept where no host answers too
      return done(say);
    },
  });

function importOf(records: readonly MachineRecord[], text: string) {
  const { entries, ignored } = readMachines(text);
  const wanted = entries.map(({ name, said }) => {
    const was = records.find((record) => record.name === name);
    return { was, is: withFields(was, { name, host: was?.host ?? "" }, said) };
  });
  const changes = wanted.filter(({ was, is }) => !isDeepStrictEqual(was, is));
  const fresh = changes.filter(({ was }) => was === undefined).length;
  const counts = `${fresh} new, ${changes.length - fresh} changed and ${wanted.length - changes.length} as they were`;
  const notes = ignored.length > 0 ? ` Not taken over: ${listed(ignored.map((field) => clean(field, 30)))}.` : "";
  return { changes: changes.map(({ is }) => is), say: spoken(`Machines: ${counts}.${notes}`) };
}

/** `vm_drift`: machines without a record, and records without a machine. */
export const vmDrift = (machines: Machines): Tool =>
  tool({
    name: "vm_drift",
    description: "Compare machines with their records",
    risk: "read",
    for: "people",
    input: {},
    async run(_, { signal }) {
      const { unrecorded, missing } = await driftOf(machines, signal);
      const parts = [
        ...(unrecorded.length > 0 ? [`not recorded: ${listed(unrecorded)}`] : []),
        ...(missing.length > 0 ? [`recorded, but not there: ${listed(missing)}`] : []),
      ];
      const say =
        parts.length > 0 ? `${parts.join("; ")}.` : "Every machine has its record, and every record its machine.";
      return done(spoken(say.charAt(0).toUpperCase() + say.slice(1)), { data: { unrecorded, missing } });
    },
  });

/** Both ways; what belongs to a host that is away is not called missing. */
export async function driftOf(machines: Machines, signal: AbortSignal) {
  const [{ machines: all, away }, records] = await Promise.all([machines.read(signal), machines.records.list()]);
  const unrecorded = all.filter(({ record }) => record === null).map(({ name }) => name);
  const isThere = (record: MachineRecord) => all.some((machine) => machine.record && sameAs(machine.record, record));
  const missing = records
    .filter((record) => !isThere(record) && (record.host === "" ? away.length === 0 : !away.includes(record.host)))
    .map(({ name }) => name);
  return { unrecorded, missing, count: counted(all.length, "machine") };
}

const sameAs = (one: MachineRecord, other: MachineRecord) => one.name === other.name && one.host === other.host;
