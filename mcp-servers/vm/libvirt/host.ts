import type { Log } from "../../../kernel/log.ts";
import type { HostMemory, MachineEvent, MachineHost, Stats } from "../driver.ts";
import { MachineFault } from "../driver.ts";
import { abilitiesOf } from "../xml-of.ts";
import { addressesOf } from "./addresses.ts";
import { domainOf, listMachines, lookAt, statsOf } from "./domains.ts";
import { hearEvents } from "./events.ts";
import type { Link } from "./link.ts";
import { createLink } from "./link.ts";
import { listNetworks } from "./networks.ts";
import { PROC, readDomain, writeDomain } from "./procedures.ts";
import { listSnapshots, onSnapshot, takeSnapshot } from "./snapshots.ts";
import { storageOf } from "./storage.ts";
import type { Connect } from "./transport.ts";
import { connectTo } from "./transport.ts";
import { targetOf } from "./uri.ts";

/** Asks whoever serves it: the daemon of the machines, or that of networks or storage where they are apart. */
export type Ask = Link["call"];

/** virDomainUndefineFlagsValues: a saved image, notes of snapshots and checkpoints, and firmware variables go too. */
const UNDEFINE = [1 | 2 | 4 | 16, 1 | 2] as const;
const INACTIVE = 2;
/** virDomainStatsTypes: processor, balloon, interfaces, disks */
const STATS = 2 | 4 | 16 | 32;
const KIB = 1_024;
const MIB = KIB * KIB;

/**
 * A host of machines by libvirt's own RPC, over its socket here or through ssh; connected when it is first asked.
 * @throws UserError for a URI that nothing here speaks
 */
export function libvirtHost(uri: string, log: Log, connect: Connect = connectTo): MachineHost {
  const target = targetOf(uri);
  const link = createLink(target, target.scheme, connect, log);
  const beside = new Map<string, Link>();
  const other = (scheme: string) => {
    const made = beside.get(scheme) ?? createLink(target, scheme, connect, log);
    beside.set(scheme, made);
    return made;
  };
  /** Modular daemons serve one thing each. */
  const elsewhere = async <T>(scheme: string, work: (through: Link) => Promise<T>): Promise<T> => {
    try {
      return await work(link);
    } catch (fault) {
      if (!(fault instanceof MachineFault && fault.kind === "unsupported" && target.scheme !== "test")) throw fault;
      return work(other(scheme));
    }
  };
  const on = async (procedure: number, uuid: string, signal: AbortSignal, ...flags: number[]) => {
    const domain = await domainOf(link, uuid, signal);
    const write = (writer: Parameters<typeof writeDomain>[0]) =>
      flags.reduce((written, flag) => written.u32(flag), writeDomain(writer, domain));
    await link.call(procedure, write, () => {}, signal);
  };
  const listeners = new Set<(event: MachineEvent) => void>();
  return {
    name: target.name,
    list: (signal) => listMachines(link, signal),
    look: (uuid, signal) => lookAt(link, uuid, signal),
    start: (uuid, signal) => on(PROC.create, uuid, signal),
    shutdown: (uuid, signal) => on(PROC.shutdown, uuid, signal, 0),
    reboot: (uuid, signal) => on(PROC.reboot, uuid, signal, 0),
    destroy: (uuid, signal) => on(PROC.destroy, uuid, signal, 0),
    suspend: (uuid, signal) => on(PROC.suspend, uuid, signal),
    resume: (uuid, signal) => on(PROC.resume, uuid, signal),
    snapshots: (uuid, signal) => listSnapshots(link, uuid, signal),
    takeSnapshot: (uuid, snapshot, signal) => takeSnapshot(link, uuid, snapshot, signal),
    revert: (uuid, name, signal) => onSnapshot(link, PROC.snapshotRevert, uuid, name, signal),
    deleteSnapshot: (uuid, name, signal) => onSnapshot(link, PROC.snapshotDelete, uuid, name, signal),
    addresses: (uuid, signal) => addressesOf(link, uuid, signal),
    stats: async (uuid, signal) => statsFrom(await statsOf(link, uuid, STATS, signal)),
    memory: (signal) => memoryOf(link, signal),
    abilities: async (signal) =>
      abilitiesOf(
        await link.call(
          PROC.capabilities,
          () => {},
          (reader) => reader.string(),
          signal,
        ),
      ),
    async xml(uuid, { inactive }, signal) {
      const domain = await domainOf(link, uuid, signal);
      const flags = inactive ? INACTIVE : 0;
      return link.call(
        PROC.xml,
        (writer) => writeDomain(writer, domain).u32(flags),
        (reader) => reader.string(),
        signal,
      );
    },
    async define(xml, signal) {
      return (await link.call(PROC.define, (writer) => writer.string(xml).u32(0), readDomain, signal)).uuid;
    },
    async undefine(uuid, signal) {
      const [all, some] = UNDEFINE;
      await on(PROC.undefine, uuid, signal, all).catch((fault: unknown) => {
        // A driver without firmware or checkpoints refuses the flags of both.
        if (!(fault instanceof MachineFault) || fault.kind !== "failed") throw fault;
        return on(PROC.undefine, uuid, signal, some);
      });
    },
    networks: (signal) => elsewhere("network", (through) => listNetworks(through.call, signal)),
    storage: storageOf(
      (...call) => elsewhere("storage", (through) => through.call(...call)),
      (...call) => elsewhere("storage", (through) => through.upload(...call)),
    ),
    onEvent(listener) {
      if (listeners.size === 0) hearEvents(link, (event) => listeners.forEach((tell) => tell(event)));
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    health: () => link.state(),
    async close() {
      for (const one of [link, ...beside.values()]) one.close();
    },
  };
}

/** What is free with caches counted in; where a driver tells no statistics, what it calls free. */
async function memoryOf(link: Link, signal: AbortSignal): Promise<HostMemory> {
  const stats = async (count: number) =>
    link.call(
      PROC.memoryStats,
      (writer) => writer.i32(count).i32(-1).u32(0),
      (reader) => ({
        fields: new Map(reader.list((each) => [each.string(), Number(each.u64())])),
        count: reader.i32(),
      }),
      signal,
    );
  try {
    const { fields } = await stats((await stats(0)).count);
    const of = (field: string) => (fields.get(field) ?? 0) / KIB;
    return { free: Math.round(of("free") + of("buffers") + of("cached")), total: Math.round(of("total")) };
  } catch (fault) {
    if (!(fault instanceof MachineFault && fault.kind === "unsupported")) throw fault;
  }
  const total = await link.call(
    PROC.nodeInfo,
    () => {},
    (reader) => {
      for (let letter = 0; letter < 32; letter++) reader.i32(); // the model: a word for each letter
      return Number(reader.u64());
    },
    signal,
  );
  const free = await link.call(
    PROC.freeMemory,
    () => {},
    (reader) => Number(reader.u64()),
    signal,
  );
  return { free: Math.round(free / MIB), total: Math.round(total / KIB) };
}

function statsFrom(fields: ReadonlyMap<string, number | string>): Stats {
  const number = (field: string) => {
    const value = fields.get(field);
    return typeof value === "number" ? value : null;
  };
  const sum = (prefix: string, suffix: string) => {
    const count = number(`${prefix}.count`) ?? 0;
    const all = Array.from({ length: count }, (_, at) => number(`${prefix}.${at}.${suffix}`)).filter(
      (one) => one !== null,
    );
    return all.length > 0 ? all.reduce((total, one) => total + one, 0) : null;
  };
  const time = number("cpu.time");
  const [available, unused, rss] = [number("balloon.available"), number("balloon.unused"), number("balloon.rss")];
  const used = available !== null && unused !== null ? available - unused : rss;
  return {
    cpuSeconds: time === null ? null : time / 1e9,
    memoryUsed: used === null ? null : Math.round(used / KIB),
    diskReadBytes: sum("block", "rd.bytes"),
    diskWrittenBytes: sum("block", "wr.bytes"),
    netReceivedBytes: sum("net", "rx.bytes"),
    netSentBytes: sum("net", "tx.bytes"),
  };
}
