import type { MachineRecord } from "../../db/machines/index.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Address, Machine, MachineEvent, MachineHost, Snapshot } from "./driver.ts";
import { MachineFault } from "./driver.ts";

/** MiB of the demo's host, and what it takes for itself. */
const TOTAL = 16_384;
const OWN = 3_072;
/** How long a guest of the demo takes to shut down; milliseconds. */
const SHUTDOWN_MS = 300;

interface Demo extends Machine {
  /** its network, and the card on it */
  network: "bridge" | "nat";
  address: Address;
  snapshots: Snapshot[];
  started: number;
}

const MACHINES: readonly Omit<Demo, "snapshots" | "started">[] = [
  demo(1, "main-endeavouros", "running", 4_096, "bridge", "192.168.0.41"),
  demo(2, "friend-ubuntu", "off", 4_096, "nat", "192.168.122.42"),
  demo(3, "windows-lab", "off", 8_192, "nat", "192.168.122.43"),
];

function demo(
  number: number,
  name: string,
  state: Machine["state"],
  memory: number,
  network: Demo["network"],
  ip: string,
) {
  const uuid = `00000000-0000-4000-8000-00000000000${number}`;
  const address: Address = { ip, mac: `52:54:00:00:00:0${number}`, source: "agent" };
  return { uuid, name, state, memory, cpus: 2, persistent: true, network, address };
}

/** Three machines in memory that behave as those of a real host; they begin as the demo house has them. */
export function demoHost(clock: Clock, shutdownMs = SHUTDOWN_MS): MachineHost {
  const machines = new Map<string, Demo>(
    MACHINES.map((one) => [one.uuid, { ...one, snapshots: [], started: clock.now() }]),
  );
  const listeners = new Set<(event: MachineEvent) => void>();
  const timers = new Set<NodeJS.Timeout>();
  const find = (uuid: string) => {
    const found = machines.get(uuid);
    if (!found) throw new MachineFault("gone", "There is no such machine (any more).");
    return found;
  };
  const tell = ({ uuid, name }: Demo, event: MachineEvent["event"]) => {
    for (const listener of listeners) listener({ uuid, name, event });
  };
  const become = (machine: Demo, state: Machine["state"], event: MachineEvent["event"]) => {
    machine.state = state;
    if (event === "started") machine.started = clock.now();
    tell(machine, event);
  };
  const inState = (uuid: string, states: readonly Machine["state"][]) => {
    const machine = find(uuid);
    if (!states.includes(machine.state))
      throw new MachineFault("state", `${machine.name} is ${machine.state}: that is not possible now.`);
    return machine;
  };
  const snapshotOf = (machine: Demo, name: string) => {
    const found = machine.snapshots.find((snapshot) => snapshot.name === name);
    if (!found) throw new MachineFault("gone", `${machine.name} has no snapshot ${name}.`);
    return found;
  };
  const shown = ({ uuid, name, state, memory, cpus, persistent }: Demo): Machine => ({
    uuid,
    name,
    state,
    memory,
    cpus,
    persistent,
  });
  const used = () => {
    const running = [...machines.values()].filter(({ state }) => ["running", "paused", "stopping"].includes(state));
    return running.reduce((sum, { memory }) => sum + memory, OWN);
  };

  return {
    name: "local",
    isDemo: true,
    list: async () => [...machines.values()].map(shown),
    look: async (uuid) => shown(find(uuid)),
    async start(uuid) {
      become(inState(uuid, ["off", "crashed", "saved"]), "running", "started");
    },
    async shutdown(uuid) {
      const machine = inState(uuid, ["running", "stopping"]);
      if (machine.state === "stopping") return;
      become(machine, "stopping", "stopping");
      const timer = setTimeout(() => {
        timers.delete(timer);
        if (machine.state === "stopping") become(machine, "off", "stopped");
      }, shutdownMs);
      timers.add(timer);
    },
    async reboot(uuid) {
      inState(uuid, ["running"]).started = clock.now();
    },
    async destroy(uuid) {
      become(inState(uuid, ["running", "paused", "stopping"]), "off", "stopped");
    },
    async suspend(uuid) {
      become(inState(uuid, ["running"]), "paused", "paused");
    },
    async resume(uuid) {
      become(inState(uuid, ["paused"]), "running", "resumed");
    },
    snapshots: async (uuid) => find(uuid).snapshots.map((snapshot) => ({ ...snapshot })),
    async takeSnapshot(uuid, { name, description }) {
      const machine = find(uuid);
      if (machine.snapshots.some((snapshot) => snapshot.name === name))
        throw new MachineFault("exists", `${machine.name} has a snapshot ${name} already.`);
      const parent = machine.snapshots.find(({ current }) => current)?.name ?? null;
      for (const snapshot of machine.snapshots) snapshot.current = false;
      const created = Math.floor(clock.now() / 1_000) * 1_000; // libvirt counts whole seconds
      machine.snapshots.push({ name, description, created, state: machine.state, parent, current: true });
    },
    async revert(uuid, name) {
      const machine = find(uuid);
      const snapshot = snapshotOf(machine, name);
      for (const one of machine.snapshots) one.current = one === snapshot;
      if (machine.state === snapshot.state) return;
      become(machine, snapshot.state, snapshot.state === "running" ? "started" : "stopped");
    },
    async deleteSnapshot(uuid, name) {
      const machine = find(uuid);
      const gone = snapshotOf(machine, name);
      machine.snapshots = machine.snapshots.filter((snapshot) => snapshot !== gone);
      for (const snapshot of machine.snapshots) {
        if (snapshot.parent === name) snapshot.parent = gone.parent;
        if (gone.current) snapshot.current = snapshot.name === gone.parent;
      }
    },
    addresses: async (uuid) => (find(uuid).state === "running" ? [find(uuid).address] : []),
    async stats(uuid) {
      const { state, started, memory } = find(uuid);
      const isOn = state === "running";
      return {
        cpuSeconds: isOn ? Math.round((clock.now() - started) / 20_000) : null,
        memoryUsed: isOn ? Math.round(memory / 2) : null,
        diskReadBytes: null,
        diskWrittenBytes: null,
        netReceivedBytes: null,
        netSentBytes: null,
      };
    },
    abilities: async () => ({ arch: "x86_64", types: ["kvm"] }),
    memory: async () => ({ free: TOTAL - used(), total: TOTAL }),
    xml: async (uuid) => xmlOf(find(uuid)),
    async define() {
      throw new MachineFault("unsupported", "The demo house has three machines, and no more.");
    },
    async undefine() {
      throw new MachineFault("unsupported", "The machines of the demo house stay.");
    },
    networks: async () => [{ name: "default", mode: "nat", bridge: "virbr0", active: true }],
    onEvent: (listener) => (listeners.add(listener), () => void listeners.delete(listener)),
    health: () => "demo",
    async close() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** As much of a domain as tells its network. */
function xmlOf({ uuid, name, memory, cpus, network, address }: Demo): string {
  const source = network === "bridge" ? `<source bridge="br0"/>` : `<source network="default"/>`;
  const type = network === "bridge" ? "bridge" : "network";
  return `<domain type="kvm"><name>${name}</name><uuid>${uuid}</uuid><memory unit="MiB">${memory}</memory><vcpu>${cpus}</vcpu><devices><interface type="${type}"><mac address="${address.mac}"/>${source}<model type="virtio"/></interface></devices></domain>`;
}

const record = (name: string, owner: string, network: string): MachineRecord => ({
  name,
  host: "",
  displayName: "",
  owner,
  desktopHost: null,
  desktopPort: null,
  desktopProtocol: "rdp",
  guacamoleId: null,
  credentials: null,
  network,
});

/** Whose machines those are. */
export const DEMO_RECORDS: readonly MachineRecord[] = [
  record("main-endeavouros", "owner", "bridge:br0"),
  record("friend-ubuntu", "friend", "nat:default"),
  record("windows-lab", "owner", "nat:default"),
];
