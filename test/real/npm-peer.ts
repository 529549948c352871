import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";

const root = resolve(import.meta.dirname, "../..");
const run = promisify(execFile);
const manifest = z.object({ bin: z.union([z.string(), z.record(z.string(), z.string())]) });

/** The environment of a peer: Node 24 first on its path, and nothing of ours beside it. */
export const peerEnvironment = () => ({
  PATH: [join(root, "node_modules/.bin"), process.env.PATH].join(delimiter),
  HOME: homedir(),
});

/** A package from npm that a test speaks with: installed once, on Node 24; gives its folder. */
export async function npmFolder(name: string, version: string): Promise<string> {
  const cache = process.env.STEWARD_CACHE ?? join(homedir(), ".cache/steward");
  const folder = join(cache, "npm", `${name}@${version}`);
  const done = join(folder, ".complete");
  if (!existsSync(done)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), '{"private":true}\n');
    const flags = ["--no-audit", "--no-fund", "--loglevel=error", "--save-exact"];
    // With what the machine sets for npm, such as a proxy and its authority.
    const env = { ...process.env, ...peerEnvironment() };
    await run("npm", ["install", ...flags, `${name}@${version}`], { cwd: folder, env });
    writeFileSync(done, "");
  }
  return join(folder, "node_modules", name);
}

/** The same for a test or benchmark that starts it; gives the script of its command. */
export async function npmPeer(name: string, version: string): Promise<string> {
  const home = await npmFolder(name, version);
  const { bin } = manifest.parse(JSON.parse(readFileSync(join(home, "package.json"), "utf8")));
  const script = typeof bin === "string" ? bin : Object.values(bin)[0];
  return join(home, script ?? "");
}

/** What a command of a peer printed, and how it ended; never rejects. */
export async function runPeer(
  script: string,
  args: string[],
  timeout = 120_000,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const node = join(root, "node_modules/.bin/node");
  return new Promise((settle) => {
    execFile(node, [script, ...args], { env: peerEnvironment(), timeout, maxBuffer: 64e6 }, (fault, stdout, stderr) => {
      settle({ code: fault ? Number(fault.code ?? 1) : 0, stdout, stderr });
    });
  });
}
