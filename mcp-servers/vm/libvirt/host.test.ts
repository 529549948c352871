import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../../kernel/clock.ts";
import { silentLog } from "../../../kernel/log.ts";
import { startFakeLibvirtd } from "../contract/fake-libvirtd.ts";
import { machineContract } from "../contract/suite.ts";
import { demoHost } from "../demo.ts";
import { encodeFrame } from "./frames.ts";
import { libvirtHost } from "./host.ts";

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
