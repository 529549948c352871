import { setTimeout as sleep } from "node:timers/promises";
import type { Exec } from "../../../kernel/exec.ts";
import type { Address, HostMemory, Machine, MachineEvent, MachineHost, PowerState } from "../driver.ts";
import { MachineFault } from "../driver.ts";
import { targetOf } from "../libvirt/uri.ts";
import { abilitiesOf, networkOf, snapshotOf, snapshotXml } from "../xml-of.ts";
import { parseXml, textOf } from "../xml.ts";
import type { Virsh } from "./command.ts";
import { fieldsOf, linesOf, virshAt } from "./command.ts";
import { virshStorage } from "./storage.ts";

const STATES: Record<string, PowerState> = {
  running: "running",
  idle: "running",
  paused: "paused",
  pmsuspended: "paused",
  "in shutdown": "stopping",
  crashed: "crashed",
  "shut off": "off",
};
const KIB = 1_024;
/** virsh tells no event by uuid: lists of machines are compared instead, one every so often. Milliseconds. */
const POLL_MS = 2_000;

/**
 * A host of machines by the command line of libvirt: each call is a process, and an event up to two seconds late.
 * For where the protocol itself cannot be spoken.
 */
export function virshHost(uri: string, exec: Exec): MachineHost {
  const { name } = targetOf(uri);
  const virsh = virshAt(uri, exec);
  const listeners = new Set<(event: MachineEvent) => void>();
  let isUp = true;
  let polling: AbortController | undefined;
  const noted: Virsh = async (...asked) => {
    try {
      const text = await virsh(...asked);
      isUp = true;
      return text;
    } catch (fault) {
      if (fault instanceof MachineFault && fault.kind === "away") isUp = false;
      throw fault;
    }
  };
  const compare = comparer((event) => listeners.forEach((tell) => tell(event)));
  const list = async (signal: AbortSignal) => {
    const note = compare();
    const machines = await listMachines(noted, signal);
    note(machines);
    return machines;
  };
  const on =
    (...command: string[]) =>
    async (uuid: string, signal: AbortSignal) =>
      void (await noted([...command, "--domain", uuid], signal));
  const onSnapshot =
    (command: string) =>
    async (uuid: string, snapshot: string, signal: AbortSignal): Promise<void> =>
      void (await noted([command, "--domain", uuid, `--snapshotname=${snapshot}`], signal));
  return {
    name,
    list,
    look: (uuid, signal) => lookAt(noted, uuid, signal),
    start: on("start"),
    shutdown: on("shutdown"),
    reboot: on("reboot"),
    destroy: on("destroy"),
    suspend: on("suspend"),
    resume: on("resume"),
    async snapshots(uuid, signal) {
      const names = linesOf(await noted(["snapshot-list", "--domain", uuid, "--name"], signal));
      const current = await noted(["snapshot-current", "--domain", uuid, "--name"], signal).catch(() => "");
      return Promise.all(
        names.map(async (one) => {
          const xml = await noted(["snapshot-dumpxml", "--domain", uuid, `--snapshotname=${one}`], signal);
          return snapshotOf(xml, current.trim() === one);
        }),
      );
    },
    async takeSnapshot(uuid, snapshot, signal) {
      await noted(["snapshot-create", "--domain", uuid, "--xmlfile"], signal, snapshotXml(snapshot));
    },
    revert: onSnapshot("snapshot-revert"),
    deleteSnapshot: onSnapshot("snapshot-delete"),
    addresses: (uuid, signal) => addressesOf(noted, uuid, signal),
    async stats(uuid, signal) {
      const fields = statsOf(await noted(["domstats", uuid], signal));
      const number = (key: string) => (fields.has(key) ? Number(fields.get(key)) : null);
      const sum = (prefix: string, suffix: string) => {
        const all = [...fields].filter(([key]) => key.startsWith(`${prefix}.`) && key.endsWith(`.${suffix}`));
        return all.length > 0 ? all.reduce((total, [, value]) => total + Number(value), 0) : null;
      };
      const time = number("cpu.time");
      const rss = number("balloon.rss");
      return {
        cpuSeconds: time === null ? null : time / 1e9,
        memoryUsed: rss === null ? null : Math.round(rss / KIB),
        diskReadBytes: sum("block", "rd.bytes"),
        diskWrittenBytes: sum("block", "wr.bytes"),
        netReceivedBytes: sum("net", "rx.bytes"),
        netSentBytes: sum("net", "tx.bytes"),
      };
    },
    memory: (signal) => memoryOf(noted, signal),
    abilities: async (signal) => abilitiesOf(await noted(["capabilities"], signal)),
    xml: (uuid, { inactive }, signal) =>
      noted(["dumpxml", "--domain", uuid, ...(inactive ? ["--inactive"] : [])], signal),
    async define(xml, signal) {
      const root = parseXml(xml);
      const [own, called] = [textOf(root, "uuid").toLowerCase(), textOf(root, "name")];
      await noted(["define"], signal, xml);
      const made = (await list(signal)).find((one) => (own === "" ? one.name === called : one.uuid === own));
      if (!made) throw new MachineFault("failed", "The machine was defined, and is not in the list.");
      return made.uuid;
    },
    async undefine(uuid, signal) {
      const flags = ["--managed-save", "--snapshots-metadata"];
      await noted(["undefine", "--domain", uuid, ...flags, "--nvram"], signal).catch((fault: unknown) => {
        if (!(fault instanceof MachineFault) || fault.kind === "gone" || fault.kind === "away") throw fault;
        return noted(["undefine", "--domain", uuid, ...flags], signal);
      });
    },
    async networks(signal) {
      const [all, active] = await Promise.all([
        noted(["net-list", "--all", "--name"], signal),
        noted(["net-list", "--name"], signal),
      ]);
      return Promise.all(
        linesOf(all).map(async (one) =>
          networkOf(await noted(["net-dumpxml", `--network=${one}`], signal), linesOf(active).includes(one)),
        ),
      );
    },
    storage: virshStorage(noted),
    onEvent(listener) {
      listeners.add(listener);
      polling ??= poll(list);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        polling?.abort();
        polling = undefined;
      };
    },
    health: () => (isUp ? "ok" : "unreachable"),
    async close() {
      polling?.abort();
    },
  };
}

async function listMachines(virsh: Virsh, signal: AbortSignal): Promise<Machine[]> {
  const uuids = linesOf(await virsh(["list", "--all", "--uuid"], signal));
  const looked = uuids.map((uuid) =>
    lookAt(virsh, uuid, signal).catch((fault: unknown) => {
      if (fault instanceof MachineFault && fault.kind === "gone") return undefined;
      throw fault;
    }),
  );
  return (await Promise.all(looked)).filter((machine) => machine !== undefined);
}

async function lookAt(virsh: Virsh, uuid: string, signal: AbortSignal): Promise<Machine> {
  const fields = fieldsOf(await virsh(["dominfo", "--domain", uuid], signal));
  const state = STATES[fields.get("State") ?? ""] ?? "off";
  return {
    uuid: fields.get("UUID") ?? uuid,
    name: fields.get("Name") ?? "",
    state: state === "off" && fields.get("Managed save") === "yes" ? "saved" : state,
    memory: Math.round(Number.parseInt(fields.get("Max memory") ?? "0", 10) / KIB),
    cpus: Number(fields.get("CPU(s)") ?? 0),
    persistent: fields.get("Persistent") === "yes",
  };
}

async function addressesOf(virsh: Virsh, uuid: string, signal: AbortSignal): Promise<Address[]> {
  await virsh(["domstate", "--domain", uuid], signal);
  for (const source of ["agent", "lease"] as const) {
    const text = await virsh(["domifaddr", "--domain", uuid, "--source", source], signal).catch(() => "");
    const found = linesOf(text).flatMap((line) => {
      const [, mac, , place = ""] = line.split(/\s+/);
      const [ip = ""] = place.split("/");
      return mac === undefined || !/^[0-9a-f:]{17}$/i.test(mac) || /^(127\.|169\.254\.|::1$|fe80:)/i.test(ip)
        ? []
        : [{ ip, mac: mac.toLowerCase(), source }];
    });
    if (found.length > 0) return found;
  }
  return [];
}

const statsOf = (text: string) =>
  new Map(
    linesOf(text).flatMap((line) => {
      const [key, value] = line.split("=");
      return key !== undefined && value !== undefined ? [[key, value] as const] : [];
    }),
  );

async function memoryOf(virsh: Virsh, signal: AbortSignal): Promise<HostMemory> {
  const kib = (text: string | undefined) => Math.round(Number.parseInt(text ?? "0", 10) / KIB);
  const stats = await virsh(["nodememstats"], signal).catch((fault: unknown) => {
    if (fault instanceof MachineFault && fault.kind !== "away") return undefined;
    throw fault;
  });
  if (stats !== undefined) {
    const fields = fieldsOf(stats);
    const of = (key: string) => kib(fields.get(key));
    return { free: of("free") + of("buffers") + of("cached"), total: of("total") };
  }
  const [cells, node] = await Promise.all([virsh(["freecell"], signal), virsh(["nodeinfo"], signal)]);
  return { free: kib(fieldsOf(cells).get("Total")), total: kib(fieldsOf(node).get("Memory size")) };
}

/** Lists every so often, which tells what changed; a host that is away changes nothing. */
function poll(list: MachineHost["list"]): AbortController {
  const controller = new AbortController();
  const { signal } = controller;
  const run = async () => {
    while (!signal.aborted) {
      await list(signal).catch(() => undefined);
      await sleep(POLL_MS, undefined, { signal, ref: false });
    }
  };
  run().catch(() => {}); // ended
  return controller;
}

/** Tells what changed from list to list, whoever asked for them; one that was begun before the last is too old to tell. */
function comparer(tell: (event: MachineEvent) => void) {
  let begun = 0;
  let last = 0;
  let known: readonly Machine[] | undefined;
  return () => {
    const own = ++begun;
    return (now: readonly Machine[]) => {
      if (own < last) return;
      last = own;
      for (const event of changes(known ?? now, now)) tell(event);
      known = now;
    };
  };
}

const BECAME: Record<PowerState, MachineEvent["event"]> = {
  running: "started",
  paused: "paused",
  stopping: "stopping",
  saved: "saved",
  crashed: "crashed",
  off: "stopped",
};

function changes(before: readonly Machine[], now: readonly Machine[]): MachineEvent[] {
  const told = ({ uuid, name }: Machine, event: MachineEvent["event"]): MachineEvent => ({ uuid, name, event });
  const gone = before.filter(({ uuid }) => !now.some((machine) => machine.uuid === uuid));
  return [
    ...gone.map((machine) => told(machine, "undefined")),
    ...now.flatMap((machine) => {
      const was = before.find(({ uuid }) => uuid === machine.uuid);
      if (!was) return [told(machine, "defined")];
      if (was.state === machine.state) return [];
      if (was.state === "paused" && machine.state === "running") return [told(machine, "resumed")];
      // While it starts it is paused for a moment.
      const isStart = machine.state === "paused" && ["off", "crashed", "saved"].includes(was.state);
      return [...(isStart ? [told(machine, "started")] : []), told(machine, BECAME[machine.state])];
    }),
  ];
}
