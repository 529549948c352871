import { networkInterfaces } from "node:os";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { databaseSettings } from "../../db/index.ts";
import type { HostRules } from "../../kernel/host/host.ts";
import { localHost } from "../../kernel/host/local.ts";
import { UserError } from "../../kernel/errors.ts";
import { zoneSetting } from "../../kernel/net/zone.ts";
import { dnsmasqText, hostsText } from "./dnsmasq.ts";
import type { NameDriver } from "./driver.ts";
import { fileDriver } from "./driver.ts";
import { nginxFiles } from "./nginx.ts";

/** A fixed command, as its words: "nginx -s reload". */
const command = (text: string) =>
  z
    .string()
    .default(text)
    .transform((said) => said.split(" ").filter((word) => word !== ""));

/** Settings of the names; each is explained in .env.example. */
export const settings = {
  ...databaseSettings,
  DNS_ZONE: zoneSetting,
  DNS_PROXY: z.enum(["files", "nginx"], "must be files or nginx").default("files"),
  DNS_RESOLVER: z.enum(["none", "dnsmasq"], "must be none or dnsmasq").default("none"),
  DNS_PROXY_ADDRESS: z.ipv4("must be an IPv4 address").optional(),
  NGINX_INCLUDE_DIR: z.string().optional(),
  NGINX_CONFIG: z.string().optional(),
  NGINX_LISTEN: z.coerce.number().int().min(1).max(65_535).default(80),
  NGINX_TEST: command("nginx -t -q"),
  NGINX_RELOAD: command("nginx -s reload"),
  DNSMASQ_FILE: z.string().optional(),
  DNSMASQ_RELOAD: command("systemctl restart dnsmasq"),
};
export type Settings = z.infer<z.ZodObject<typeof settings>>;

/** The drivers that are configured: a resolver first, so that a name which answers also leads somewhere. */
export function driversOf(set: Settings): NameDriver[] {
  return [...resolverOf(set), proxyOf(set)];
}

function proxyOf({ DNS_PROXY, STEWARD_DATA, NGINX_INCLUDE_DIR: folder, ...set }: Settings): NameDriver {
  const options = { listen: set.NGINX_LISTEN };
  if (DNS_PROXY === "files") {
    const host = localHost({ sets: { files: { folder: join(STEWARD_DATA, "names") } } });
    return fileDriver(host, "files", (names) => nginxFiles(names, options).set("hosts", hostsText(names)));
  }
  if (folder === undefined)
    throw new UserError("DNS_PROXY=nginx needs NGINX_INCLUDE_DIR: a folder for us alone, which nginx includes.");
  const config = set.NGINX_CONFIG === undefined ? [] : ["-c", set.NGINX_CONFIG];
  const rules: HostRules = {
    sets: { nginx: { folder, test: [...set.NGINX_TEST, ...config], reload: [...set.NGINX_RELOAD, ...config] } },
  };
  return fileDriver(localHost(rules), "nginx", (names) => nginxFiles(names, options));
}

function resolverOf({ DNS_RESOLVER, DNSMASQ_FILE: file, DNS_ZONE: zone, ...set }: Settings): NameDriver[] {
  if (DNS_RESOLVER === "none") return [];
  if (file === undefined)
    throw new UserError("DNS_RESOLVER=dnsmasq needs DNSMASQ_FILE: a file for us alone in a folder it reads.");
  const proxy = set.DNS_PROXY_ADDRESS ?? ownAddress();
  if (proxy === undefined) throw new UserError("DNS_PROXY_ADDRESS: say which address the names are to point at.");
  const host = localHost({ sets: { dnsmasq: { folder: dirname(file), reload: set.DNSMASQ_RELOAD } } });
  const render = (names: Parameters<typeof dnsmasqText>[0]) =>
    new Map([[basename(file), dnsmasqText(names, { zone, proxy })]]);
  return [fileDriver(host, "dnsmasq", render)];
}

/** This machine's address in the house. */
function ownAddress(): string | undefined {
  const outward = Object.entries(networkInterfaces()).filter(
    ([name]) => !/^(docker|br-|veth|virbr|wg|tun|tap)/.test(name),
  );
  const own = outward.flatMap(([, addresses]) => addresses ?? []);
  return own.find(({ family, internal }) => family === "IPv4" && !internal)?.address;
}
