import { once } from "node:events";
import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { systemClock } from "../../../kernel/clock.ts";
import { silentLog } from "../../../kernel/log.ts";
import { startFakeLibvirtd } from "../contract/fake-libvirtd.ts";
import { machineContract } from "../contract/suite.ts";
import { demoHost } from "../demo.ts";
import { encodeFrame } from "./frames.ts";
import { libvirtHost } from "./host.ts";
import { watching } from "./link.ts";
import { PROC } from "./procedures.ts";
import type { Connect } from "./transport.ts";
import { connectTo, explained, overThere } from "./transport.ts";
import { localUri, socketOf, socketsOf, targetOf } from "./uri.ts";

async function house() {
  const model = demoHost(systemClock, 20);
  const daemon = await startFakeLibvirtd(model);
  const host = libvirtHost(daemon.uri, silentLog);
  const close = async () => {
    await host.close();
    await daemon.close();
    await model.close();
  };
  return { daemon, host, close };
}

machineContract("libvirt's protocol, on a daemon of our own", async () => {
  const { host, close } = await house();
  return { host, machine: "main-endeavouros", close };
});

const open = async () => {
  const opened = await house();
  onTestFinished(opened.close);
  return opened;
};
const soon = () => AbortSignal.timeout(5_000);

test("many calls go over one connection, side by side", async () => {
  const { daemon, host } = await open();
  const lists = await Promise.all(Array.from({ length: 50 }, () => host.list(soon())));
  expect(lists.every((list) => list.length === 3)).toBe(true);
  expect(daemon.connected()).toBe(1);
});

test("calls in flight hear at once that the daemon is gone, and the next one finds it again", async () => {
  const { daemon, host } = await open();
  await host.list(soon());
  daemon.odd.answer = "silence";
  const waiting = host.list(soon()).catch((fault: unknown) => fault);
  await daemon.stop();
  expect(await waiting).toMatchObject({ kind: "away" });
  expect(host.health()).toBe("unreachable");
  delete daemon.odd.answer;
  await daemon.listen();
  expect(await host.list(soon())).toHaveLength(3);
  expect(host.health()).toBe("ok");
});

test("a call that is given up leaves the connection to the others", async () => {
  const { daemon, host } = await open();
  await host.list(soon());
  daemon.odd.answer = "silence";
  const given = host.list(AbortSignal.abort(new Error("enough"))).catch((fault: unknown) => fault);
  expect(await given).toMatchObject({ kind: "away" });
  delete daemon.odd.answer;
  expect(await host.list(soon())).toHaveLength(3);
  expect(daemon.connected()).toBe(1);
});

const head = (size: number) => {
  const bytes = Buffer.alloc(28);
  bytes.writeUInt32BE(size);
  return bytes;
};
const reply = (serial: number, body: Buffer) =>
  encodeFrame({ program: 0x2000_8086, procedure: 66, type: 1, serial, status: 0, body });

test.each([
  ["a web server", Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n"), "what answers is no libvirt"],
  ["a frame of four gigabytes", head(0xffff_ffff), "what answers is no libvirt"],
  [
    "a list that is cut",
    reply(1, Buffer.from([0, 0, 0, 9])),
    "libvirt answered what cannot be read: 4 bytes wanted, 0 left.",
  ],
])("%s is told in words", async (_, bytes, message) => {
  const { daemon, host } = await open();
  daemon.odd.answer = bytes;
  await expect(host.list(soon())).rejects.toThrow(message);
});

test.each([
  ["qemu+tcp://host/system", "qemu+tcp://host/system is not supported here."],
  ["qemu://host/system", "qemu://host/system is not supported here."],
  ["qemu+ssh://-oProxyCommand=x/system", "names no host: qemu+ssh://user@host/system."],
  ["nonsense", "nonsense is not supported here."],
])("%s is refused", (uri, message) => {
  expect(() => libvirtHost(uri, silentLog)).toThrow(message);
});

test("a socket that is not there is told with what mends it", async () => {
  const host = libvirtHost("qemu+unix:///system?socket=/nowhere/sock", silentLog);
  onTestFinished(host.close);
  await expect(host.list(soon())).rejects.toThrow(
    "libvirt on local does not answer: there is no socket /nowhere/sock: install libvirt-daemon-system, or mount its folder",
  );
});

/** Kinds of signing in (remote_auth_type): SASL is 1, polkit is 2. */
test("where polkit is asked for it is asked, before anything else", async () => {
  const { daemon, host } = await open();
  daemon.odd.auth = [2];
  expect(await host.list(soon())).toHaveLength(3);
  expect(daemon.asked.slice(0, 3)).toEqual([PROC.authList, PROC.authPolkit, PROC.open]);
});

test.each([
  ["polkit says no", { auth: [2], polkit: "no" as const }, "authentication failed: access denied by policy"],
  ["SASL is wanted", { auth: [1] }, "libvirt asks for SASL to sign in: allow this user by group or polkit instead."],
])("where %s nothing is asked of the machines", async (_, odd, message) => {
  const { daemon, host } = await open();
  Object.assign(daemon.odd, odd);
  await expect(host.list(soon())).rejects.toMatchObject({ kind: "denied", message });
  expect(daemon.asked).not.toContain(PROC.open);
});

test("sockets of the modular daemons come before libvirtd's, and beside one that is said", () => {
  const at = (uri: string, other?: string) => socketsOf(targetOf(uri), other);
  expect(at("qemu:///system")).toEqual(["/run/libvirt/virtqemud-sock", "/run/libvirt/libvirt-sock"]);
  expect(at("qemu:///system", "network")).toEqual(["/run/libvirt/virtnetworkd-sock", "/run/libvirt/libvirt-sock"]);
  expect(at("qemu:///session")[0]).toMatch(/^\/run\/user\/\d+\/libvirt\/virtqemud-sock$/);
  const said = "qemu:///system?socket=/mnt/virtqemud-sock";
  expect(at(said)).toEqual(["/mnt/virtqemud-sock"]);
  expect(at(said, "storage")).toEqual(["/mnt/virtstoraged-sock", "/mnt/virtqemud-sock"]);
});

test("of sockets the first that is there is taken", async () => {
  const { daemon } = await open();
  const path = daemon.uri.split("socket=")[1] ?? "";
  expect(socketOf(["/nowhere/virtqemud-sock", path])).toBe(path);
  expect(socketOf(["/nowhere/virtqemud-sock", "/nowhere/libvirt-sock"])).toBe("/nowhere/libvirt-sock");
});

test.each([
  [
    "bash: line 1: virt-ssh-helper: command not found",
    "bash: line 1: virt-ssh-helper: command not found: install libvirt-clients there, 6.8 or later",
  ],
  [
    "ada@nas: Permission denied (publickey).",
    "ada@nas: Permission denied (publickey): let our key in: ssh-copy-id ada@nas",
  ],
  ["Host key verification failed.", "Host key verification failed: make its host key known, once: ssh ada@nas true"],
  [
    "virt-ssh-helper: cannot connect to '/var/run/libvirt/libvirt-sock': Failed to connect socket to '/var/run/libvirt/libvirt-sock': Permission denied",
    "virt-ssh-helper: cannot connect to '/var/run/libvirt/libvirt-sock': Failed to connect socket to '/var/run/libvirt/libvirt-sock': Permission denied: there: usermod -aG libvirt ada",
  ],
  ["ssh: connect to host nas port 22: No route to host", "ssh: connect to host nas port 22: No route to host"],
])("ssh's %s is told with what mends it", (said, told) =>
  expect(overThere(said, { user: "ada", host: "nas" })).toBe(told),
);

test("a socket that is not for us, and one that nobody listens at, are told with what mends them", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lv-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const dead = join(folder, "dead");
  const server = createServer().listen(dead);
  await once(server, "listening");
  renameSync(dead, join(folder, "kept")); // so that closing leaves it
  await new Promise((resolve) => server.close(resolve));
  const host = libvirtHost(`qemu:///system?socket=${join(folder, "kept")}`, silentLog);
  onTestFinished(host.close);
  await expect(host.list(soon())).rejects.toThrow(`nobody listens at ${folder}/kept: systemctl start libvirtd`);
  const fault = Object.assign(new Error("connect EACCES"), { code: "EACCES" });
  expect(explained("/run/libvirt/libvirt-sock", fault).message).toBe(
    "/run/libvirt/libvirt-sock is not for this user: usermod -aG libvirt USER (of a container: group_add), then start anew",
  );
});

test("what the daemon of the machines does not serve is asked of the one that does", async () => {
  const [machines, networks] = [await open(), await open()];
  machines.daemon.odd.lacks = [PROC.listNetworks];
  const connected: string[] = [];
  const connect: Connect = (target, scheme, signal) => {
    connected.push(localUri(target, scheme));
    const { uri } = (scheme === "network" ? networks : machines).daemon;
    return connectTo(targetOf(uri), scheme, signal);
  };
  const host = libvirtHost("qemu:///system", silentLog, connect);
  onTestFinished(host.close);
  expect(await host.list(soon())).toHaveLength(3);
  expect(await host.networks(soon())).toEqual([{ name: "default", mode: "nat", bridge: "virbr0", active: true }]);
  expect(connected).toEqual(["qemu:///system", "network:///system"]);
  expect(networks.daemon.asked).not.toContain(PROC.listDomains);
});

test("an upload may take as long as it moves, and no longer than it stands still", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const pieces = async function* () {
    for (;;) yield Buffer.from("piece");
  };
  const { watched, late, end } = watching(pieces(), 1_000);
  for (let piece = 0; piece < 5; piece++) {
    await watched.next();
    vi.advanceTimersByTime(900);
    expect(late.aborted).toBe(false);
  }
  vi.advanceTimersByTime(200);
  expect(late.aborted).toBe(true);
  end();
});
