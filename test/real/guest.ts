import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unpacked } from "./debian.ts";

/** Of the distribution: the newest kernel for virtual machines. */
const META = "linux-image-cloud-amd64";

/** The kernel's package, unpacked. */
function kernelFolder(): string {
  const told = execFileSync("apt-cache", ["depends", META], { encoding: "utf8" });
  const [, name = ""] = /Depends: (linux-image-\S+)/.exec(told) ?? [];
  return unpacked(name);
}

/** Says that it is up, waits for its power button, and powers off. */
const INIT = `#!/bin/busybox sh
/bin/busybox mount -t devtmpfs none /dev
/bin/busybox insmod /button.ko
/bin/busybox insmod /evdev.ko
/bin/busybox sleep 1
for device in /dev/input/event*; do
  (/bin/busybox dd if=$device of=/dev/null bs=24 count=1; /bin/busybox poweroff -f) &
done
/bin/busybox sleep 2
echo guest is up > /dev/ttyS0
while :; do /bin/busybox sleep 60; done
`;

/** A kernel and the smallest system that obeys its power button, as files in a folder. */
export function makeGuest(folder: string): { kernel: string; initrd: string } {
  const source = kernelFolder();
  const found = (pattern: string) => join(source, globSync(pattern, { cwd: source })[0] ?? "");
  const root = join(folder, "root");
  for (const name of ["bin", "dev"]) mkdirSync(join(root, name), { recursive: true });
  copyFileSync("/bin/busybox", join(root, "bin/busybox"));
  copyFileSync(found("lib/modules/*/kernel/drivers/acpi/button.ko"), join(root, "button.ko"));
  copyFileSync(found("lib/modules/*/kernel/drivers/input/evdev.ko"), join(root, "evdev.ko"));
  writeFileSync(join(root, "init"), INIT, { mode: 0o755 });
  const kernel = join(folder, "vmlinuz");
  copyFileSync(found("boot/vmlinuz-*"), kernel);
  const files = globSync("**", { cwd: root })
    .filter((name) => name !== "")
    .join("\n");
  const initrd = join(folder, "initrd");
  const image = execFileSync("/bin/busybox", ["cpio", "-o", "-H", "newc"], {
    cwd: root,
    input: files,
    maxBuffer: 50_000_000,
    stdio: ["pipe", "pipe", "ignore"],
  });
  writeFileSync(initrd, image);
  return { kernel, initrd };
}

/** What it wrote to its serial line so far. */
export const saidBy = (serial: string): string => (existsSync(serial) ? readFileSync(serial, "utf8") : "");
