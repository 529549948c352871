import { BlockList, isIPv4, isIPv6 } from "node:net";
import { UserError } from "../errors.ts";
import { clean } from "../text.ts";

/** Where something listens: an address in canonical text, and a port where one was said. */
export interface Address {
  ip: string;
  port: number | null;
}

const ALLOWED = "Allowed: an address of your network, such as 192.168.0.10:3000 or [fd12::10]:3000.";

type Ranges = Record<"ipv4" | "ipv6", BlockList>;

/** What no service of the house can have, by name (IANA special-purpose registries; metadata of the clouds). */
const REFUSED: readonly (readonly [what: string, ranges: Ranges])[] = [
  ["an unspecified address", ranges(["0.0.0.0/8"], ["::/128"])],
  ["a loopback address, another machine's own", ranges(["127.0.0.0/8"], ["::1/128"])],
  ["a metadata address of clouds", ranges(["169.254.169.254/32", "100.100.100.200/32"], ["fd00:ec2::254/128"])],
  ["a link-local address", ranges(["169.254.0.0/16"], ["fe80::/10"])],
  ["a multicast address", ranges(["224.0.0.0/4"], ["ff00::/8"])],
  ["a broadcast address", ranges(["255.255.255.255/32"], [])],
  ["a reserved address", ranges(["240.0.0.0/4"], [])],
  // They stand for an IPv4 address, refused ones among them.
  [
    "an IPv4 address in disguise",
    ranges([], ["::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16"]),
  ],
];

/** The lists are apart, since one BlockList would take an IPv4 address for its mapped form in IPv6. */
function ranges(ipv4: readonly string[], ipv6: readonly string[]): Ranges {
  return { ipv4: listOf(ipv4, "ipv4"), ipv6: listOf(ipv6, "ipv6") };
}

function listOf(nets: readonly string[], family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  for (const [net = "", bits] of nets.map((range) => range.split("/"))) list.addSubnet(net, Number(bits), family);
  return list;
}

/**
 * Reads "ip", "ip:port" or "[v6]:port"; the address comes back in canonical text (RFC 5952 for IPv6).
 * @throws UserError that names what is wrong: no address, a port outside 1–65535, loopback, metadata, multicast …
 */
export function parseAddress(text: string): Address {
  const said = clean(text, 60);
  const { host, port } = split(text.trim());
  const ip = canonical(host);
  if (ip === undefined) throw new UserError(`${JSON.stringify(said)} is no IP address. ${ALLOWED}`);
  const family = isIPv4(ip) ? "ipv4" : "ipv6";
  const [what] = REFUSED.find(([, lists]) => lists[family].check(ip, family)) ?? [];
  if (what) throw new UserError(`${ip} is ${what}. ${ALLOWED}`);
  return { ip, port: port === undefined ? null : parsePort(port) };
}

/** A port, 1–65535, in plain digits. @throws UserError */
export function parsePort(text: string): number {
  const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65_535) return port;
  throw new UserError(`${JSON.stringify(clean(text, 20))} is no port. Allowed: 1 to 65535.`);
}

/** "192.168.0.10:3000", "[fd12::10]:3000", or the address alone. */
export function showAddress({ ip, port }: Address): string {
  if (port === null) return ip;
  return ip.includes(":") ? `[${ip}]:${port}` : `${ip}:${port}`;
}

function split(text: string): { host: string; port?: string } {
  if (isIPv6(text)) return { host: text };
  if (text.startsWith("[")) {
    const end = text.indexOf("]");
    const rest = text.slice(end + 1);
    const host = text.slice(1, end);
    if (end < 0 || !isIPv6(host)) return { host: "" };
    if (rest === "") return { host };
    return rest.startsWith(":") ? { host, port: rest.slice(1) } : { host: "" };
  }
  const [host = "", port, ...more] = text.split(":");
  return more.length > 0 ? { host: "" } : { host, ...(port !== undefined && { port }) };
}

function canonical(host: string): string | undefined {
  if (isIPv4(host)) return host;
  if (!isIPv6(host) || host.includes("%")) return undefined;
  return new URL(`http://[${host}]`).hostname.slice(1, -1);
}
