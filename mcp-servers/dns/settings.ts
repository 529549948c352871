import { networkInterfaces } from "node:os";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { databaseSettings } from "../../db/index.ts";
import type { HostRules } from "../../kernel/host/index.ts";
import { hostSettings, hostsOf, openHost } from "../../kernel/host/index.ts";
import { UserError } from "../../kernel/errors.ts";
import { zoneSetting } from "../../kernel/net/zone.ts";
import { caddyDriver } from "./caddy.ts";
import { dnsmasqText, hostsText } from "./dnsmasq.ts";
import type { NameDriver } from "./driver.ts";
import { fileDriver } from "./driver.ts";
import type { NginxOptions } from "./nginx.ts";
import { nginxFiles } from "./nginx.ts";
import { piholeDriver } from "./pihole.ts";

/** A fixed command, as its words: "nginx -s reload". */
const command = (text: string) =>
  z
    .string()
    .default(text)
    .transform((said) => said.split(" ").filter((word) => word !== ""));

const port = z.coerce.number().int().min(1).max(65_535);
// It ends in a configuration: nothing in it can end a directive.
const path = z.string().regex(/^\/[\w./@-]+$/, "must be an absolute path of letters, digits and . / @ - _");

/** Settings of the names; each is explained in .env.example. */
export const settings = {
  ...databaseSettings,
  ...hostSettings,
  DNS_ZONE: zoneSetting,
  DNS_PROXY: z.enum(["files", "nginx", "caddy"], "must be files, nginx or caddy").default("files"),
  DNS_RESOLVER: z.enum(["none", "dnsmasq", "pihole"], "must be none, dnsmasq or pihole").default("none"),
  DNS_PROXY_HOST: z.string().default("local"),
  DNS_PROXY_ADDRESS: z.ipv4("must be an IPv4 address").optional(),
  DNS_UPSTREAM_CA: path.optional(),
  NGINX_INCLUDE_DIR: z.string().optional(),
  NGINX_CONFIG: z.string().optional(),
  NGINX_LISTEN: port.default(80),
  NGINX_CERTIFICATE: path.optional(),
  NGINX_CERTIFICATE_KEY: path.optional(),
  NGINX_LISTEN_TLS: port.default(443),
  NGINX_TEST: command("nginx -t -q"),
  NGINX_RELOAD: command("nginx -s reload"),
  CADDY_ADMIN_URL: z.url({ protocol: /^https?$/, error: "must be http://HOST:2019" }).default("http://127.0.0.1:2019"),
  CADDY_LISTEN: z.string().default(":80"),
  PIHOLE_URL: z.url({ protocol: /^https?$/, error: "must be http://HOST" }).optional(),
  PIHOLE_PASSWORD: z.string().optional(),
  DNSMASQ_FILE: z.string().optional(),
  DNSMASQ_RELOAD: command("systemctl restart dnsmasq"),
};
export type Settings = z.infer<z.ZodObject<typeof settings>>;

/** The drivers that are configured: a resolver first, so that a name which answers also leads somewhere. */
export function driversOf(set: Settings): NameDriver[] {
  return [...resolverOf(set), proxyOf(set)];
}

function proxyOf(set: Settings): NameDriver {
  const options = nginxOptions(set);
  if (set.DNS_PROXY === "files") {
    const host = openHost("local", { sets: { files: { folder: join(set.STEWARD_DATA, "names") } } }, []);
    return fileDriver(host, "files", (names) => nginxFiles(names, options).set("hosts", hostsText(names)));
  }
  if (set.DNS_PROXY === "caddy")
    return caddyDriver({ url: set.CADDY_ADMIN_URL, listen: set.CADDY_LISTEN, upstreamCa: set.DNS_UPSTREAM_CA });
  const host = openHost(set.DNS_PROXY_HOST, isRemote(set) ? REMOTE : nginxRules(set), hostsOf(set));
  return fileDriver(host, "nginx", (names) => nginxFiles(names, options));
}

function nginxOptions(set: Settings): NginxOptions {
  const { NGINX_LISTEN: listen, NGINX_CERTIFICATE: certificate, NGINX_CERTIFICATE_KEY: key } = set;
  if ((certificate === undefined) !== (key === undefined))
    throw new UserError("NGINX_CERTIFICATE and NGINX_CERTIFICATE_KEY belong together: set both, or none.");
  const tls = certificate && key ? { listen: set.NGINX_LISTEN_TLS, certificate, key } : undefined;
  return { listen, tls, upstreamCa: set.DNS_UPSTREAM_CA };
}

const isRemote = ({ DNS_PROXY_HOST }: Settings) => DNS_PROXY_HOST !== "local";
/** Another machine has rules of its own. */
const REMOTE: HostRules = { sets: {} };

function nginxRules({ NGINX_INCLUDE_DIR: folder, ...set }: Settings): HostRules {
  if (folder === undefined)
    throw new UserError("DNS_PROXY=nginx needs NGINX_INCLUDE_DIR: a folder for us alone, which nginx includes.");
  const config = set.NGINX_CONFIG === undefined ? [] : ["-c", set.NGINX_CONFIG];
  return {
    sets: { nginx: { folder, test: [...set.NGINX_TEST, ...config], reload: [...set.NGINX_RELOAD, ...config] } },
  };
}

function resolverOf(set: Settings): NameDriver[] {
  if (set.DNS_RESOLVER === "none") return [];
  const hosts = hostsOf(set);
  const there = hosts.find(({ name }) => name === set.DNS_PROXY_HOST)?.address;
  const proxy = set.DNS_PROXY_ADDRESS ?? there ?? ownAddress();
  if (proxy === undefined) throw new UserError("DNS_PROXY_ADDRESS: say which address the names are to point at.");
  return [set.DNS_RESOLVER === "pihole" ? piholeOf(set, proxy) : dnsmasqOf(set, proxy, hosts)];
}

function dnsmasqOf(set: Settings, proxy: string, hosts: ReturnType<typeof hostsOf>): NameDriver {
  const file = set.DNSMASQ_FILE ?? (isRemote(set) ? "steward.conf" : undefined);
  if (file === undefined)
    throw new UserError("DNS_RESOLVER=dnsmasq needs DNSMASQ_FILE: a file for us alone in a folder it reads.");
  const rules: HostRules = { sets: { dnsmasq: { folder: dirname(file), reload: set.DNSMASQ_RELOAD } } };
  const host = openHost(set.DNS_PROXY_HOST, isRemote(set) ? REMOTE : rules, hosts);
  const render = (names: Parameters<typeof dnsmasqText>[0]) =>
    new Map([[basename(file), dnsmasqText(names, { zone: set.DNS_ZONE, proxy })]]);
  return fileDriver(host, "dnsmasq", render);
}

function piholeOf(set: Settings, proxy: string): NameDriver {
  const { PIHOLE_URL: url, PIHOLE_PASSWORD: password, DNS_ZONE: zone } = set;
  if (url === undefined)
    throw new UserError("DNS_RESOLVER=pihole needs PIHOLE_URL, and PIHOLE_PASSWORD: an app password.");
  return piholeDriver({ url, password, zone, proxy, record: join(set.STEWARD_DATA, "pihole.json") });
}

/** This machine's address in the house. */
function ownAddress(): string | undefined {
  const outward = Object.entries(networkInterfaces()).filter(
    ([name]) => !/^(docker|br-|veth|virbr|wg|tun|tap)/.test(name),
  );
  const own = outward.flatMap(([, addresses]) => addresses ?? []);
  return own.find(({ family, internal }) => family === "IPv4" && !internal)?.address;
}
