import { execFile, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import type { Socket } from "node:net";
import { connect, createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "./ports.ts";

const run = promisify(execFile);
const READY_MS = 10_000;
/** Who has the far side, where the tests run as root. */
const FAR_USER = "steward-far";

/** A real sshd on a free port of loopback whose only user may do nothing but one forced command; and a link to cut. */
export interface Sshd {
  user: string;
  /** the port to reach it by: a link between that can be cut */
  port: number;
  folder: string;
  /** lets a public key in, with this forced command */
  allow(key: string, command: string): Promise<void>;
  /** gives everything below a folder to the user of the far side */
  own(folder: string): Promise<void>;
  /** cuts every connection after so many more bytes towards the far side */
  cutAfter(bytes: number): void;
  mend(): void;
  /** ends whatever the far side is doing, at once */
  killFarSide(marker: string): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

export async function startSshd(): Promise<Sshd> {
  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? FAR_USER : userInfo().username;
  if (isRoot) await run("useradd", ["--system", "--shell", "/bin/sh", user]).catch(() => {});
  const ids = (await run("id", ["-u", user])).stdout.trim();
  const gid = (await run("id", ["-g", user])).stdout.trim();
  const folder = await mkdtemp(join(tmpdir(), "steward-sshd-"));
  await chmod(folder, 0o755);
  if (isRoot) await mkdir("/run/sshd", { recursive: true });
  const [inner, outer] = [await freePort(), await freePort()];
  const own = async (path: string) => {
    if (!isRoot) return;
    await chown(path, Number(ids), Number(gid));
    if ((await stat(path)).isDirectory()) for (const name of await readdir(path)) await own(join(path, name));
  };
  await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, "host")]);
  await writeFile(join(folder, "allowed"), "");
  await writeFile(join(folder, "config"), configOf(folder, inner));
  await own(folder);
  let daemon: ChildProcess | undefined;
  const start = async () => {
    const sshd = ["/usr/sbin/sshd", "-D", "-e", "-f", join(folder, "config")];
    const as = isRoot ? ["setpriv", `--reuid=${ids}`, `--regid=${gid}`, "--clear-groups", ...sshd] : sshd;
    daemon = spawn(as[0] ?? "", as.slice(1), { stdio: "ignore" });
    await reachable(inner);
  };
  const stop = async () => {
    if (!daemon || daemon.exitCode !== null) return;
    const gone = once(daemon, "exit");
    daemon.kill("SIGKILL");
    await gone;
  };
  await start();

  let left = Number.POSITIVE_INFINITY;
  const sockets = new Set<Socket>();
  const link = createServer((near) => {
    const far = connect(inner, "127.0.0.1");
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => {}).on("close", () => (sockets.delete(socket), near.destroy(), far.destroy()));
    }
    far.on("data", (chunk) => near.write(chunk));
    near.on("data", (chunk: Buffer) => {
      far.write(chunk.subarray(0, Math.max(0, left)));
      left -= chunk.length;
      if (left <= 0) setImmediate(() => (near.destroy(), far.destroy()));
    });
  });
  await new Promise<void>((resolve) => link.listen(outer, "127.0.0.1", resolve));

  return {
    user,
    port: outer,
    folder,
    own,
    async allow(key, command) {
      await writeFile(join(folder, "allowed"), `command="${command}",restrict ${key}\n`);
    },
    cutAfter(bytes) {
      left = bytes;
    },
    mend() {
      left = Number.POSITIVE_INFINITY;
    },
    async killFarSide(marker) {
      const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
      for (const id of ids) {
        const words = await readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "");
        if (words.includes(marker)) killed(Number(id));
      }
    },
    stop,
    start,
    async close() {
      for (const socket of sockets) socket.destroy();
      link.close();
      await stop();
      await rm(folder, { recursive: true });
      if (isRoot) await run("userdel", [user]).catch(() => {});
    },
  };
}

function killed(id: number): void {
  try {
    process.kill(id, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}

const configOf = (folder: string, port: number) => `Port ${port}
ListenAddress 127.0.0.1
HostKey ${folder}/host
PidFile ${folder}/pid
AuthorizedKeysFile ${folder}/allowed
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
`;

async function reachable(port: number): Promise<void> {
  const began = Date.now();
  for (;;) {
    const isThere = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => (socket.destroy(), resolve(true)));
      socket.on("error", () => resolve(false));
    });
    if (isThere) return;
    if (Date.now() - began > READY_MS) throw new Error(`sshd did not come up on port ${port}`);
  }
}
