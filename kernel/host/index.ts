import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../errors.ts";
import type { Host, HostRules } from "./host.ts";
import { localHost } from "./local.ts";
import type { SshTarget } from "./ssh.ts";
import { readHosts, sshHost } from "./ssh.ts";

export type { FileSet, Host, HostRules, PutOptions } from "./host.ts";
export { HostAway, HostDrift, HostRefused } from "./host.ts";

/** Settings of the machines of a house; a server that needs them declares them. */
export const hostSettings = { STEWARD_HOSTS: z.string().default("") };

/** The machines that are configured. @throws UserError where one cannot be read */
export const hostsOf = (set: { STEWARD_HOSTS: string; STEWARD_DATA: string }): SshTarget[] =>
  readHosts(set.STEWARD_HOSTS, join(set.STEWARD_DATA, "ssh"));

/** The host of a name: this machine under its rules, or one of the configured ones, which has rules of its own. */
export function openHost(name: string, rules: HostRules, hosts: readonly SshTarget[]): Host {
  if (name === "local") return localHost(rules);
  const target = hosts.find((one) => one.name === name);
  if (target) return sshHost(target);
  throw new UserError(`There is no host ${name}. Known: ${["local", ...hosts.map((one) => one.name)].join(", ")}.`);
}
