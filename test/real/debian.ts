import { execFileSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheRoot } from "./home-assistant/cache.ts";

/**
 * Packages of the distribution, unpacked into a folder and not installed: what would change a machine by being there.
 * Once for each version of the first.
 */
export function unpacked(...packages: readonly [string, ...string[]]): string {
  const [first] = packages;
  const shown = execFileSync("apt-cache", ["show", "--no-all-versions", first], { encoding: "utf8" });
  const [, version = ""] = /^Version: (\S+)$/m.exec(shown) ?? [];
  const folder = join(cacheRoot(), "debian", `${first}-${version.replaceAll(/[^\w.+-]/g, "_")}`);
  if (existsSync(folder)) return folder;
  mkdirSync(join(folder, ".."), { recursive: true });
  const part = mkdtempSync(join(folder, "../part-"));
  execFileSync("apt-get", ["download", "-qq", ...packages], { cwd: part, stdio: "ignore" });
  for (const archive of globSync("*.deb", { cwd: part })) {
    execFileSync("dpkg", ["-x", join(part, archive), part]);
    rmSync(join(part, archive));
  }
  renameSync(part, folder);
  return folder;
}
