import { spawnSync } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const folder = "test/real";

/** Peers of the distribution: the command that shows one is there, and its packages on Debian and Ubuntu. */
const PEERS: readonly (readonly [command: string, ...packages: string[]])[] = [
  ["python3", "python3", "python3-venv"],
  ["setpriv", "util-linux"],
  ["mariadbd", "mariadb-server"],
  ["redis-server", "redis-server"],
  ["openssl", "openssl"],
  ["/usr/sbin/sshd", "openssh-server"],
  ["ssh", "openssh-client"],
  ["nginx", "nginx"],
  ["caddy", "caddy"],
  ["dnsmasq", "dnsmasq-base"],
  ["dig", "bind9-dnsutils"],
  ["libvirtd", "libvirt-daemon", "libvirt-daemon-driver-qemu"],
  ["virsh", "libvirt-clients"],
  ["qemu-system-x86_64", "qemu-system-x86"],
  ["qemu-img", "qemu-utils"],
  ["/usr/share/OVMF/OVMF_CODE_4M.fd", "ovmf"],
  ["isoinfo", "genisoimage"],
  ["blkid", "util-linux"],
  ["debootstrap", "debootstrap"],
  ["mcopy", "mtools"],
  ["mkfs.vfat", "dosfstools"],
  ["sfdisk", "fdisk"],
  ["/usr/sbin/xrdp", "xrdp"],
  ["podman", "podman"],
  ["runc", "runc"],
  ["/bin/busybox", "busybox-static"],
  ["espeak-ng", "espeak-ng"],
  ["flite", "flite"],
  ["pocketsphinx_continuous", "pocketsphinx", "pocketsphinx-en-us"],
  ["ffmpeg", "ffmpeg"],
  ["chromium", "chromium"],
];
/** What is run by its name alone: it takes too long for every time, or needs what no package brings. */
const ALONE = ["cloud", "ollama", "pihole"];
/** Runs with a name of their own: the folder, and what is set for it. The default run has the folder without that. */
const VARIANTS: Record<string, { folder: string; environment: Record<string, string> }> = {
  "hearing-whole": { folder: "hearing", environment: { STEWARD_TEST_HEARING: "120" } },
  kills: { folder: "kills", environment: { STEWARD_TEST_KILLS: "400" } },
  "ha-2026": { folder: "home-assistant", environment: { STEWARD_TEST_HA: "2026" } },
};

const known = () =>
  [
    ...new Set(
      globSync(`${folder}/**/*.test.ts`, { cwd: root }).map(
        (file) => file.split("/")[2]?.replace(/\.test\.ts$/, "") ?? "",
      ),
    ),
  ].toSorted();

/** Installs what the distribution has to bring; everything else is brought by the tests themselves. */
function installPeers(): void {
  const isThere = (name: string) =>
    name.startsWith("/") ? existsSync(name) : spawnSync(name, ["--version"]).error === undefined;
  const packages = PEERS.flatMap(([command, ...names]) => (isThere(command) ? [] : names));
  if (packages.length === 0) return;
  console.log(`installing ${packages.join(", ")}`);
  for (const args of [
    ["update", "-qq"],
    ["install", "-y", "-qq", ...packages],
  ])
    spawnSync("apt-get", args, { stdio: "inherit" });
}

/** Runs the tests against real peers: all of them, or the folders and variants that are named. */
function main(names: string[]): void {
  const variants = names.map((name) => VARIANTS[name] ?? { folder: name, environment: {} });
  const strangers = variants.filter((one) => !known().includes(one.folder));
  if (strangers.length > 0) {
    console.error(
      `There is no ${strangers.map((one) => one.folder).join(", ")}. Known: ${[...known(), ...Object.keys(VARIANTS)].join(", ")}.`,
    );
    process.exit(1);
  }
  installPeers();
  const environment = Object.assign({}, process.env, ...variants.map((one) => one.environment));
  const filters = variants.map((one) => `${folder}/${one.folder}`);
  const without = ALONE.filter((one) => !names.includes(one)).map((one) => `--exclude=${folder}/${one}{.test.ts,/**}`);
  const vitest = [join(root, "node_modules/vitest/vitest.mjs"), "run", "--project", "real", ...without, ...filters];
  process.exit(spawnSync(process.execPath, vitest, { cwd: root, stdio: "inherit", env: environment }).status ?? 1);
}

main(process.argv.slice(2));
