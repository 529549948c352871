import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { chown } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { connect } from "../../cli/client.ts";
import { vm } from "../../cli/provision.ts";
import { startHouse } from "../../evals/house.ts";
import { exec } from "../../kernel/exec.ts";
import { unpacked } from "./debian.ts";
import type { Libvirtd } from "./libvirtd.ts";
import { startLibvirtd } from "./libvirtd.ts";

const NOBODY = 65_534;
const KEY = `ssh-ed25519 ${"A".repeat(68)} ada@home`;
const run = (command: string, ...args: string[]) => exec(command, args, { timeout: 60_000 });
const virsh = (...args: string[]) => run("virsh", "-q", "-c", libvirtd.sessionUri, ...args);

let libvirtd: Libvirtd;
let pool: string;
beforeAll(async () => {
  libvirtd = await startLibvirtd();
  pool = join(libvirtd.folder, "pool");
  mkdirSync(pool);
  await chown(pool, NOBODY, NOBODY);
  await virsh("pool-create-as", "default", "dir", "--target", pool);
  return libvirtd.close;
});

let house: Awaited<ReturnType<typeof startHouse>>;
/** What the command printed since it was last read. */
let lines: string[];
const said = () => lines.splice(0).join("\n");
beforeEach(() => {
  lines = [];
});
afterEach(() => house.close());

const open = async (driver: string) => {
  house = await startHouse({ LIBVIRT_URIS: libvirtd.sessionUri, LIBVIRT_DRIVER: driver });
};
const provision = async (...args: string[]) => {
  const print = (line: string) => void lines.push(line);
  const source = { STEWARD_URL: house.url, STEWARD_TOKEN: house.token };
  const client = () => connect(source, print);
  return vm({ args: ["provision", ...args], source, client, print, note: () => {} });
};

/** A disk image with a partition table, and something in it to compare. */
function makeImage(): string {
  const raw = Buffer.alloc(3_000_000, "what a cloud image holds ");
  raw.writeUInt16BE(0x55aa, 510);
  const file = join(libvirtd.folder, "cloud.img");
  writeFileSync(file, raw);
  return file;
}

const volumes = () => readdirSync(pool).toSorted();
const machines = async () => (await virsh("list", "--all", "--name")).trim();

for (const driver of ["rpc", "virsh"])
  test(`a machine is made by ${driver} as far as its host lets it, and taken back whole`, async () => {
    await open(driver);
    const raw = makeImage();
    const image = join(libvirtd.folder, "cloud.qcow2");
    await run("qemu-img", "convert", "-f", "raw", "-O", "qcow2", raw, image);
    const wish = ["--image", image, "--distribution", "debian", "--memory", "0.25", "--disk", "1", "--cpus", "1"];
    const who = ["--user", "ada", "--key", KEY, "--desktop", "none", "--network", "bridge:steward-none"];
    // An unprivileged libvirt may not put a card on a bridge: everything up to the start is done.
    expect(await provision("green", ...wish, ...who, "--yes")).toBe(1);
    const told = said();
    expect(told).toContain(" 7/13 start it");
    expect(told).toMatch(/Stopped\. Go on with steward vm provision green, or take it back with --undo\.$/);
    const [disk = "", seed = ""] = volumes();
    expect([volumes().length, disk, seed]).toEqual([
      2,
      expect.stringMatching(/^green-\w{6}\.img$/),
      expect.stringMatching(/^green-\w{6}\.iso$/),
    ]);
    // The disk is the image, and as large as was wished.
    const compare = ["compare", "-f", "qcow2", "-F", "qcow2", join(pool, disk), image];
    expect((await run("qemu-img", ...compare)).trim().split("\n").at(-1)).toBe("Images are identical.");
    expect(await run("qemu-img", "info", join(pool, disk))).toContain("virtual size: 1 GiB");
    await readsSeed(join(pool, seed));
    const xml = await virsh("dumpxml", "--inactive", "green");
    for (const part of [
      "firmware='efi'",
      "<feature enabled='no' name='secure-boot'/>",
      "org.qemu.guest_agent.0",
      "steward-none",
    ])
      expect(xml).toContain(part);
    expect(xml).not.toContain("<graphics");

    expect(await provision("green")).toBe(1);
    expect(said()).toContain("7/13 start it");
    expect(await provision("green", "--undo", "--yes")).toBe(0);
    expect(said()).toBe("The making of green is taken back; nothing of it is left.");
    expect([volumes(), await machines()]).toEqual([[], ""]);
    expect(existsSync(join(pool, disk))).toBe(false);
    await provision();
    expect(said()).toMatch(/^No machine is being made\./);
  });

/** What cloud-init will find on a seed: its label, its files, and what stands in them, as its own schema wants it. */
async function readsSeed(file: string): Promise<void> {
  expect((await run("blkid", "-o", "value", "-s", "LABEL", file)).trim()).toBe("cidata");
  const listed = await run("isoinfo", "-J", "-f", "-i", file);
  expect(listed.trim().split("\n").toSorted()).toEqual(["/meta-data", "/user-data"]);
  const userData = await run("isoinfo", "-J", "-i", file, "-x", "/user-data");
  expect(userData).toContain(KEY);
  const copy = join(libvirtd.folder, "user-data");
  writeFileSync(copy, userData);
  expect(await checkedByCloudInit(copy)).toContain("Valid");
}

/** Its own judge, and what that needs; it is not installed, for it would take this machine for a new one. */
const CLOUD_INIT = ["cloud-init", "python3-yaml", "python3-jsonschema", "python3-configobj", "python3-jinja2"] as const;
const BENEATH = [
  "python3-attr",
  "python3-pyrsistent",
  "python3-six",
  "python3-markupsafe",
  "python3-oauthlib",
] as const;

function checkedByCloudInit(file: string): Promise<string> {
  const folder = join(unpacked(...CLOUD_INIT, ...BENEATH), "usr/lib/python3/dist-packages");
  const asked = ["-m", "cloudinit.cmd.main", "schema", "--config-file", file];
  return run("env", `PYTHONPATH=${folder}`, "python3", ...asked);
}

test("an installer's disc is carried over byte for byte, with a screen on a socket, and taken back in two steps", async () => {
  await open("rpc");
  const files = join(libvirtd.folder, "disc");
  mkdirSync(files);
  writeFileSync(join(files, "install.txt"), "an installer");
  const iso = join(libvirtd.folder, "setup.iso");
  await run("genisoimage", "-quiet", "-R", "-o", iso, files);
  const wish = ["--iso", iso, "--memory", "0.25", "--disk", "2", "--network", "bridge:steward-none", "--yes"];
  expect(await provision("blue", ...wish)).toBe(1);
  expect(said()).toContain(" 6/13 start it");
  const [disk = "", disc = ""] = volumes();
  expect(readFileSync(join(pool, disc))).toEqual(readFileSync(iso));
  expect(await run("qemu-img", "info", join(pool, disk))).toContain("virtual size: 2 GiB");
  const xml = await virsh("dumpxml", "--inactive", "blue");
  expect(xml).toMatch(/<graphics type='vnc'[^>]*>\s*<listen type='socket'/);
  expect(xml).toContain("<on_reboot>destroy</on_reboot>");
  await provision("blue", "--back", "--yes");
  await provision("blue", "--back", "--yes");
  expect(await machines()).toBe("");
  await provision();
  expect(said()).toMatch(/\nblue {2} 5\/13 define the machine: next$/);
  expect(await provision("blue", "--undo", "--yes")).toBe(0);
  expect(volumes()).toEqual([]);
});
