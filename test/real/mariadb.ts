import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createConnection } from "mysql2/promise";
import { NOBODY, asNobody, isRoot } from "./nobody.ts";
import { freePort } from "./ports.ts";

const run = promisify(execFile);
const READY_MS = 30_000;

interface MariaDb {
  url: string;
  /** SIGKILL: gone until `start` */
  kill(): Promise<void>;
  /** on the same data and port */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** A MariaDB of its own on loopback and a free port, with an empty database, gone with its folder when closed; `flags` are the server's. */
export async function startMariaDb(...flags: string[]): Promise<MariaDb> {
  const folder = await mkdtemp(join(tmpdir(), "steward-maria-"));
  await chmod(folder, 0o700);
  if (isRoot()) await chown(folder, NOBODY, NOBODY);
  const data = `--datadir=${folder}/data`;
  const rights = ["--auth-root-authentication-method=normal", "--skip-test-db"];
  const [install, ...words] = asNobody("mariadb-install-db", "--no-defaults", data, ...rights);
  await run(install, words);
  const port = await freePort();
  const where = [`--port=${port}`, "--bind-address=127.0.0.1", `--socket=${folder}/s`, `--pid-file=${folder}/pid`];
  const url = `mysql://root@127.0.0.1:${port}`;
  const launch = () => {
    const [program, ...args] = asNobody("mariadbd", "--no-defaults", data, ...where, ...flags);
    return spawn(program, args, { stdio: "ignore" });
  };
  let child = launch();
  const end = async (signal: "SIGTERM" | "SIGKILL") => {
    child.kill(signal);
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  };
  const close = async () => {
    await end("SIGTERM");
    await rm(folder, { recursive: true });
  };
  const start = async () => {
    child = launch();
    await ready(url);
  };
  try {
    await ready(url);
  } catch (thrown) {
    await close();
    throw thrown;
  }
  return { url: `${url}/steward`, kill: () => end("SIGKILL"), start, close };
}

async function ready(url: string): Promise<void> {
  const late = Date.now() + READY_MS;
  for (;;) {
    try {
      const connection = await createConnection({ uri: url });
      await connection.query("create database if not exists steward character set utf8mb4");
      return await connection.end();
    } catch (thrown) {
      if (Date.now() > late) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
