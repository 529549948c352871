import { appendFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { UserError } from "../kernel/errors.ts";
import { exec } from "../kernel/exec.ts";
import { hostsOf } from "../kernel/host/index.ts";
import type { SshTarget } from "../kernel/host/ssh.ts";
import { keyFiles, readHosts, sshArguments } from "../kernel/host/ssh.ts";
import { listed } from "../kernel/text.ts";
import { dataOf } from "./client.ts";
import { optionsOf } from "./options.ts";
import type { Command, Terminal } from "./terminal.ts";

const USAGE = "host add NAME ssh://USER@ADDRESS[:PORT] | check [NAME] | list";
const SCRIPT = resolve(import.meta.dirname, "../deploy/host/steward-host");
/** Milliseconds for one command of OpenSSH. */
const PATIENCE = 15_000;

const run = (command: string, args: string[], input = "") => exec(command, args, { timeout: PATIENCE, input });

/** steward host: the other machines of the house, reached by ssh with a key of Steward's own. */
export const host: Command = async (terminal) => {
  const { positionals } = optionsOf(terminal.args, {}, USAGE);
  const [verb, name, url] = positionals;
  const data = dataOf(terminal.source);
  const hosts = hostsOf({ STEWARD_DATA: data, STEWARD_HOSTS: terminal.source["STEWARD_HOSTS"] ?? "" });
  if (verb === "add" && name !== undefined && url !== undefined && positionals.length === 3)
    return add(oneOf(readHosts(`${name}=${url}`, join(data, "ssh"))), terminal);
  if (verb === "check" && positionals.length <= 2) return check(named(hosts, name), terminal);
  if (verb === "list" && positionals.length === 1) return list(hosts, terminal);
  throw new UserError(`Usage: steward ${USAGE}`);
};

function oneOf(hosts: readonly SshTarget[]): SshTarget {
  const [only, ...more] = hosts;
  if (!only || more.length > 0) throw new UserError(`Usage: steward ${USAGE}`);
  return only;
}

function named(hosts: readonly SshTarget[], name: string | undefined): readonly SshTarget[] {
  if (name === undefined) return hosts;
  const found = hosts.filter((one) => one.name === name);
  if (found.length > 0) return found;
  throw new UserError(
    `There is no host ${name} in STEWARD_HOSTS. Known: ${listed(hosts.map((one) => one.name)) || "none"}.`,
  );
}

const urlOf = ({ user, address, port }: SshTarget) => `ssh://${user}@${address}${port === 22 ? "" : `:${port}`}`;

async function add(target: SshTarget, { print, source }: Terminal): Promise<void> {
  const key = await publicKey(target.folder);
  const fingerprint = await pin(target);
  const packed = gzipSync(await readFile(SCRIPT), { level: 9 }).toString("base64");
  const others = (source["STEWARD_HOSTS"] ?? "")
    .split(",")
    .filter((one) => one !== "" && !one.startsWith(`${target.name}=`));
  const line = [
    "far=$(mktemp)",
    `echo ${packed} | base64 -d | gunzip > "$far"`,
    `sudo sh "$far" install '${key}'`,
    'rm "$far"',
  ].join(" && ");
  print(`${target.name} has the host key ${fingerprint}: compare it there with`);
  print("  ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub");
  print("Paste this one line there, as a user who may sudo:");
  print(line);
  print("And this one into .env here:");
  print(`STEWARD_HOSTS=${[...others, `${target.name}=${urlOf(target)}`].join(",")}`);
  print(`Then: npm run -s steward -- host check ${target.name}`);
}

/** Our own key for other machines, made when it is first needed. */
async function publicKey(folder: string): Promise<string> {
  const { key } = keyFiles(folder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const read = () => readFile(`${key}.pub`, "utf8");
  const known = await read().catch(() => undefined);
  if (known !== undefined) return known.trim();
  await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "steward", "-f", key]);
  return (await read()).trim();
}

/** Pins the key a machine shows now, instead of one it showed before; gives its fingerprint. */
async function pin({ address, port, folder }: SshTarget): Promise<string> {
  const { known } = keyFiles(folder);
  const shown = await run("ssh-keyscan", ["-T", "5", "-t", "ed25519", "-p", String(port), address]).catch(() => "");
  const lines = shown.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  if (lines.length === 0)
    throw new UserError(`${address} shows no ed25519 key on port ${port}: is sshd running there, and reachable?`);
  await writeFile(known, "", { flag: "a", mode: 0o600 });
  const spot = port === 22 ? address : `[${address}]:${port}`;
  await run("ssh-keygen", ["-q", "-R", spot, "-f", known]).catch(() => {});
  await rm(`${known}.old`, { force: true });
  await appendFile(known, `${lines.join("\n")}\n`);
  const [, fingerprint = ""] = (await run("ssh-keygen", ["-lf", "-"], `${lines[0]}\n`)).split(" ");
  return fingerprint;
}

async function check(hosts: readonly SshTarget[], { print }: Terminal): Promise<number> {
  if (hosts.length === 0) print("No other machine is configured: STEWARD_HOSTS is empty.");
  let away = 0;
  for (const target of hosts) {
    const began = performance.now();
    try {
      const sets = (await run("ssh", [...sshArguments(target), "sets"])).split("\n").filter(Boolean);
      print(`${target.name}  ok  takes ${listed(sets) || "nothing yet"}  ${Math.round(performance.now() - began)} ms`);
    } catch (thrown) {
      away += 1;
      print(`${target.name}  away  ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
  }
  return away > 0 ? 1 : 0;
}

function list(hosts: readonly SshTarget[], { print }: Terminal): void {
  print("local  this machine");
  for (const target of hosts) print(`${target.name}  ${urlOf(target)}`);
}
