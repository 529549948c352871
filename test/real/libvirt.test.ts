import { mkdtempSync, rmSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { overHttp, startHouse } from "../../evals/house.ts";
import { exec } from "../../kernel/exec.ts";
import { silentLog } from "../../kernel/log.ts";
import { machineContract } from "../../mcp-servers/vm/contract/suite.ts";
import { MachineFault } from "../../mcp-servers/vm/driver.ts";
import { libvirtHost } from "../../mcp-servers/vm/libvirt/host.ts";
import { virshHost } from "../../mcp-servers/vm/virsh/host.ts";
import type { Libvirtd } from "./libvirtd.ts";
import { makeGuest, saidBy } from "./guest.ts";
import { startLibvirtd } from "./libvirtd.ts";
import { startSshd } from "./sshd.ts";

let libvirtd: Libvirtd;
beforeAll(async () => {
  libvirtd = await startLibvirtd();
  return libvirtd.close;
});

const ofTest = (name: string) =>
  `<domain type="test"><name>${name}</name><memory unit="MiB">64</memory><os><type>hvm</type></os></domain>`;

/** Without a system in it: it runs until it is told not to, and hears no ACPI. */
const ofQemu = (name: string, disk = "") =>
  `<domain type="qemu"><name>${name}</name><memory unit="MiB">32</memory><vcpu>1</vcpu>
  <os><type arch="x86_64" machine="q35">hvm</type></os><features><acpi/></features>
  <devices><emulator>/usr/bin/qemu-system-x86_64</emulator><controller type="usb" model="none"/><memballoon model="none"/>${disk}</devices></domain>`;

const drivers = {
  "libvirt's protocol": (uri: string) => libvirtHost(uri, silentLog),
  virsh: (uri: string) => virshHost(uri, exec),
};

for (const [driver, open] of Object.entries(drivers)) {
  machineContract(
    `${driver}, on libvirt's test driver`,
    async () => {
      // The state of the test driver goes with its last connection: this one begins it anew and holds it.
      const held = libvirtHost(libvirtd.testUri, silentLog);
      await held.list(AbortSignal.timeout(5_000));
      const host = open(libvirtd.testUri);
      const close = async () => {
        await host.close();
        await held.close();
      };
      return { host, machine: "test", close };
    },
    { machine: ofTest },
  );

  machineContract(
    `${driver}, on QEMU as an unprivileged user`,
    async () => {
      const signal = AbortSignal.timeout(60_000);
      const host = open(libvirtd.sessionUri);
      const disk = join(libvirtd.folder, "images/tiny.qcow2");
      await exec(libvirtd.as[0], [...libvirtd.as.slice(1), "qemu-img", "create", "-q", "-f", "qcow2", disk, "64M"], {
        timeout: 10_000,
      });
      const drive = `<disk type="file" device="disk"><driver name="qemu" type="qcow2"/><source file="${disk}"/><target dev="vda" bus="virtio"/></disk>`;
      const uuid = await host.define(ofQemu("tiny", drive), signal);
      await host.start(uuid, signal);
      await exec(
        "virsh",
        ["-q", "-c", libvirtd.sessionUri, "pool-create-as", "images", "dir", "--target", join(libvirtd.folder, "data")],
        { timeout: 10_000 },
      ).catch(() => "");
      const close = async () => {
        await host.destroy(uuid, signal).catch(() => {});
        await host.undefine(uuid, signal).catch(() => {});
        await exec("virsh", ["-q", "-c", libvirtd.sessionUri, "pool-destroy", "images"], { timeout: 10_000 }).catch(
          () => "",
        );
        await host.close();
      };
      return { host, machine: "tiny", close };
    },
    { machine: ofQemu, readVolume: (path) => readFile(path) },
  );
}

test("a daemon that is killed is away at once, and heard again when it is back", async () => {
  const own = await startLibvirtd();
  const host = libvirtHost(own.testUri, silentLog);
  try {
    const heard: string[] = [];
    host.onEvent(({ event }) => heard.push(event));
    const [machine] = await host.list(AbortSignal.timeout(5_000));
    const uuid = machine?.uuid ?? "";
    await own.kill();
    await expect(host.list(AbortSignal.timeout(5_000))).rejects.toMatchObject({ kind: "away" });
    expect(host.health()).toBe("unreachable");
    await own.start();
    await expect.poll(() => host.health(), { timeout: 15_000 }).toBe("ok");
    await host.destroy(uuid, AbortSignal.timeout(5_000));
    await expect.poll(() => heard, { timeout: 5_000 }).toEqual(["stopped"]);
  } finally {
    await host.close();
    await own.close();
  }
});

test("a daemon that hangs holds nobody up beyond their time", async () => {
  const own = await startLibvirtd();
  const host = libvirtHost(own.testUri, silentLog);
  try {
    await host.list(AbortSignal.timeout(5_000));
    process.kill(own.pid(), "SIGSTOP");
    const fault = await host.list(AbortSignal.timeout(300)).catch((thrown: unknown) => thrown);
    expect(fault).toBeInstanceOf(MachineFault);
    expect(fault).toMatchObject({ kind: "away", message: "libvirt on local does not answer: it takes too long" });
    process.kill(own.pid(), "SIGCONT");
    expect(await host.list(AbortSignal.timeout(5_000))).toHaveLength(1);
  } finally {
    await host.close();
    await own.close();
  }
});

test("by settings alone a sentence starts and stops a real machine", async () => {
  const held = libvirtHost(libvirtd.testUri, silentLog);
  await held.list(AbortSignal.timeout(5_000));
  for (const driver of ["rpc", "virsh"]) {
    const house = await startHouse({ LIBVIRT_URIS: libvirtd.testUri, LIBVIRT_DRIVER: driver });
    try {
      const { ask } = overHttp(house);
      const say = async (text: string, approves = false) => (await ask(text, undefined, approves)).say;
      expect(await say("which machines are running")).toBe("test is running.");
      expect(await say("stop the test machine")).toBe("test is off.");
      // The test driver's machine wants 8 GB of a host that says it has next to nothing.
      expect(await say("start the test machine")).toBe("test needs 8 GB, 3 MB are free: start anyway?");
      expect(await say("start the test machine anyway")).toBe("test is running.");
      expect(await say("take a snapshot of the test machine")).toMatch(
        /^test has a new snapshot, steward-\w+Z(-2)?\.$/,
      );
      expect(await say("kill the test machine", true)).toBe("test is off.");
      expect(await say("start the test machine anyway")).toBe("test is running.");
    } finally {
      await house.close();
    }
  }
  await held.close();
});

const turned = z.object({ say: z.string(), turn: z.string() });

test("by settings alone a machine is put on another network by its definition, and back", async () => {
  const held = libvirtHost(libvirtd.testUri, silentLog);
  const soon = () => AbortSignal.timeout(10_000);
  const card = `<devices><interface type="network"><mac address="52:54:00:11:22:33"/><source network="default"/></interface></devices>`;
  const uuid = await held.define(ofTest("wired").replace("</os>", `</os>${card}`), soon());
  for (const driver of ["rpc", "virsh"]) {
    const house = await startHouse({ LIBVIRT_URIS: libvirtd.testUri, LIBVIRT_DRIVER: driver });
    const post = async (path: string, body: object) => {
      const headers = { authorization: `Bearer ${house.token}`, "content-type": "application/json" };
      const answer = await fetch(new URL(path, house.url), { method: "POST", headers, body: JSON.stringify(body) });
      return answer.json();
    };
    const network = (to?: string) => post("/api/tools/vm_network", { args: { name: "wired", ...(to && { to }) } });
    const source = async () => /<source [^>]*>/.exec(await held.xml(uuid, { inactive: true }, soon()))?.[0];
    try {
      const was = "wired is on default, a network of its host: the house does not reach it by itself.";
      expect(await network()).toMatchObject({ say: was });
      const moved = turned.parse(await network("macvtap:lo"));
      expect(moved.say).toBe("wired is on lo by macvtap: it and its own host cannot reach each other.");
      expect(await source()).toBe("<source dev='lo' mode='bridge'/>");
      expect(await network("bridge:nowhere")).toMatchObject({
        error: expect.stringMatching(/^This server has no bridge nowhere\. To make it: .*netplan try/),
      });
      expect(await post(`/api/turns/${moved.turn}/undo`, {})).toMatchObject({ say: was });
      expect(await source()).toBe("<source network='default'/>");
    } finally {
      await house.close();
    }
  }
  await held.undefine(uuid, soon());
  await held.close();
});

test("machines of another host are reached through ssh, and it is told when that is away", async () => {
  const sshd = await startSshd();
  const user = Number(await exec("id", ["-u", sshd.user], { timeout: 5_000 }));
  const far = await startLibvirtd(user);
  const folder = mkdtempSync(join(tmpdir(), "steward-ssh-"));
  try {
    const key = join(folder, "key");
    await exec("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key], { timeout: 10_000 });
    await sshd.allow(
      (await readFile(`${key}.pub`, "utf8")).trim(),
      `XDG_RUNTIME_DIR=${far.folder}/run exec sh -c \\"$SSH_ORIGINAL_COMMAND\\"`,
    );
    const known = join(folder, "known_hosts");
    await writeFile(known, await exec("ssh-keyscan", ["-p", String(sshd.port), "127.0.0.1"], { timeout: 10_000 }));
    const uri = `qemu+ssh://${sshd.user}@127.0.0.1:${sshd.port}/session?keyfile=${key}&known_hosts=${known}`;
    const host = libvirtHost(uri, silentLog);
    const soon = () => AbortSignal.timeout(10_000);
    expect([host.name, await host.list(soon())]).toEqual(["127.0.0.1", []]);
    const uuid = await host.define(ofQemu("far"), soon());
    expect(await host.list(soon())).toMatchObject([{ uuid, name: "far", state: "off" }]);
    await sshd.stop();
    sshd.cutAfter(0);
    await expect(host.list(soon())).rejects.toMatchObject({ kind: "away" });
    await expect(host.list(soon())).rejects.toMatchObject({ kind: "away" });
    await sshd.start();
    sshd.mend();
    expect(await host.list(soon())).toHaveLength(1);
    await host.undefine(uuid, soon());
    await host.close();
    const strange = libvirtHost(uri.replace(known, "/dev/null"), silentLog);
    await expect(strange.list(soon())).rejects.toThrow(
      "Host key verification failed: make its host key known, once: ssh ",
    );
    await strange.close();
  } finally {
    await far.close();
    await sshd.close();
    rmSync(folder, { recursive: true });
  }
});

test("a real guest boots, and shuts down when a sentence says so", async () => {
  const folder = join(libvirtd.folder, "images");
  const { kernel, initrd } = makeGuest(folder);
  const serial = join(libvirtd.folder, "data/serial.log");
  const host = libvirtHost(libvirtd.sessionUri, silentLog);
  const signal = AbortSignal.timeout(100_000);
  const boot = `<kernel>${kernel}</kernel><initrd>${initrd}</initrd><cmdline>console=ttyS0 quiet</cmdline>`;
  const xml = ofQemu("penguin", `<serial type="file"><source path="${serial}"/></serial>`)
    .replace("</os>", `${boot}</os>`)
    .replace(">32<", ">192<");
  const uuid = await host.define(xml, signal);
  const house = await startHouse({ LIBVIRT_URIS: libvirtd.sessionUri });
  try {
    const { ask } = overHttp(house);
    expect((await ask("start penguin", undefined, false)).say).toBe("penguin is running.");
    await expect.poll(() => saidBy(serial), { timeout: 90_000 }).toContain("guest is up");
    // A busy machine may take longer than an answer waits.
    expect((await ask("stop penguin", undefined, false)).say).toMatch(/^penguin is (off|still shutting down)\.$/);
    await expect.poll(async () => (await host.look(uuid, signal)).state, { timeout: 60_000 }).toBe("off");
  } finally {
    await house.close();
    await host.destroy(uuid, signal).catch(() => {});
    await host.undefine(uuid, signal);
    await host.close();
  }
});
