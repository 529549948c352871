import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** Whoever runs nothing else: the daemon and its machines are unprivileged. */
const NOBODY = 65_534;
const START_MS = 15_000;

export interface Libvirtd {
  /** libvirt's own test driver behind the daemon: its state goes with its last connection */
  testUri: string;
  /** machines of the unprivileged user, by QEMU */
  sessionUri: string;
  /** its home, where that user may write */
  folder: string;
  socket: string;
  pid(): number;
  /** kills it as it stands */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** an environment and a way to run commands as that user */
  as: readonly [command: string, ...args: string[]];
  close(): Promise<void>;
}

/** A libvirtd of its own as an unprivileged user, in a folder with a short name: socket paths end at 107 bytes. */
export async function startLibvirtd(id = NOBODY): Promise<Libvirtd> {
  const folder = mkdtempSync("/tmp/lv-");
  chmodSync(folder, 0o755);
  for (const name of ["run", "config", "cache", "data", "images"]) {
    mkdirSync(join(folder, name), { mode: 0o700 });
    chownSync(join(folder, name), id, id);
  }
  chownSync(folder, id, id);
  const socket = join(folder, "run/libvirt/libvirt-sock");
  const config = join(folder, "libvirtd.conf");
  writeFileSync(config, 'auth_unix_rw="none"\nlog_outputs="3:stderr"\n');
  const environment = [
    `PATH=${process.env["PATH"]}`,
    `HOME=${folder}`,
    `XDG_RUNTIME_DIR=${join(folder, "run")}`,
    `XDG_CONFIG_HOME=${join(folder, "config")}`,
    `XDG_CACHE_HOME=${join(folder, "cache")}`,
    `XDG_DATA_HOME=${join(folder, "data")}`,
    "LC_ALL=C",
  ];
  const user = ["setpriv", `--reuid=${id}`, `--regid=${id}`, "--clear-groups"];
  const as = ["env", "-i", ...environment, ...user] as const;
  let child: ChildProcess | undefined;
  const ended = (of: ChildProcess) =>
    of.exitCode !== null || of.signalCode !== null
      ? Promise.resolve()
      : new Promise<void>((resolve) => void of.once("exit", () => resolve()));
  const start = async () => {
    rmSync(socket, { force: true });
    const args = [...as.slice(1), "libvirtd", "-f", config, "-p", join(folder, "pid")];
    child = spawn(as[0], args, { stdio: "ignore" });
    for (let waited = 0; !existsSync(socket); waited += 20) {
      if (waited > START_MS || child.exitCode !== null) throw new Error("libvirtd does not start");
      await wait(20);
    }
  };
  const kill = async (signal: NodeJS.Signals = "SIGKILL") => {
    child?.kill(signal);
    if (child) await ended(child);
  };
  await start();
  return {
    testUri: `test+unix:///default?socket=${socket}`,
    sessionUri: `qemu+unix:///session?socket=${socket}`,
    folder,
    socket,
    pid: () => child?.pid ?? 0,
    kill: () => kill(),
    start,
    as,
    async close() {
      child?.kill("SIGCONT");
      await kill("SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
