import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { seedFiles } from "./cloud-init.ts";
import { domainXml, finishedXml } from "./domain.ts";
import { checkDisc, checked, diskOf, openImage } from "./image.ts";
import { isoOf } from "./iso.ts";
import { greetingOf } from "./ssh.ts";

const soon = () => AbortSignal.timeout(5_000);

test("a disc is ISO 9660 with Joliet names, and holds its files byte for byte", () => {
  const files = new Map([
    ["user-data", Buffer.alloc(5_000, "u")],
    ["meta-data", Buffer.from("instance-id: x\n")],
  ]);
  const made = isoOf("cidata", files, new Date("2026-11-24T02:03:04Z"));
  expect(made.length % 2_048).toBe(0);
  const at = (sector: number) => made.subarray(sector * 2_048, (sector + 1) * 2_048);
  expect(at(16).toString("latin1", 1, 6)).toBe("CD001");
  expect(at(16).toString("latin1", 40, 72).trim()).toBe("cidata");
  expect(at(17).subarray(40, 72).swap16().toString("utf16le").trim()).toBe("cidata");
  expect(at(16).readUInt32LE(80) * 2_048).toBe(made.length);
  const found = new Map<string, Buffer>();
  const folder = at(at(17).readUInt32LE(158));
  for (let from = 0; folder[from]; from += folder[from] ?? 0) {
    const [sector, bytes] = [folder.readUInt32LE(from + 2), folder.readUInt32LE(from + 10)];
    const name = Buffer.from(folder.subarray(from + 33, from + 33 + (folder[from + 32] ?? 0)));
    if (name.length > 1)
      found.set(name.swap16().toString("utf16le"), made.subarray(sector * 2_048, sector * 2_048 + bytes));
  }
  expect([...found.keys()]).toEqual(["meta-data", "user-data"]);
  for (const [name, content] of files) expect(found.get(name)?.equals(content)).toBe(true);
});

const qcow2 = ({ backing = 0n, version = 3, incompatible = 0 } = {}) => {
  const head = Buffer.alloc(512);
  head.write("QFI\xfb", "latin1");
  head.writeUInt32BE(version, 4);
  head.writeBigUInt64BE(backing, 8);
  head.writeBigUInt64BE(3_000_000_000n, 24);
  head.writeUInt32BE(incompatible, 76);
  return head;
};
const imageOf = (head: Buffer) => ({ head, bytes: head.length, async *content() {} });
const table = Buffer.alloc(1_024);
table.writeUInt16BE(0x55aa, 510);

test("an image tells what it is", () => {
  expect(diskOf(imageOf(qcow2()))).toEqual({ format: "qcow2", virtualBytes: 3_000_000_000 });
  expect(diskOf(imageOf(qcow2({ version: 2, incompatible: 4 })))).toMatchObject({ format: "qcow2" });
  expect(diskOf(imageOf(table))).toEqual({ format: "raw", virtualBytes: 1_024 });
});

const packed = "unpack it first.";
test.each([
  ["with a backing file", qcow2({ backing: 512n }), "leans on another file"],
  ["with its data elsewhere", qcow2({ incompatible: 4 }), "leans on another file"],
  ["packed by xz", Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0]), packed],
  ["packed by gzip", Buffer.from([0x1f, 0x8b, 8]), packed],
  ["in a zip", Buffer.from("PK\u0003\u0004"), packed],
  ["that is a web page", Buffer.from("<!doctype html>"), "That is no image of a disk"],
  ["that is empty", Buffer.alloc(0), "That is no image of a disk"],
  ["that is cut off", qcow2().subarray(0, 50), "That is no image of a disk"],
])("an image %s is refused", (_, head, why) => {
  expect(() => diskOf(imageOf(head))).toThrow(why);
  expect(() => checkDisc(imageOf(head))).toThrow(why === packed ? packed : "That is no ISO image.");
});

test("files are read where Steward runs, whole", async () => {
  const folder = mkdtempSync(join(tmpdir(), "steward-image-"));
  try {
    const path = join(folder, "a.img");
    writeFileSync(path, Buffer.alloc(200_000, "x"));
    const image = await openImage(path, fetch, soon());
    expect([image.bytes, image.head.length]).toEqual([200_000, 65_536]);
    const told: number[] = [];
    for await (const _ of checked(image, undefined, (bytes) => told.push(bytes), soon()));
    expect(told.at(-1)).toBe(200_000);
    writeFileSync(path, Buffer.alloc(300_000, "x"));
    const all = async () => {
      for await (const _ of checked(image, undefined, () => {}, soon()));
    };
    await expect(all()).rejects.toThrow("The image changed while it was read: try again.");
    await expect(openImage(join(folder, "b.img"), fetch, soon())).rejects.toThrow("cannot be read");
    await expect(openImage(folder, fetch, soon())).rejects.toThrow("is no file");
    await expect(openImage("a.img", fetch, soon())).rejects.toThrow("give the whole path of a file, or an address");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("an address gives its size and its beginning first", async () => {
  const web = (response: () => Response) => async () => response();
  const body = Buffer.alloc(100_000, "y");
  const image = await openImage(
    "https://x/i",
    web(() => new Response(body, { headers: { "content-length": "100000" } })),
    soon(),
  );
  expect([image.bytes, image.head.length]).toEqual([100_000, 65_536]);
  const pieces: Uint8Array[] = [];
  for await (const piece of checked(image, undefined, () => {}, soon())) pieces.push(piece);
  expect(Buffer.concat(pieces).equals(body)).toBe(true);
  const none = openImage(
    "https://x/i",
    web(() => new Response("no", { status: 404 })),
    soon(),
  );
  await expect(none).rejects.toThrow("https://x/i gives no image: it answers 404.");
  const unsized = openImage(
    "https://x/i",
    web(() => new Response(body)),
    soon(),
  );
  await expect(unsized).rejects.toThrow("does not tell its size");
  const away = openImage("https://x/i", () => Promise.reject(new Error("no route")), soon());
  await expect(away).rejects.toThrow("https://x/i does not answer: no route");
});

test("a seed makes who signs in, what is installed, and the firewall", () => {
  const seed = {
    uuid: "u-1",
    name: "green",
    distribution: "ubuntu",
    desktop: "gnome",
    user: "ada",
    key: null,
    hash: "$2b$x",
  } as const;
  const files = seedFiles(seed);
  expect(Buffer.from(files.get("meta-data") ?? "").toString()).toBe("instance-id: u-1\nlocal-hostname: green\n");
  const text = Buffer.from(files.get("user-data") ?? "").toString();
  expect(text.startsWith("#cloud-config\n")).toBe(true);
  expect(parse(text)).toEqual({
    hostname: "green",
    users: [
      {
        name: "ada",
        groups: ["sudo"],
        shell: "/bin/bash",
        sudo: "ALL=(ALL) ALL",
        lock_passwd: false,
        hashed_passwd: "$2b$x",
      },
    ],
    ssh_pwauth: true,
    package_update: true,
    packages: ["openssh-server", "qemu-guest-agent", "acpid", "ufw", "xrdp", "xorgxrdp", "ubuntu-desktop-minimal"],
    write_files: [
      {
        path: "/etc/skel/.xsessionrc",
        content: "export XDG_CURRENT_DESKTOP=ubuntu:GNOME\nexport GNOME_SHELL_SESSION_MODE=ubuntu\n",
      },
      { path: "/etc/skel/.xsession", content: "gnome-session\n" },
    ],
    runcmd: [
      ["systemctl", "start", "qemu-guest-agent"],
      ["systemctl", "enable", "--now", "acpid"],
      ["ufw", "allow", "22/tcp"],
      ["ufw", "allow", "3389/tcp"],
      ["adduser", "xrdp", "ssl-cert"],
      ["systemctl", "restart", "xrdp"],
      ["ufw", "--force", "enable"],
    ],
  });
  const bare = parse(
    Buffer.from(
      seedFiles({ ...seed, desktop: "none", key: "ssh-ed25519 A", hash: null }).get("user-data") ?? "",
    ).toString(),
  );
  expect(bare).toMatchObject({
    ssh_pwauth: false,
    users: [{ lock_passwd: true, ssh_authorized_keys: ["ssh-ed25519 A"] }],
  });
  expect(JSON.stringify(bare)).not.toMatch(/xrdp|3389|xsession/);
});

test("what was made for its installer goes, and all else stays", () => {
  const plan = {
    name: "a",
    uuid: "u",
    mac: "52:54:00:00:00:09",
    memory: 4_096,
    cpus: 2,
    network: { kind: "macvtap", source: "enp3s0" },
    disk: { path: `/pool/a "&<b`, format: "qcow2" },
    disc: "/pool/a.iso",
    installing: true,
  } as const;
  const xml = domainXml(plan, { arch: "x86_64", types: ["qemu", "kvm"] });
  expect(xml).toContain(`<domain type="kvm">`);
  expect(xml).toContain(`<os firmware="efi">`);
  expect(xml).toContain(`<feature enabled="no" name="secure-boot"/>`);
  expect(xml).toContain(
    `<interface type="direct"><mac address="52:54:00:00:00:09"/><source dev="enp3s0" mode="bridge"/>`,
  );
  expect(xml).toContain(
    `<disk type="file" device="cdrom"><driver name="qemu" type="raw"/><source file="/pool/a.iso"/><target dev="sda" bus="sata"/><readonly/><boot order="2"/></disk>`,
  );
  const libvirts = xml
    .replace("<memballoon", `<tpm model="x"/><memballoon`)
    .replace("<vcpu>", "<currentMemory unit='KiB'>7</currentMemory><vcpu>");
  const made = finishedXml(libvirts, 1_024);
  expect(made).toContain(`<memory unit="KiB">1048576</memory>`);
  expect(made).toContain(`<currentMemory unit="KiB">1048576</currentMemory>`);
  expect(made).toContain(`<tpm model="x"/>`);
  expect(made).toContain(`/pool/a &#34;&amp;&lt;b`.replace("&#34;", "&quot;"));
  expect(made).toContain("<on_reboot>restart</on_reboot>");
  expect(made).not.toMatch(/cdrom|graphics|video|tablet/);
});

test("a seed is a disk that every kernel knows, and goes", () => {
  const plan = {
    name: "a",
    uuid: "u",
    mac: "52:54:00:00:00:09",
    memory: 4_096,
    cpus: 2,
    network: { kind: "nat", source: "default" },
    disk: { path: "/pool/a.img", format: "raw" },
    disc: "/pool/seed.iso",
    installing: false,
  } as const;
  const xml = domainXml(plan, { arch: "x86_64", types: ["kvm"] });
  expect(xml).toContain(
    `<disk type="file" device="disk"><driver name="qemu" type="raw"/><source file="/pool/seed.iso"/><target dev="vdb" bus="virtio"/><readonly/></disk>`,
  );
  expect(xml).not.toMatch(/cdrom|graphics/);
  const made = finishedXml(xml, 4_096);
  expect(made).toContain("/pool/a.img");
  expect(made).not.toContain("/pool/seed.iso");
});

test.each([
  ["SSH-2.0-OpenSSH_9.2\r\n", "SSH-2.0-OpenSSH_9.2"],
  ["HTTP/1.1 400\r\n", undefined],
  ["x".repeat(300), undefined],
  ["", undefined],
])("a server that says %j is heard", async (says, heard) => {
  const server = createServer((socket) => socket.end(says));
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  expect(await greetingOf("127.0.0.1", port, soon())).toBe(heard);
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  expect(await greetingOf("127.0.0.1", port, soon())).toBeUndefined();
});
