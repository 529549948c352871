import { PeerError } from "../../kernel/errors.ts";

/** What a machine is doing. `stopping` was asked to shut down and has not yet; `saved` sleeps on disk. */
export type PowerState = "running" | "paused" | "stopping" | "saved" | "crashed" | "off";

/** A virtual machine as its host knows it. */
export interface Machine {
  /** what every call takes: names can be given to another machine */
  uuid: string;
  name: string;
  state: PowerState;
  /** MiB it takes while it runs */
  memory: number;
  cpus: number;
  /** its definition survives that it is off */
  persistent: boolean;
}

export interface Snapshot {
  name: string;
  description: string;
  /** epoch milliseconds */
  created: number;
  /** of the machine when it was taken */
  state: PowerState;
  parent: string | null;
  current: boolean;
}

/** An address of a machine: told by its agent, or leased to one of its network cards; a lease alone may be stale. */
export interface Address {
  ip: string;
  mac: string;
  source: "agent" | "lease";
}

/** What a machine uses; null where its host cannot tell. */
export interface Stats {
  /** seconds of processor time since it started */
  cpuSeconds: number | null;
  /** MiB */
  memoryUsed: number | null;
  diskReadBytes: number | null;
  diskWrittenBytes: number | null;
  netReceivedBytes: number | null;
  netSentBytes: number | null;
}

/** MiB of the host; `free` counts what it could give a new machine at once (caches included). */
export interface HostMemory {
  free: number;
  total: number;
}

/** What a host can run: its processors' kind, and how its machines can be made ("kvm", "qemu", "test"). */
export interface Abilities {
  arch: string;
  types: string[];
}

/** A lifecycle event, as it happens. */
export interface MachineEvent {
  uuid: string;
  name: string;
  event: "defined" | "undefined" | "started" | "paused" | "resumed" | "stopping" | "stopped" | "saved" | "crashed";
}

/** A virtual network of a host: "nat" and "route" have a bridge of libvirt's own, "bridge" is one of the host's. */
export interface HostNetwork {
  name: string;
  mode: "nat" | "route" | "bridge" | "isolated" | "other";
  bridge: string | null;
  active: boolean;
}

/** Where disks lie. All of it goes through the host: no path of this machine is meant. */
export interface Storage {
  pools(signal: AbortSignal): Promise<{ name: string; active: boolean; availableBytes: number }[]>;
  volumes(pool: string, signal: AbortSignal): Promise<{ name: string; path: string; bytes: number }[]>;
  /** Creates a volume and gives its path on the host. @throws MachineFault "exists" */
  create(
    pool: string,
    volume: { name: string; bytes: number; format: "qcow2" | "raw" },
    signal: AbortSignal,
  ): Promise<string>;
  /** Writes a volume's content; `bytes` is all of it. */
  upload(
    pool: string,
    volume: string,
    content: AsyncIterable<Uint8Array>,
    bytes: number,
    signal: AbortSignal,
  ): Promise<void>;
  resize(pool: string, volume: string, bytes: number, signal: AbortSignal): Promise<void>;
  remove(pool: string, volume: string, signal: AbortSignal): Promise<void>;
}

/**
 * One host of virtual machines. Every call takes a signal and may fail with a MachineFault; an effect is asked for,
 * not awaited: `start` gives back when libvirt took it, and whoever asked reads the state back.
 */
export interface MachineHost {
  /** how people tell hosts apart: "local", or the host of its URI */
  readonly name: string;
  list(signal: AbortSignal): Promise<Machine[]>;
  /** @throws MachineFault "gone" */
  look(uuid: string, signal: AbortSignal): Promise<Machine>;
  start(uuid: string, signal: AbortSignal): Promise<void>;
  /** Asks the guest to shut down, by its agent where one answers, else by ACPI. */
  shutdown(uuid: string, signal: AbortSignal): Promise<void>;
  reboot(uuid: string, signal: AbortSignal): Promise<void>;
  /** Pulls the plug. */
  destroy(uuid: string, signal: AbortSignal): Promise<void>;
  suspend(uuid: string, signal: AbortSignal): Promise<void>;
  resume(uuid: string, signal: AbortSignal): Promise<void>;
  snapshots(uuid: string, signal: AbortSignal): Promise<Snapshot[]>;
  takeSnapshot(uuid: string, snapshot: { name: string; description: string }, signal: AbortSignal): Promise<void>;
  revert(uuid: string, snapshot: string, signal: AbortSignal): Promise<void>;
  deleteSnapshot(uuid: string, snapshot: string, signal: AbortSignal): Promise<void>;
  /** Those of the agent, and the leases whose card the machine has; an agent's word comes first. */
  addresses(uuid: string, signal: AbortSignal): Promise<Address[]>;
  stats(uuid: string, signal: AbortSignal): Promise<Stats>;
  memory(signal: AbortSignal): Promise<HostMemory>;
  /** its machines are nobody's: nothing real is given up for them */
  isDemo?: boolean;
  abilities(signal: AbortSignal): Promise<Abilities>;
  /** The domain's XML; of what will be at its next start where `inactive`. */
  xml(uuid: string, options: { inactive: boolean }, signal: AbortSignal): Promise<string>;
  /** Defines a machine, or anew the one with that uuid; gives its uuid. */
  define(xml: string, signal: AbortSignal): Promise<string>;
  /** Forgets an off machine, its snapshots' notes and firmware variables; its disks stay. */
  undefine(uuid: string, signal: AbortSignal): Promise<void>;
  networks(signal: AbortSignal): Promise<HostNetwork[]>;
  /** absent where disks cannot be made */
  readonly storage?: Storage;
  /** Hears what happens to machines, also over reconnections; gives back how to stop. */
  onEvent(listener: (event: MachineEvent) => void): () => void;
  /** one word: "demo", "ok", "unreachable" */
  health(): string;
  close(): Promise<void>;
}

/**
 * Why a host did not do it. gone: no such machine, snapshot or volume. state: not possible as it is now. exists: the
 * name is taken. denied: we may not. away: nobody answers. unsupported: this host or guest cannot. failed: anything else.
 */
export type FaultKind = "gone" | "state" | "exists" | "denied" | "away" | "unsupported" | "failed";

/** A host's no, by kind; its message is one line for people. */
export class MachineFault extends PeerError {
  override readonly name = "MachineFault";
  readonly kind: FaultKind;

  constructor(kind: FaultKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
