import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { exec } from "../../../kernel/exec.ts";
import { UserError } from "../../../kernel/errors.ts";
import { cacheFolder } from "./cache.ts";
import { installOnce } from "./install.ts";
import { freePort } from "../ports.ts";
import { launch, type RealHome } from "./launch.ts";
import { seedHome } from "./seed.ts";

const version = "2026.2.3";
const lock = join(import.meta.dirname, `ha-${version}.lock`);
const minutes = 60_000;
const packages = "python3,python3-venv,python3-dev,g++,libturbojpeg0,ca-certificates";
const integrations = "api websocket_api auth config conversation assist_pipeline history automation person demo".split(
  " ",
);

/**
 * Starts Home Assistant 2026.2.3 with its demo integration: on Python 3.13 in a Debian trixie folder, as root,
 * installed on the first run (about 4 minutes, 2 GB) and kept. Nothing is mounted into that folder.
 * @throws UserError without root, PeerError when it does not start
 */
export async function startHome2026(): Promise<RealHome> {
  if (process.getuid?.() !== 0) throw new UserError(`Home Assistant ${version} runs in a chroot here: start as root`);
  const root = cacheFolder(`ha-${version}`, lock);
  await installOnce(root, install);
  const folder = await mkdtemp(join(root, "run-"));
  const port = await freePort();
  const token = await seedHome(folder, port, integrations);
  const args = ["/ha/bin/python", "-m", "homeassistant", "-c", `/${basename(folder)}`, "--skip-pip"];
  return launch({ version, command: ["chroot", root, ...args], folder, port, token });
}

async function install(root: string): Promise<void> {
  await rm(root, { recursive: true, force: true });
  await exec("debootstrap", ["--version"], { timeout: 10_000 }).catch(() =>
    exec("apt-get", ["install", "-y", "-qq", "debootstrap"], { timeout: 5 * minutes }),
  );
  const include = ["--variant=minbase", `--include=${packages}`];
  await exec("debootstrap", [...include, "trixie", root, ...(await debianMirror())], { timeout: 15 * minutes });
  await adopt(root, ["/etc/resolv.conf", "/etc/pip.conf", "/etc/ssl/certs/ca-certificates.crt"]);
  await copyFile(lock, join(root, "lock.txt"));
  const chroot = (...args: string[]) => exec("chroot", [root, ...args], { timeout: 30 * minutes });
  await chroot("python3", "-m", "venv", "/ha");
  // PIP_FIND_LINKS names a folder of this machine, which is not inside
  const pip = ["env", "-u", "PIP_FIND_LINKS", "/ha/bin/python", "-m", "pip", "install", "--quiet", "--no-cache-dir"];
  await chroot(...pip, "--no-deps", "--requirement", "/lock.txt");
}

/** The mirror apt uses here, where it says one: debootstrap's own default need not be reachable. */
async function debianMirror(): Promise<string[]> {
  const targets = await exec("apt-get", ["indextargets", "--format", "$(REPO_URI)"], { timeout: 30_000 }).catch(
    () => "",
  );
  return targets
    .split("\n")
    .filter((uri) => /\/debian\/?$/.test(uri))
    .slice(0, 1);
}

async function adopt(root: string, files: readonly string[]): Promise<void> {
  for (const file of files.filter((name) => existsSync(name))) {
    await mkdir(join(root, file, ".."), { recursive: true });
    await copyFile(file, join(root, file));
  }
}
