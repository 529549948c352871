import type { LocalName } from "./names.ts";
import { isProxied } from "./names.ts";

/**
 * The zone for dnsmasq: every name leads to the proxy, and what is no HTTP to where it is. `local` beside `address`, or
 * questions for IPv6 would leave the house.
 */
export function dnsmasqText(names: readonly LocalName[], { zone, proxy }: { zone: string; proxy: string }): string {
  const direct = names.filter(({ protocol }) => !isProxied(protocol));
  const lines = [
    "# Written by Steward.",
    `local=/${zone}/`,
    `address=/${zone}/${proxy}`,
    ...direct.map(({ domain, ip }) => `address=/${domain}/${ip}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** The names as a hosts file, each where it is: what can be read without any server of names. */
export function hostsText(names: readonly LocalName[]): string {
  return ["# Written by Steward.", ...names.map(({ domain, ip }) => `${ip} ${domain}`), ""].join("\n");
}
