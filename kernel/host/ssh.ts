import { join } from "node:path";
import { z } from "zod";
import { UserError, messageOf } from "../errors.ts";
import type { Exec } from "../exec.ts";
import { exec as execFile } from "../exec.ts";
import { clean } from "../text.ts";
import { digestOf } from "./files.ts";
import type { FileSet, Host, HostState, PutOptions } from "./host.ts";
import { HostAway, HostDrift, HostRefused, checkNames, stateFrom } from "./host.ts";

/** A machine that is reached by ssh: whose key and which host key, in files of our own. */
export interface SshTarget {
  name: string;
  user: string;
  address: string;
  port: number;
  /** folder with our key and the pinned host keys */
  folder: string;
}

/** Milliseconds until a host that does not answer counts as away; a put may test and reload. */
const CONNECT_S = 5;
const STATE_MS = 15_000;
const PUT_MS = 60_000;

/** The files of a target's folder. */
export const keyFiles = (folder: string) => ({ key: join(folder, "id_ed25519"), known: join(folder, "known_hosts") });

/** What ssh is called with: our key and our pinned host keys alone, no question asked, nothing of the user's own configuration. */
export function sshArguments({ user, address, port, folder }: SshTarget): string[] {
  const { key, known } = keyFiles(folder);
  const options = {
    BatchMode: "yes",
    ConnectTimeout: String(CONNECT_S),
    GlobalKnownHostsFile: "/dev/null",
    IdentitiesOnly: "yes",
    ServerAliveCountMax: "2",
    ServerAliveInterval: "5",
    StrictHostKeyChecking: "yes",
    UserKnownHostsFile: known,
  };
  const set = Object.entries(options).flatMap(([option, value]) => ["-o", `${option}=${value}`]);
  return ["-F", "none", "-T", "-i", key, "-p", String(port), ...set, `${user}@${address}`];
}

/** Another machine as a host, behind `deploy/host/steward-host` as the forced command of our key. */
export function sshHost(target: SshTarget, exec: Exec = execFile): Host {
  const ask = async (words: readonly string[], timeout: number, input = "", signal?: AbortSignal) => {
    try {
      return await exec("ssh", [...sshArguments(target), words.join(" ")], {
        timeout,
        input,
        ...(signal && { signal }),
      });
    } catch (thrown) {
      throw new HostAway(`${target.name} is away: ${clean(messageOf(thrown).replace(/^ssh failed: /, ""), 200)}`, {
        cause: thrown,
      });
    }
  };
  return {
    name: target.name,
    async put(set, { overwrite = [], signal }: PutOptions = {}) {
      checkNames([...set.files.keys(), ...overwrite]);
      const payload = framed(set);
      const size = Buffer.byteLength(payload);
      const words = ["put", set.name, String(set.generation), String(size), digestOf(payload), overwrite.join(",")];
      settle(await ask(words.filter(Boolean), PUT_MS, payload, signal), target.name);
    },
    state: async (set) => stateOf(await ask(["state", set], STATE_MS)),
    close: async () => {},
  };
}

/** A set as the far side reads it: a line a file with its size and sum, then the contents. */
function framed({ files }: FileSet): string {
  const head = [...files].map(([name, content]) => `${name} ${Buffer.byteLength(content)} ${digestOf(content)}\n`);
  return `${head.join("")}end\n${[...files.values()].join("")}`;
}

/** @throws what the far side answered, where it is not done */
function settle(answer: string, host: string): void {
  const [word, ...rest] = answer.trim().split(" ");
  const said = clean(rest.join(" "), 300);
  if (word === "ok") return;
  if (word === "refused") throw new HostRefused(said);
  if (word === "drift") throw new HostDrift(rest.filter(Boolean));
  throw new HostAway(word === "away" ? said : `${host} answered nothing`);
}

/** Lines "generation N", "ours SUM NAME" and "file SUM NAME". */
function stateOf(answer: string): HostState {
  const lines = answer.split("\n").map((line) => line.split(" "));
  const of = (kind: string) =>
    new Map(lines.flatMap(([word, sum = "", name = ""]) => (word === kind ? [[name, sum] as const] : [])));
  const generation = Number(lines.find(([word]) => word === "generation")?.[1] ?? 0);
  return stateFrom(generation, of("ours"), of("file"));
}

const address = z.url({ protocol: /^ssh$/ });

/** Reads `pi=ssh://steward@192.168.0.170:22`, several with commas between. @throws UserError that shows the form */
export function readHosts(text: string, folder: string): SshTarget[] {
  return text
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one) => {
      const [, name = "", url = ""] = /^([a-z][a-z0-9-]{0,30})=(.+)$/.exec(one) ?? [];
      const parsed = address.safeParse(url).success ? new URL(url) : undefined;
      const user = parsed?.username ?? "";
      if (!parsed || !/^[a-z_][a-z0-9_-]*$/.test(user) || !/^[a-z0-9.:[\]-]+$/i.test(parsed.hostname))
        throw new UserError(
          `STEWARD_HOSTS: ${JSON.stringify(clean(one, 80))} is no host. Write pi=ssh://steward@192.168.0.170.`,
        );
      const port = Number(parsed.port || 22);
      return { name, user, address: parsed.hostname.replace(/^\[|\]$/g, ""), port, folder };
    });
}
