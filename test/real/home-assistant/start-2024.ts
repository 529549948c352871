import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exec } from "../../../kernel/exec.ts";
import { UserError } from "../../../kernel/errors.ts";
import { cacheFolder } from "./cache.ts";
import { installOnce } from "./install.ts";
import { freePort } from "../ports.ts";
import { launch, type RealHome } from "./launch.ts";
import { seedHome } from "./seed.ts";

const version = "2024.3.3";
const lock = join(import.meta.dirname, `ha-${version}.lock`);
const minutes = 60_000;
// `demo:` brings these along only where they are asked for
const integrations = "api websocket_api auth config conversation history automation person demo".split(" ");

/**
 * Starts Home Assistant 2024.3.3 with its demo integration: on Python 3.11, without root, installed by pip on the
 * first run (about 80 s) and kept.
 * @throws UserError without Python 3.11, PeerError when it does not start
 */
export async function startHome2024(): Promise<RealHome> {
  const home = cacheFolder(`ha-${version}`, lock);
  await installOnce(home, install);
  const folder = await mkdtemp(join(tmpdir(), "steward-ha-"));
  const port = await freePort();
  const token = await seedHome(folder, port, integrations);
  // by module, not by the `hass` script: that one remembers the folder it was installed in
  const command = [join(home, "bin", "python"), "-m", "homeassistant", "-c", folder, "--skip-pip"] as const;
  return launch({ version, command, folder, port, token });
}

async function install(into: string): Promise<void> {
  await rm(into, { recursive: true, force: true });
  await exec(await python311(), ["-m", "venv", into], { timeout: 2 * minutes });
  // --no-deps: the lock is the whole truth, so pip need not solve anything (3 to 5 times faster)
  const args = ["-m", "pip", "install", "--quiet", "--no-deps", "--requirement", lock];
  await exec(join(into, "bin", "python"), args, { timeout: 15 * minutes });
}

async function python311(): Promise<string> {
  const found = await firstPython311();
  if (found) return found;
  await exec("apt-get", ["install", "-y", "-qq", "python3.11", "python3.11-venv"], { timeout: 5 * minutes }).catch(
    () => "",
  );
  const installed = await firstPython311();
  if (installed) return installed;
  throw new UserError(`Home Assistant ${version} needs Python 3.11: put python3.11 on the PATH`);
}

async function firstPython311(): Promise<string | undefined> {
  for (const name of ["python3.11", "python3"]) {
    const said = await exec(name, ["-c", "import venv, ensurepip, sys; print(sys.version_info[:2])"], {
      timeout: 10_000,
    }).catch(() => "");
    if (said.trim() === "(3, 11)") return name;
  }
  return undefined;
}
