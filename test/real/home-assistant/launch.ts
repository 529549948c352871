import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { PeerError } from "../../../kernel/errors.ts";

/** A running Home Assistant on 127.0.0.1 that is ours alone; `stop` ends it and removes its configuration. */
export interface RealHome {
  url: string;
  token: string;
  pid: number;
  version: string;
  stop(): Promise<void>;
}

export interface Launch {
  version: string;
  command: readonly [string, ...string[]];
  /** the configuration, as seen from here */
  folder: string;
  port: number;
  token: string;
}

/**
 * Starts `command` and waits until Home Assistant says RUNNING.
 * @throws PeerError with the end of its log when it ends or is not there within two minutes
 */
export async function launch({ version, command, folder, port, token }: Launch): Promise<RealHome> {
  const log = join(folder, "out.log");
  const output = await open(log, "w");
  // setpriv becomes the command; the kernel ends it with us, however we end
  const [file, ...args] = ["setpriv", "--pdeathsig", "KILL", ...command] as const;
  const child = spawn(file, args, { stdio: ["ignore", output.fd, output.fd] });
  await output.close();
  const stop = async () => {
    await end(child);
    await rm(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await running(child, url, token);
    await addShoppingList(url, token);
  } catch (fault) {
    const tail = (await readFile(log, "utf8")).trim().split("\n").slice(-5).join(" | ");
    await stop();
    throw new PeerError(`Home Assistant ${version} did not start: ${tail}`, { cause: fault });
  }
  return { url, token, pid: child.pid ?? 0, version, stop };
}

async function running(child: ChildProcess, url: string, token: string): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline && child.exitCode === null && child.pid !== undefined) {
    if (await isRunning(url, token)) return;
    await wait(200);
  }
  throw new PeerError(child.exitCode === null ? "not RUNNING within two minutes" : `ended with ${child.exitCode}`);
}

async function isRunning(url: string, token: string): Promise<boolean> {
  const headers = { authorization: `Bearer ${token}` };
  const config = await fetch(`${url}/api/config`, { headers, signal: AbortSignal.timeout(2000) })
    .then((response): Promise<unknown> => response.json())
    .catch(() => undefined);
  return typeof config === "object" && config !== null && "state" in config && config.state === "RUNNING";
}

/** The shopping list has no line in configuration.yaml that would suffice in both versions: it is added as a person would. */
async function addShoppingList(url: string, token: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const flows = `${url}/api/config/config_entries/flow`;
  const post = async (path: string, body: object) => {
    const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
    return flowStep.parse(await response.json());
  };
  const form = await post(flows, { handler: "shopping_list" });
  const done = await post(`${flows}/${form.flow_id}`, {});
  if (done.type !== "create_entry") throw new PeerError(`the shopping list was not added: ${done.type}`);
}

const flowStep = z.object({ type: z.string(), flow_id: z.string() });

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await ended;
  clearTimeout(late);
}
