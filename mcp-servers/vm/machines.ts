import type { MachineRecord } from "../../db/machines/index.ts";
import type { Log } from "../../kernel/log.ts";
import type { NameEntry } from "../../kernel/wire.ts";
import type { Machine, MachineHost } from "./driver.ts";
import { MachineFault } from "./driver.ts";
import { namedAs } from "./resolve.ts";

/** A machine where it is, with what is recorded of it. */
export interface Known extends Machine {
  host: MachineHost;
  /** what people call it */
  title: string;
  record: MachineRecord | null;
}

/** Where records are kept. */
export interface Records {
  list(): Promise<MachineRecord[]>;
  save(records: readonly MachineRecord[]): Promise<void>;
  /** true where there was one */
  remove(name: string, host: string): Promise<boolean>;
}

/** The machines of all hosts, as they are now. */
export interface Machines {
  hosts: readonly MachineHost[];
  records: Records;
  /** Those of the hosts that answer, by name; `away` names the others. @throws MachineFault where none answers */
  read(signal: AbortSignal): Promise<{ machines: Known[]; away: string[] }>;
  /** One, as it is now. @throws MachineFault "gone" */
  look(machine: Known, signal: AbortSignal): Promise<Known>;
  /** the names as they were last read */
  entries(): NameEntry[];
  onNames(listener: () => void): () => void;
  close(): Promise<void>;
}

/** How long the names of machines may be out of date where a host tells no events; milliseconds. */
const NAMES_MS = 60_000;
const ANSWER_MS = 5_000;

/** Opens the view of all hosts; a host that is away now is asked again with the next call. */
export function openMachines(hosts: readonly MachineHost[], records: Records, log: Log): Machines {
  const listeners = new Set<() => void>();
  let entries: NameEntry[] = [];

  const notice = (machines: readonly Known[]) => {
    const now = machines.map((machine) => {
      const { machine: _, ...entry } = namedAs(machine, machines);
      return entry;
    });
    const isNew = JSON.stringify(now) !== JSON.stringify(entries);
    entries = now;
    if (isNew) for (const listener of listeners) listener();
  };
  const read = async (signal: AbortSignal) => {
    const [kept, ...answers] = await Promise.all([
      records.list(),
      ...hosts.map((host) => host.list(signal).then((list) => ({ host, list }), faultOf(host))),
    ]);
    const faults = answers.filter((answer) => "fault" in answer);
    const [first] = faults;
    if (first && faults.length === answers.length) throw first.fault;
    const found = answers.flatMap((answer) =>
      "list" in answer ? answer.list.map((machine) => known(machine, answer.host, kept)) : [],
    );
    const machines = found.toSorted((one, other) => one.name.localeCompare(other.name));
    if (faults.length === 0) notice(machines); // the names of a host that is away are still meant
    return { machines, away: faults.map(({ host }) => host.name) };
  };
  const refresh = () =>
    void read(AbortSignal.timeout(ANSWER_MS)).catch((thrown: unknown) => log.warn("machines not read", { thrown }));
  const stops = hosts.map((host) =>
    host.onEvent(({ event }) => {
      if (event === "defined" || event === "undefined") refresh();
    }),
  );
  const timer = setInterval(refresh, NAMES_MS).unref();
  return {
    hosts,
    records,
    read,
    look: async (machine, signal) => ({ ...machine, ...(await machine.host.look(machine.uuid, signal)) }),
    entries: () => entries,
    onNames: (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    async close() {
      clearInterval(timer);
      for (const stop of stops) stop();
      await Promise.all(hosts.map((host) => host.close()));
    },
  };
}

const faultOf = (host: MachineHost) => (fault: unknown) => {
  if (fault instanceof MachineFault) return { host, fault };
  throw fault;
};

function known(machine: Machine, host: MachineHost, records: readonly MachineRecord[]): Known {
  const own = records.filter(({ name }) => name === machine.name);
  const record = own.find((one) => one.host === host.name) ?? own.find((one) => one.host === "") ?? null;
  return { ...machine, host, record, title: record?.displayName || machine.name };
}
