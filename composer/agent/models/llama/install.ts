import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Exec } from "../../../../kernel/exec.ts";
import { UserError } from "../../../../kernel/errors.ts";

/** What runs model files; its own optional packages are 640 MB of builds for other machines. */
const VERSION = "3.22.1";
const BUILDS: Record<string, string> = {
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-arm64",
  "darwin-arm64": "mac-arm64-metal",
  "darwin-x64": "mac-x64",
  "win32-x64": "win-x64",
};
const INSTALL_MS = 600_000;

/** Where it lies, beside the data. */
export const llamaFolder = (data: string): string => join(data, "llama");

/** Whether it was installed, of this very version. */
export const hasLlama = (folder: string): boolean => existsSync(join(folder, `.complete-${VERSION}`));

/** Installs node-llama-cpp and its build for this machine by npm, without any script of theirs. @throws UserError, PeerError */
export async function installLlama(
  folder: string,
  exec: Exec,
  platform = `${process.platform}-${process.arch}`,
): Promise<string> {
  const build = BUILDS[platform];
  if (!build)
    throw new UserError(
      `There is no build for ${platform}. Known: ${Object.keys(BUILDS).join(", ")}. Use an Ollama instead.`,
    );
  mkdirSync(folder, { recursive: true });
  const packages = [`node-llama-cpp@${VERSION}`, `@node-llama-cpp/${build}@${VERSION}`];
  const flags = ["--no-audit", "--no-fund", "--loglevel=error", "--omit=optional", "--ignore-scripts", "--save-exact"];
  await exec("npm", ["install", "--prefix", folder, ...flags, ...packages], { timeout: INSTALL_MS });
  mkdirSync(join(folder, `.complete-${VERSION}`), { recursive: true });
  return VERSION;
}
