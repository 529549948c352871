import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Machine, MachineEvent, MachineHost } from "../driver.ts";
import { MachineFault } from "../driver.ts";

/** A host with one machine that is running at first, and what it can do besides. */
export interface Given {
  host: MachineHost;
  machine: string;
  close(): Promise<void>;
}

/** What can be made there, beyond what every host can. */
export interface Making {
  /** the XML of a new machine of a name, already escaped */
  machine(escapedName: string): string;
  /** reads a volume back by its path; absent where none keeps what is written */
  readVolume?(path: string): Promise<Uint8Array>;
}

/** How long a test waits for what is not there at once; polls, since a driver may have no events. */
const WAIT_MS = 20_000;
const NOBODY = "11111111-2222-4333-8444-555555555555";

/** What every host of machines keeps to. */
export function machineContract(form: string, open: () => Promise<Given>, making?: Making): void {
  describe(form, () => {
    let given: Given;
    let host: MachineHost;
    let signal: AbortSignal;
    beforeEach(async () => {
      given = await open();
      ({ host } = given);
      signal = AbortSignal.timeout(60_000);
    });
    afterEach(() => given.close());

    const find = async () => {
      const found = (await host.list(signal)).find(({ name }) => name === given.machine);
      if (!found) throw new Error(`no ${given.machine}`);
      return found;
    };
    const became = async (uuid: string, state: Machine["state"]) => {
      await expect.poll(async () => (await host.look(uuid, signal)).state, { timeout: WAIT_MS }).toBe(state);
    };
    const kindOf = (work: Promise<unknown>) =>
      work.then(
        () => "done",
        (fault: unknown) => (fault instanceof MachineFault ? fault.kind : fault),
      );

    test("machines have a uuid, a state and what they take", async () => {
      const machine = await find();
      expect(machine).toMatchObject({ state: "running", persistent: true });
      expect(machine.uuid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(machine.memory).toBeGreaterThan(0);
      expect(machine.cpus).toBeGreaterThan(0);
      expect(await host.look(machine.uuid, signal)).toEqual(machine);
      const { free, total } = await host.memory(signal);
      expect(free).toBeGreaterThan(0);
      expect(total).toBeGreaterThan(free);
      const { arch, types } = await host.abilities(signal);
      expect(arch).toMatch(/^(x86_64|aarch64|i686)$/);
      expect(types.filter((type) => ["kvm", "qemu", "test"].includes(type))).not.toEqual([]);
      expect(host.health()).toMatch(/^(ok|demo)$/);
    });

    test("the plug is pulled and a machine starts again, and that is heard", async () => {
      const heard: MachineEvent[] = [];
      const stop = host.onEvent((event) => heard.push(event));
      const { uuid, name } = await find();
      await host.destroy(uuid, signal);
      await became(uuid, "off");
      await expect.poll(() => heard, { timeout: WAIT_MS }).toContainEqual({ uuid, name, event: "stopped" });
      expect(await kindOf(host.destroy(uuid, signal))).toMatch(/^(state|failed)$/);
      await host.start(uuid, signal);
      await became(uuid, "running");
      await expect.poll(() => heard, { timeout: WAIT_MS }).toContainEqual({ uuid, name, event: "started" });
      expect(await kindOf(host.start(uuid, signal))).toMatch(/^(state|failed)$/);
      stop();
    });

    test("a machine is paused and goes on", async () => {
      const { uuid } = await find();
      await host.suspend(uuid, signal);
      await became(uuid, "paused");
      await host.resume(uuid, signal);
      await became(uuid, "running");
    });

    test("snapshots are taken, listed, gone back to and deleted", async () => {
      const { uuid } = await find();
      const odd = `before "1" & <2>`;
      await host.takeSnapshot(uuid, { name: "first", description: odd }, signal);
      await host.takeSnapshot(uuid, { name: "second", description: "" }, signal);
      const taken = (await host.snapshots(uuid, signal)).toSorted((one, other) => one.name.localeCompare(other.name));
      expect(taken).toEqual([
        { name: "first", description: odd, created: taken[0]?.created, state: "running", parent: null, current: false },
        {
          name: "second",
          description: "",
          created: taken[1]?.created,
          state: "running",
          parent: "first",
          current: true,
        },
      ]);
      expect(taken[0]?.created).toBeGreaterThan(1e12);
      await host.destroy(uuid, signal);
      await became(uuid, "off");
      await host.revert(uuid, "first", signal);
      await became(uuid, "running");
      expect(await kindOf(host.revert(uuid, "third", signal))).toMatch(/^(gone|failed)$/);
      await host.deleteSnapshot(uuid, "second", signal);
      await host.deleteSnapshot(uuid, "first", signal);
      expect(await host.snapshots(uuid, signal)).toEqual([]);
    });

    test("who is not there is told by its kind", async () => {
      expect(await kindOf(host.look(NOBODY, signal))).toBe("gone");
      expect(await kindOf(host.start(NOBODY, signal))).toBe("gone");
      expect(await kindOf(host.destroy(NOBODY, signal))).toBe("gone");
      expect(await kindOf(host.snapshots(NOBODY, signal))).toBe("gone");
      expect(await kindOf(host.addresses(NOBODY, signal))).toBe("gone");
    });

    test("addresses, statistics, networks and XML have their forms", async () => {
      const { uuid, name } = await find();
      for (const { ip, mac, source } of await host.addresses(uuid, signal)) {
        expect(ip).toMatch(/^[0-9a-f.:]+$/);
        expect(mac).toMatch(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/);
        expect(["agent", "lease"]).toContain(source);
      }
      expect(Object.values(await host.stats(uuid, signal)).every((one) => one === null || one >= 0)).toBe(true);
      for (const network of await host.networks(signal)) expect(network.name).not.toBe("");
      expect(await host.xml(uuid, { inactive: true }, signal)).toContain(`<name>${name}</name>`);
    });

    if (!making) return;
    test.for([
      ["-dash first", "-dash first"],
      [`quotes ' and "`, "quotes &apos; and &quot;"],
      ["<xml> & co", "&lt;xml&gt; &amp; co"],
      ["x".repeat(200), "x".repeat(200)],
    ] as const)("a machine called %s is defined, stands in the list and goes", async ([name, written]) => {
      const uuid = await host.define(making.machine(written), signal);
      const found = (await host.list(signal)).find((machine) => machine.uuid === uuid);
      expect(found).toMatchObject({ name, state: "off" });
      const again = await host.xml(uuid, { inactive: true }, signal);
      expect(await host.define(again, signal)).toBe(uuid);
      await host.undefine(uuid, signal);
      expect(await kindOf(host.look(uuid, signal))).toBe("gone");
      expect(await kindOf(host.start(uuid, signal))).toBe("gone");
    });

    test("a volume is made, written, and goes", async () => {
      const { storage } = host;
      if (!storage) throw new Error("no storage");
      const [pool] = await storage.pools(signal);
      const name = pool?.name ?? "";
      expect(pool?.active).toBe(true);
      const content = Buffer.alloc(600_000, "steward ");
      const path = await storage.create(name, { name: "disk 1.img", bytes: content.length, format: "raw" }, signal);
      expect(await storage.volumes(name, signal)).toEqual([{ name: "disk 1.img", path, bytes: content.length }]);
      const again = storage.create(name, { name: "disk 1.img", bytes: 1, format: "raw" }, signal);
      expect(await kindOf(again)).toBe("exists");
      if (making.readVolume) {
        const pieces = async function* () {
          yield content.subarray(0, 300_001);
          yield content.subarray(300_001);
        };
        await storage.upload(name, "disk 1.img", pieces(), content.length, signal);
        expect(Buffer.compare(await making.readVolume(path), content)).toBe(0);
        await storage.resize(name, "disk 1.img", 1_200_000, signal);
        expect((await storage.volumes(name, signal))[0]?.bytes).toBe(1_200_000);
      }
      await storage.remove(name, "disk 1.img", signal);
      expect(await storage.volumes(name, signal)).toEqual([]);
    });
  });
}
