import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { z } from "zod";
import { holderOf } from "../../composer/lock.ts";
import { root } from "../rooms.ts";

const READY_MS = 60_000;

/** A whole house in a process of its own, and the way to speak to it. */
export interface HouseProcess {
  url: string;
  read<Schema extends z.ZodType>(schema: Schema, method: string, path: string, body?: object): Promise<z.infer<Schema>>;
  /** the text of its events from now on, as it comes; ends with the signal */
  listen(signal: AbortSignal, heard: (text: string) => void): Promise<void>;
  kill(): Promise<void>;
}

/** Starts `npm start` in a folder, on any free port, with settings. */
export async function startHouse(folder: string, settings: Record<string, string>): Promise<HouseProcess> {
  const token = settings["STEWARD_TOKEN"] ?? "";
  const env = { ...process.env, STEWARD_PORT: "0", STEWARD_DATA: folder, ...settings };
  const child = spawn(process.execPath, [join(root, "start.js")], { env, stdio: ["ignore", "ignore", "inherit"] });
  const ended = once(child, "exit");
  const authorization = `Bearer ${token}`;
  const late = Date.now() + READY_MS;
  let url: string | undefined;
  while (url === undefined) {
    const holder = holderOf(folder);
    if (holder && holder.pid === child.pid && (await isServing(holder.url))) url = holder.url;
    else if (Date.now() > late || child.exitCode !== null) throw new Error(`the house in ${folder} does not start`);
    else await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const base = url;
  return {
    url,
    async read(schema, method, path, body) {
      const headers = { authorization, "content-type": "application/json" };
      const answer = await fetch(new URL(path, base), { method, headers, ...(body && { body: JSON.stringify(body) }) });
      if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
      return schema.parse(await answer.json());
    },
    async listen(signal, heard) {
      const answer = await fetch(new URL("/api/events", base), { headers: { authorization }, signal });
      if (!answer.ok) throw new Error(`GET /api/events answered ${answer.status}: ${await answer.text()}`);
      for await (const chunk of answer.body ?? []) heard(new TextDecoder().decode(chunk));
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

const health = z.object({ status: z.string() });

async function isServing(url: string): Promise<boolean> {
  try {
    const answer = await fetch(new URL("/health", url));
    return health.parse(await answer.json()).status !== "starting";
  } catch {
    return false;
  }
}
