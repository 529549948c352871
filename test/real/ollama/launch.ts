import type { ChildProcess } from "node:child_process";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { PeerError } from "../../../kernel/errors.ts";
import { freePort } from "../ports.ts";
import { builtOllama, smallModel } from "./build.ts";
import { modelfile } from "./modelfile.ts";

const run = promisify(execFile);
const READY_MS = 30_000;

export interface RealOllama {
  url: string;
  /** SIGKILL to it and its runner: gone until `start` */
  kill(): Promise<void>;
  /** on the same port, with the same models, none of them loaded */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** A real Ollama on loopback with the small model as "house", and as "plain" without tools. */
export async function startOllama(): Promise<RealOllama> {
  const [binary, gguf] = [await builtOllama(), await smallModel()];
  const folder = mkdtempSync(join(tmpdir(), "steward-ollama-"));
  const host = `127.0.0.1:${await freePort()}`;
  const env = {
    PATH: process.env.PATH,
    HOME: folder, // it writes a key there
    OLLAMA_HOST: host,
    OLLAMA_MODELS: join(folder, "models"),
    OLLAMA_NUM_PARALLEL: "1",
    OLLAMA_NOPRUNE: "1",
  };
  const url = `http://${host}`;
  let child: ChildProcess | undefined;
  const start = async () => {
    // A group of its own: its runners end with it.
    child = spawn(binary, ["serve"], { env, stdio: "ignore", detached: true });
    await ready(url, child);
  };
  const kill = async () => {
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    process.kill(-child.pid, "SIGKILL");
    await ended;
  };
  const close = async () => {
    await kill();
    rmSync(folder, { recursive: true });
  };
  try {
    await start();
    for (const [name, hasTools] of [
      ["house", true],
      ["plain", false],
    ] as const) {
      const file = join(folder, `${name}.modelfile`);
      writeFileSync(file, modelfile(gguf, hasTools));
      await run(binary, ["create", name, "-f", file], { env });
    }
  } catch (thrown) {
    await close();
    throw thrown;
  }
  return { url, kill, start, close };
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  const late = Date.now() + READY_MS;
  while (Date.now() < late && child.exitCode === null) {
    const isUp = await fetch(`${url}/api/version`)
      .then(({ ok }) => ok)
      .catch(() => false);
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new PeerError("the real Ollama does not answer");
}
