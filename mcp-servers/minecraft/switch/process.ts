import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { PeerError, messageOf } from "../../../kernel/errors.ts";
import { startedAt } from "../process-start.ts";
import type { Switch } from "./switch.ts";

const noted = z.object({ pid: z.number().int().positive(), started: z.string() });

/** A plain process that outlives Steward: it is known again by its id and when it started. */
export function processSwitch(command: readonly string[], folder: string, file: string): Switch {
  const running = async () => {
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined) return undefined;
    const parsed = noted.safeParse(jsonOf(text)).data;
    return parsed && startedAt(parsed.pid) === parsed.started ? parsed.pid : undefined;
  };
  return {
    isOn: async () => (await running()) !== undefined,
    async start() {
      if ((await running()) !== undefined) return;
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      const log = await open(`${file}.log`, "a", 0o600);
      try {
        const [program = "", ...args] = command;
        const child = spawn(program, args, { cwd: folder, detached: true, stdio: ["ignore", log.fd, log.fd] });
        await Promise.race([once(child, "spawn"), once(child, "error").then(([fault]) => Promise.reject(fault))]);
        child.unref();
        const pid = child.pid ?? 0;
        await writeFile(`${file}.part`, JSON.stringify({ pid, started: startedAt(pid) ?? "" }), { mode: 0o600 });
        await rename(`${file}.part`, file);
      } catch (thrown) {
        throw new PeerError(`The server could not be started: ${messageOf(thrown)}`, { cause: thrown });
      } finally {
        await log.close();
      }
    },
    async stop() {
      const pid = await running();
      if (pid !== undefined) process.kill(pid, "SIGTERM");
      else await rm(file, { force: true });
    },
    notes: [],
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
