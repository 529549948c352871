import { execFileSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unpacked } from "./debian.ts";
import { cacheRoot } from "./home-assistant/cache.ts";

/** What a cloud image brings, and what its seed would fetch: the guest of a test reaches no distribution. */
const PACKAGES = [
  "linux-image-cloud-amd64",
  "systemd-sysv",
  "udev",
  "dbus",
  "python3-cffi-backend", // of cloud-init; debootstrap does not find it by what it provides
  "cloud-init",
  "ifupdown",
  "isc-dhcp-client",
  "iproute2",
  "netbase",
  "sudo",
  "openssh-server",
  "qemu-guest-agent",
  "acpid",
  "ufw",
];
const MIB = 1_048_576;
/** Sizes of the partitions, MiB: the boot loader with its kernel, and the system. */
const BOOT = 128;
const SYSTEM = 1_400;

/** Whence this machine has its own packages: the mirror and the release of apt's first list. */
function distribution(): { mirror: string; release: string } {
  const format = "$(SITE) $(RELEASE) $(COMPONENT)";
  const told = execFileSync("apt-get", ["indextargets", "--format", format, "Created-By: Packages"], {
    encoding: "utf8",
  });
  const [mirror = "", release = ""] =
    told
      .split("\n")
      .find((line) => line.endsWith(" main"))
      ?.split(" ") ?? [];
  return { mirror, release };
}

const run = (command: string, args: readonly string[], input?: string) =>
  execFileSync(command, args, { stdio: ["pipe", "ignore", "ignore"], ...(input !== undefined && { input }) });

/** A Debian with cloud-init as a raw disk that UEFI boots, made from packages; once. Minutes, and root. */
export function cloudImage(): string {
  const { mirror, release } = distribution();
  const cache = join(cacheRoot(), "cloud-image");
  const image = join(cache, `${release}.img`);
  if (existsSync(image)) return image;
  mkdirSync(cache, { recursive: true });
  const part = mkdtempSync(join(cache, "part-"));
  try {
    const root = join(part, "root");
    run("debootstrap", ["--variant=minbase", `--include=${PACKAGES.join(",")}`, release, root, mirror]);
    prepare(root);
    const disk = join(part, "disk.img");
    assemble(disk, makeBoot(part, root), makeSystem(part, root));
    renameSync(disk, image);
  } finally {
    rmSync(part, { recursive: true });
  }
  return image;
}

function prepare(root: string): void {
  writeFileSync(join(root, "etc/fstab"), "LABEL=system / ext4 errors=remount-ro 0 1\n");
  writeFileSync(join(root, "etc/cloud/cloud.cfg.d/90_test.cfg"), "datasource_list: [NoCloud, None]\n");
  rmSync(join(root, "etc/machine-id"), { force: true });
  for (const key of globSync("etc/ssh/ssh_host_*", { cwd: root })) rmSync(join(root, key));
  rmSync(join(root, "var/cache/apt"), { recursive: true });
}

/** The system's partition, filled without mounting it. */
function makeSystem(part: string, root: string): string {
  const file = join(part, "system.img");
  run("mkfs.ext4", ["-q", "-L", "system", "-d", root, file, `${SYSTEM}M`]);
  return file;
}

/** The boot partition: systemd-boot, which starts a kernel with its words. */
function makeBoot(part: string, root: string): string {
  const file = join(part, "boot.img");
  writeFileSync(file, "");
  run("truncate", ["-s", `${BOOT}M`, file]);
  run("mkfs.vfat", ["-F", "32", "-n", "BOOT", file]);
  const entry = join(part, "debian.conf");
  const words = "root=LABEL=system ro console=tty0 console=ttyS0";
  writeFileSync(entry, `title Debian\nlinux /vmlinuz\ninitrd /initrd.img\noptions ${words}\n`);
  const found = (pattern: string) => join(root, globSync(pattern, { cwd: root })[0] ?? "");
  const loader = join(unpacked("systemd-boot-efi"), "usr/lib/systemd/boot/efi/systemd-bootx64.efi");
  const files = [
    [loader, "EFI/BOOT/BOOTX64.EFI"],
    [entry, "loader/entries/debian.conf"],
    [found("boot/vmlinuz-*"), "vmlinuz"],
    [found("boot/initrd.img-*"), "initrd.img"],
  ] as const;
  run("mmd", ["-i", file, "::EFI", "::EFI/BOOT", "::loader", "::loader/entries"]);
  for (const [from, to] of files) run("mcopy", ["-i", file, from, `::${to}`]);
  return file;
}

/** Puts partitions behind each other on a disk with a GUID partition table. */
function assemble(disk: string, boot: string, system: string): void {
  run("truncate", ["-s", `${BOOT + SYSTEM + 2}M`, disk]);
  run("sfdisk", ["-q", disk], `label: gpt\nstart=1MiB, size=${BOOT}MiB, type=uefi\nsize=${SYSTEM}MiB, type=linux\n`);
  for (const [file, at] of [
    [boot, MIB],
    [system, (BOOT + 1) * MIB],
  ] as const)
    run("dd", [`if=${file}`, `of=${disk}`, "bs=1M", `seek=${at / MIB}`, "conv=notrunc,sparse"]);
}
