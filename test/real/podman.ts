import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { exec } from "../../kernel/exec.ts";

const START_MS = 15_000;
const IMAGE = "localhost/steward-test:1";
/** Runs until it is told to end, and ends at once then: the first process of a container ends at no signal by itself. */
const WAITS = 'trap "exit 0" TERM; while :; do /bin/busybox sleep 60 & wait; done';

export interface Podman {
  /** DOCKER_HOST of its Docker-compatible socket */
  host: string;
  create(name: string, labels: Record<string, string>): Promise<void>;
  isRunning(name: string): Promise<boolean>;
  close(): Promise<void>;
}

/** A container engine of its own in a folder: an image of busybox alone, no registry, no network. */
export async function startPodman(): Promise<Podman> {
  const folder = mkdtempSync("/tmp/pd-");
  const socket = join(folder, "s.sock");
  const config = join(folder, "containers.conf");
  writeFileSync(config, CONFIG);
  const root = ["--root", join(folder, "root"), "--runroot", join(folder, "run"), "--tmpdir", join(folder, "tmp")];
  const options = [...root, "--storage-driver=vfs"];
  const podman = (args: readonly string[]) =>
    exec("env", [`CONTAINERS_CONF=${config}`, "podman", ...options, ...args], { timeout: 60_000 });
  mkdirSync(join(folder, "image/bin"), { recursive: true });
  copyFileSync("/bin/busybox", join(folder, "image/bin/busybox"));
  symlinkSync("busybox", join(folder, "image/bin/sh"));
  await exec("tar", ["-C", join(folder, "image"), "-cf", join(folder, "image.tar"), "."], { timeout: 10_000 });
  let service: ChildProcess | undefined;
  const close = async () => {
    await podman(["rm", "--all", "--force", "--time", "0"]).catch(() => "");
    if (service && service.exitCode === null) {
      service.kill("SIGTERM");
      await once(service, "exit");
    }
    await podman(["system", "reset", "--force"]).catch(() => "");
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await podman(["import", join(folder, "image.tar"), IMAGE]);
    service = spawn(
      "env",
      [`CONTAINERS_CONF=${config}`, "podman", ...options, "system", "service", "--time=0", `unix://${socket}`],
      {
        stdio: "ignore",
      },
    );
    for (let waited = 0; !existsSync(socket); waited += 50) {
      if (waited > START_MS || service.exitCode !== null) throw new Error("podman's service does not start");
      await wait(50);
    }
  } catch (thrown) {
    await close();
    throw thrown;
  }
  return {
    host: `unix://${socket}`,
    async create(name, labels) {
      const labelled = Object.entries(labels).flatMap(([key, value]) => ["--label", `${key}=${value}`]);
      await podman(["create", "--name", name, "--network", "none", ...labelled, IMAGE, "/bin/sh", "-c", WAITS]);
    },
    isRunning: async (name) => (await podman(["inspect", "--format", "{{.State.Running}}", name])).trim() === "true",
    close,
  };
}

const CONFIG = `[containers]
netns="none"
log_driver="k8s-file"
pids_limit=0
default_ulimits=["nofile=1024:1024","nproc=4096:4096"]
[engine]
cgroup_manager="cgroupfs"
events_logger="file"
runtime="runc"
`;
