import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { messageOf } from "../../kernel/errors.ts";
import { clean } from "../../kernel/text.ts";

const texts = z.record(z.string(), z.string());
const common = {
  /** believes its `steward/*` and takes its tools as they are */
  trust: z.boolean().default(false),
  /** put before the name of each of its tools, with an underscore */
  prefix: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,30}$/, "letters, digits, - and _, at most 31")
    .optional(),
  /** shown to the local model */
  local: z.boolean().default(false),
  /** without trust: tools that were accepted, or all of them */
  accept: z.union([z.boolean(), z.array(z.string())]).default([]),
  /** its tools, and what they say, never leave the house */
  private: z.boolean().default(false),
  disabled: z.boolean().default(false),
};
const child = z.object({
  ...common,
  command: z.string().min(1),
  args: z.array(z.string()).default([]),
  env: texts.default({}),
  cwd: z.string().optional(),
});
const remote = z.object({ ...common, url: z.url({ protocol: /^https?$/ }), headers: texts.default({}) });

/** How a server in another process is reached, and how far it is believed. */
export type ServerSpec = { name: string } & (z.infer<typeof child> | z.infer<typeof remote>);

/** What a configuration holds: the servers that can be started, and one line for each that cannot. */
export interface ServersConfig {
  specs: ServerSpec[];
  faults: { server: string; fault: string }[];
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;
const file = z.object({ mcpServers: z.record(z.string(), z.unknown()) });

/** Reads the servers of a file in the usual `mcpServers` form. No file is no servers, unless it was asked for by name. */
export function readServers(path: string, isNamed = false): ServersConfig {
  if (!existsSync(path)) return isNamed ? whole(`${path} is not there`) : { specs: [], faults: [] };
  try {
    return parseServers(readFileSync(path, "utf8"), path);
  } catch (thrown) {
    return whole(`${path}: ${messageOf(thrown)}`);
  }
}

/** Servers by the text of a configuration. One with a fault does not keep the others from starting. */
export function parseServers(text: string, path = "servers.json"): ServersConfig {
  const parsed = file.safeParse(jsonOf(text));
  if (!parsed.success) return whole(`${path} is not of the form {"mcpServers": {name: {command} or {url}}}`);
  const read = Object.entries(parsed.data.mcpServers).map(([name, entry]) => readEntry(name, entry));
  return {
    specs: read.flatMap((one) => ("spec" in one && !one.spec.disabled ? [one.spec] : [])),
    faults: read.flatMap((one) => ("fault" in one ? [one] : [])),
  };
}

type Read = { spec: ServerSpec } | { server: string; fault: string };

function readEntry(name: string, entry: unknown): Read {
  const server = clean(name, 60);
  if (!NAME.test(name)) return { server, fault: "a name has letters, digits, -, _ and ., at most 63" };
  const keys = z.record(z.string(), z.unknown()).safeParse(entry).data ?? {};
  const isChild = "command" in keys;
  if (isChild === "url" in keys) return { server, fault: `needs "command" or "url"${isChild ? ", not both" : ""}` };
  const parsed = (isChild ? child : remote).safeParse(entry);
  if (parsed.success) return { spec: { name, ...parsed.data } };
  const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  return { server, fault: faults.join("; ") };
}

const whole = (fault: string): ServersConfig => ({ specs: [], faults: [{ server: "servers.json", fault }] });

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
