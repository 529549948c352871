import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./ports.ts";

const READY_MS = 20_000;

interface RedisPeer {
  url: string;
  /** SIGKILL: gone, with all it held, until `start` */
  kill(): Promise<void>;
  /** empty, on the same port */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** A Redis of its own on loopback and a free port, which keeps nothing; gone when closed. */
export async function startRedis(): Promise<RedisPeer> {
  const folder = await mkdtemp(join(tmpdir(), "steward-redis-"));
  const port = await freePort();
  const flags = ["--bind", "127.0.0.1", "--port", String(port), "--save", "", "--appendonly", "no", "--dir", folder];
  const launch = () => spawn("redis-server", flags, { stdio: "ignore" });
  let child = launch();
  const end = async (signal: "SIGTERM" | "SIGKILL") => {
    child.kill(signal);
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  };
  const start = async () => {
    child = launch();
    await ready(port);
  };
  await ready(port);
  return {
    url: `redis://127.0.0.1:${port}`,
    kill: () => end("SIGKILL"),
    start,
    async close() {
      await end("SIGTERM");
      await rm(folder, { recursive: true });
    },
  };
}

async function ready(port: number): Promise<void> {
  const late = Date.now() + READY_MS;
  for (;;) {
    const socket = connect(port, "127.0.0.1");
    const isUp = await Promise.race([
      once(socket, "connect").then(
        () => true,
        () => false,
      ),
      once(socket, "error").then(() => false),
    ]);
    socket.destroy();
    if (isUp) return;
    if (Date.now() > late) throw new Error("redis-server does not start");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
