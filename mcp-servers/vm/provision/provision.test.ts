import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import bcrypt from "bcryptjs";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { MachineRecord } from "../../../db/machines/index.ts";
import { systemClock } from "../../../kernel/clock.ts";
import { UserError } from "../../../kernel/errors.ts";
import { silentLog } from "../../../kernel/log.ts";
import { makingHost } from "../contract/making-host.ts";
import { MachineFault } from "../driver.ts";
import type { Progress, Provisions } from "./index.ts";
import { openProvisions } from "./index.ts";
import { jobsIn } from "./job.ts";
import { wishFields } from "./wish.ts";
import { z } from "zod";

const KEY = `ssh-ed25519 ${"A".repeat(68)} ada@home`;
const PASSWORD = "correct horse";
const said = (given: Record<string, unknown>) =>
  z.object(wishFields).parse({ name: "green", image: join(folder, "cloud.img"), user: "ada", ...given });

let folder: string;
let world: ReturnType<typeof makingHost>;
let kept: MachineRecord[];
let provisions: Provisions;
/** what the guest answers */
let guest: { ssh?: string; desktop: "reachable" | "nobody listens" };

const open = (patience = 10_000) =>
  openProvisions({
    hosts: [world.host],
    jobs: jobsIn(join(folder, "provision")),
    records: {
      list: async () => kept,
      save: async (records) => void kept.push(...records),
      remove: async () => false,
    },
    fetch: () => Promise.reject(new Error("no web here")),
    desktop: async () => guest.desktop,
    ssh: async () => guest.ssh,
    seal: ({ username }) => `sealed ${username}`,
    now: () => new Date("2026-11-24T02:00:00Z"),
    log: silentLog,
    look: 1,
    patience,
  });

/** A disk of 1 MB with a partition table, and an empty disc. */
const image = Buffer.alloc(1_000_000, "disk ");
image.writeUInt16BE(0x55aa, 510);
const disc = Buffer.alloc(60_000);
disc.write("CD001", 32_769);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "steward-making-"));
  writeFileSync(join(folder, "cloud.img"), image);
  writeFileSync(join(folder, "setup.iso"), disc);
  world = makingHost(systemClock);
  kept = [];
  guest = { ssh: "SSH-2.0-OpenSSH_9.2", desktop: "reachable" };
  provisions = open();
});
afterEach(async () => {
  await provisions.close();
  rmSync(folder, { recursive: true });
});

const standings = ({ steps }: Progress) => Object.groupBy(steps, ({ standing }) => standing);
const title = ({ steps }: Progress, standing: string) => steps.find((step) => step.standing === standing)?.title;
const goOn = async (times = 1): Promise<Progress> => {
  for (let at = 1; at < times; at++) await provisions.next("green");
  return provisions.next("green");
};
const ofGuest = (source: "agent" | "lease", ip: string) => ({ ip, mac: "52:54:00:00:00:01", source });

test("an image becomes a machine in thirteen steps, each told before it is done", async () => {
  const begun = await provisions.begin(
    said({ key: KEY, password: PASSWORD, distribution: "debian", memory: 2, disk: 8 }),
  );
  expect(begun.steps.map((step) => step.title)).toEqual([
    "look whether it can be made",
    "make the disk",
    "carry the image there",
    "grow the disk",
    "write the seed",
    "define the machine",
    "start it",
    "wait for the agent",
    "find its address",
    "look for ssh",
    "look for the desktop",
    "take the seed out",
    "write it down",
  ]);
  expect(begun.steps.every(({ says }) => says !== "")).toBe(true);
  expect([world.volumes.size, world.machines.size]).toEqual([0, 0]);
  expect(title(await goOn(7), "next")).toBe("wait for the agent");
  const [[disk, made] = ["", undefined], [seed, written] = ["", undefined]] = world.volumes;
  expect(disk).toMatch(/^green-[0-9a-f]{6}\.img$/);
  expect(made?.content.equals(image)).toBe(true);
  expect(made).toMatchObject({ format: "raw", bytes: 8 * 1_024 ** 3 });
  expect(world.disksOf("green")).toEqual([`/pool/${disk}`, `/pool/${seed}`]);
  const text = written?.content.toString("latin1") ?? "";
  expect(text).toContain("local-hostname: green");
  expect(text).not.toContain(PASSWORD);
  const [, hash = ""] = /hashed_passwd: (\S+)/.exec(text) ?? [];
  expect(await bcrypt.compare(PASSWORD, hash)).toBe(true);
  world.addresses.push(
    ofGuest("lease", "192.168.122.8"),
    ofGuest("agent", "fe80::1"),
    ofGuest("agent", "192.168.122.9"),
  );
  const end = await goOn(6);
  expect([end.end, standings(end).done?.length]).toEqual(["made", 13]);
  expect(end.steps.map(({ note }) => note).filter(Boolean)).toEqual([
    "1 of 1 MB",
    "192.168.122.9",
    "SSH-2.0-OpenSSH_9.2",
    "reachable",
  ]);
  expect([...world.volumes.keys()]).toEqual([disk]);
  expect(world.disksOf("green")).toEqual([`/pool/${disk}`]);
  expect(kept).toMatchObject([
    { name: "green", host: "local", network: "nat:default", credentials: "sealed ada", desktopProtocol: "rdp" },
  ]);
  expect(await provisions.list()).toEqual([]);
});

test("an installer gets more memory and a screen, and leaves with both", async () => {
  const iso = { image: undefined, iso: join(folder, "setup.iso"), distribution: "arch", memory: 1, disk: 8 };
  await provisions.begin(said({ ...iso, password: PASSWORD }));
  await goOn(6);
  const [machine] = world.machines.values();
  expect(machine).toMatchObject({ memory: 4_096, state: "running" });
  expect(machine?.xml).toContain(`<graphics type="vnc"><listen type="socket"/>`);
  expect(machine?.xml).toContain("<on_reboot>destroy</on_reboot>");
  // The installer restarts.
  if (machine) await world.host.destroy(machine.uuid, AbortSignal.timeout(1_000));
  const settled = await goOn(2);
  expect(title(settled, "next")).toBe("start it again");
  expect(settled.steps.find(({ standing }) => standing === "next")?.says).toContain("sudo pacman -S openssh");
  const [made] = world.machines.values();
  expect(made).toMatchObject({ memory: 1_024, state: "off" });
  expect(made?.xml).not.toMatch(/graphics|cdrom|tablet|<video|on_reboot>destroy/);
  expect([...world.volumes.keys()].filter((name) => name.endsWith(".iso"))).toEqual([]);
  world.addresses.push(ofGuest("agent", "192.168.122.9"));
  expect((await goOn(5)).end).toBe("made");
  expect(kept).toMatchObject([{ name: "green", credentials: "sealed ada" }]);
});

test("a step that fails says why, and is done again", async () => {
  await provisions.begin(said({ key: KEY, desktop: "none", distribution: "ubuntu" }));
  world.faults.set("create", new MachineFault("failed", "the disk is full"));
  const stopped = await goOn(2);
  expect(standings(stopped).failed).toMatchObject([{ title: "make the disk", note: "the disk is full" }]);
  world.faults.set("upload", new MachineFault("away", "libvirt on local does not answer"));
  expect(standings(await goOn(2)).failed).toMatchObject([{ title: "carry the image there" }]);
  expect(title(await goOn(), "next")).toBe("grow the disk");
  world.memory.free = 1_000;
  const tight = await goOn(4);
  expect(standings(tight).failed?.[0]?.note).toBe(
    "It needs 4 GB, and 1 GB are free: stop something, or start it anyway; then go on.",
  );
  world.memory.free = 8_000;
  world.addresses.push(ofGuest("agent", "10.0.0.9"));
  expect((await goOn(7)).end).toBe("made");
  expect(kept).toMatchObject([{ credentials: null, desktopProtocol: "ssh" }]);
});

test("what is cut off is found again by the next process, and done again", async () => {
  await provisions.begin(said({ key: KEY, desktop: "none", distribution: "debian" }));
  await goOn(7);
  const waiting = provisions.next("green"); // no agent answers
  await expect.poll(async () => title(await provisions.look("green"), "going")).toBe("wait for the agent");
  await provisions.close();
  await waiting;
  provisions = open();
  expect(standings(await provisions.look("green"))["cut off"]).toMatchObject([{ title: "wait for the agent" }]);
  world.addresses.push(ofGuest("agent", "10.0.0.9"));
  expect(title(await goOn(), "next")).toBe("find its address");
});

test("a long step goes on behind its answer, and two who ask start it once", async () => {
  provisions = open(5);
  await provisions.begin(said({ key: KEY, desktop: "none", distribution: "debian" }));
  for (let at = 0; at < 7; at++) await settledStep();
  const both = await Promise.all([provisions.next("green"), provisions.next("green")]);
  expect(both.map((one) => title(one, "going"))).toEqual(["wait for the agent", "wait for the agent"]);
  world.addresses.push(ofGuest("agent", "10.0.0.9"));
  await expect.poll(async () => title(await provisions.look("green"), "next")).toBe("find its address");
});

const settledStep = async () => {
  await provisions.next("green");
  await expect.poll(async () => title(await provisions.look("green"), "going")).toBeUndefined();
};

test.each([1, 2, 3, 5, 6, 7, 9, 12])("after %i steps everything is taken back", async (steps) => {
  world.addresses.push(ofGuest("agent", "10.0.0.9"));
  await provisions.begin(said({ key: KEY, desktop: "none", distribution: "debian" }));
  await goOn(steps);
  expect((await provisions.back("green", true)).end).toBe("taken back");
  expect([world.volumes.size, world.machines.size, await provisions.list()]).toEqual([0, 0, []]);
});

test("one step back is one step, also where it failed half-done", async () => {
  await provisions.begin(said({ key: KEY, desktop: "none", distribution: "debian" }));
  await goOn(5);
  expect(world.volumes.size).toBe(2);
  world.faults.set("define", new MachineFault("failed", "no firmware"));
  await goOn();
  expect(title(await provisions.back("green", false), "next")).toBe("define the machine");
  expect(title(await provisions.back("green", false), "next")).toBe("write the seed");
  expect([...world.volumes.keys()].map((name) => name.slice(-4))).toEqual([".img"]);
});

test("what was not made here is never touched", async () => {
  const signal = AbortSignal.timeout(5_000);
  await world.host.define(
    `<domain><name>green</name><uuid>${"1".repeat(36)}</uuid><memory>1</memory></domain>`,
    signal,
  );
  await provisions.begin(said({ key: KEY, desktop: "none", distribution: "debian" }));
  expect(standings(await goOn()).failed).toMatchObject([{ note: "There is a machine called green on local already." }]);
  await provisions.back("green", true);
  expect(world.machines.size).toBe(1);
});

test("notes are for our eyes only, and hold no password", async () => {
  await provisions.begin(said({ password: PASSWORD, distribution: "debian" }));
  const file = join(folder, "provision/green.json");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, "utf8")).not.toContain(PASSWORD);
});

test("an image that is not the one that was meant fills no disk", async () => {
  const right = createHash("sha256").update(image).digest("hex");
  const wrong = "0".repeat(64);
  await provisions.begin(said({ key: KEY, desktop: "none", distribution: "debian", sha256: wrong }));
  expect(standings(await goOn(3)).failed?.[0]?.note).toBe(
    `That is not the image that was meant: its SHA-256 is ${right}.`,
  );
});

test.each([
  [{ image: undefined }, "A machine is made from an image (with cloud-init) or an iso: give one of them."],
  [{ iso: "/x.iso" }, "A machine is made from an image (with cloud-init) or an iso: give one of them."],
  [{ user: undefined }, "Who shall sign in? Give a user."],
  [{ distribution: "debian" }, "Nobody could sign in: give an ssh public key, a password, or both."],
  [{ distribution: "debian", key: KEY }, "A desktop is signed in to by password: give one, or desktop none."],
  [{ distribution: "arch", key: KEY, desktop: "none" }, "Which distribution is the image of? Allowed: debian, ubuntu."],
  [
    { password: "ü", distribution: "debian" },
    "A password for a new machine is at most 72 characters that every keyboard has.",
  ],
  [{ host: "far", key: KEY, desktop: "none", distribution: "debian" }, "On which host? Hosts: local."],
])("%o is refused", async (given, message) => {
  await expect(provisions.begin(said(given))).rejects.toThrow(new UserError(message));
  expect(await provisions.list()).toEqual([]);
});

test.each(["", "-x", "../x", "a/b", "Grün", "x".repeat(41), `"/><x`])("%s is no name for a machine", (name) => {
  expect(() => said({ name })).toThrow("must be 1 to 40 small letters");
});

test("who is not in the making is said, and a second wish of a name waits", async () => {
  await expect(provisions.next("red")).rejects.toThrow('No machine called "red" is being made. In the making: none.');
  await provisions.begin(said({ key: KEY, desktop: "none", distribution: "debian" }));
  await expect(provisions.begin(said({ key: KEY, desktop: "none", distribution: "debian" }))).rejects.toThrow(
    "green is being made already: go on with it, or take it back first.",
  );
});
