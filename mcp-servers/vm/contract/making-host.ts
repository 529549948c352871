import type { Clock } from "../../../kernel/clock.ts";
import { demoHost } from "../demo.ts";
import type { Address, Machine, MachineHost, Storage } from "../driver.ts";
import { MachineFault } from "../driver.ts";
import { child, below, parseXml, textOf } from "../xml.ts";

interface Made extends Machine {
  xml: string;
}

/** A host in memory that makes machines and volumes as libvirt does, for tests: what is there can be looked at, and made to fail. */
export function makingHost(clock: Clock) {
  const host = demoHost(clock);
  const machines = new Map<string, Made>();
  const volumes = new Map<string, { format: string; bytes: number; content: Buffer }>();
  const addresses: Address[] = [];
  const memory = { free: 16_000, total: 32_000 };
  /** by the name of what is asked: thrown at its next call */
  const faults = new Map<string, Error>();
  const may = (what: string) => {
    const fault = faults.get(what);
    faults.delete(what);
    if (fault) throw fault;
  };
  const find = (uuid: string) => {
    const found = machines.get(uuid);
    if (!found) throw new MachineFault("gone", "There is no such machine (any more).");
    return found;
  };
  const volume = (name: string) => {
    const found = volumes.get(name);
    if (!found) throw new MachineFault("gone", `There is no volume ${name}.`);
    return found;
  };
  const storage: Storage = {
    pools: async () => [{ name: "default", active: true, availableBytes: 100_000_000 }],
    volumes: async () => [...volumes].map(([name, { bytes }]) => ({ name, path: `/pool/${name}`, bytes })),
    async create(_pool, { name, bytes, format }) {
      may("create");
      if (volumes.has(name)) throw new MachineFault("exists", `There is a volume ${name} already.`);
      volumes.set(name, { format, bytes, content: Buffer.alloc(0) });
      return `/pool/${name}`;
    },
    async upload(_pool, name, content, bytes, signal) {
      may("upload");
      const pieces: Uint8Array[] = [];
      for await (const piece of content) {
        signal.throwIfAborted();
        pieces.push(piece);
      }
      const all = Buffer.concat(pieces);
      if (all.length !== bytes) throw new MachineFault("failed", "stream aborted");
      volume(name).content = all;
    },
    async resize(_pool, name, bytes) {
      may("resize");
      volume(name).bytes = bytes;
    },
    async remove(_pool, name) {
      may("remove");
      volume(name);
      volumes.delete(name);
    },
  };
  const made: MachineHost = {
    ...host,
    storage,
    list: async () => [...machines.values()].map(({ xml: _, ...machine }) => machine),
    async look(uuid) {
      const { xml: _, ...machine } = find(uuid);
      return machine;
    },
    async start(uuid) {
      may("start");
      find(uuid).state = "running";
    },
    async destroy(uuid) {
      find(uuid).state = "off";
    },
    async define(xml) {
      may("define");
      const root = parseXml(xml);
      const memoryOf = child(root, "memory");
      const unit = memoryOf?.getAttribute("unit") === "KiB" ? 1_024 : 1;
      const uuid = textOf(root, "uuid");
      machines.set(uuid, {
        uuid,
        name: textOf(root, "name"),
        state: machines.get(uuid)?.state ?? "off",
        memory: Number(textOf(root, "memory")) / unit,
        cpus: Number(textOf(root, "vcpu")),
        persistent: true,
        xml,
      });
      return uuid;
    },
    async undefine(uuid) {
      if (find(uuid).state !== "off") throw new MachineFault("state", "It is running.");
      machines.delete(uuid);
    },
    xml: async (uuid) => find(uuid).xml,
    addresses: async (uuid) => (find(uuid).state === "running" ? [...addresses] : []),
    memory: async () => ({ ...memory }),
    health: () => "ok",
  };
  /** The discs and disks that a machine has, by their files. */
  const disksOf = (name: string) => {
    const found = [...machines.values()].find((machine) => machine.name === name);
    return found ? below(parseXml(found.xml), "source").flatMap((source) => source.getAttribute("file") ?? []) : [];
  };
  return { host: made, machines, volumes, addresses, memory, faults, disksOf };
}
