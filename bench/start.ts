import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const ROUNDS = 5;

/** The demo house as `npm start` starts it, in a process of its own on an empty folder: until it is ready, and what it holds. */
export async function run(print: (row: object) => void): Promise<void> {
  for (let round = 1; round <= ROUNDS; round += 1) print({ bench: "start", round, ...(await started()) });
}

async function started(): Promise<{ readyMs: number; rssMb: number }> {
  const data = await mkdtemp(join(tmpdir(), "steward-start-"));
  const environment = { PATH: process.env["PATH"], HOME: data, STEWARD_DATA: data, STEWARD_PORT: "0" };
  const begun = performance.now();
  const child = spawn(process.execPath, ["--max-semi-space-size=4", join(root, "start.js")], {
    cwd: data,
    env: environment,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  for await (const chunk of child.stdout.setEncoding("utf8")) {
    said += String(chunk);
    if (/ready in/.test(said)) break;
  }
  const readyMs = Math.round(performance.now() - begun);
  const rssMb = residentMb(child.pid);
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
  await rm(data, { recursive: true, force: true });
  return { readyMs, rssMb };
}

/** Resident memory of a process in MB, as Linux tells it. */
function residentMb(pid: number | undefined): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}
