import { networkInterfaces } from "node:os";
import type { Settings } from "../settings.ts";

/** The names this composer answers to. What another name brings here was not meant for it (DNS rebinding). */
export interface Hosts {
  /** whether a Host header (with or without a port) names this composer */
  isOurs(host: string): boolean;
  /** whether a page of this origin is one of ours, asked for under this Host header */
  isOwnOrigin(origin: string, host: string): boolean;
}

type HostSettings = Pick<Settings, "STEWARD_HOST" | "STEWARD_PUBLIC_URL" | "STEWARD_LAN_URL" | "STEWARD_ALLOWED_HOSTS">;

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/** Loopback, the address it listens on (all of the machine's where that is any), and the names that are set. */
export function createHosts(settings: HostSettings, addresses: () => string[] = ownAddresses): Hosts {
  const { STEWARD_HOST: host, STEWARD_PUBLIC_URL: open, STEWARD_LAN_URL: lan } = settings;
  const urls = [open, lan].flatMap((url) => (url === undefined ? [] : [new URL(url)]));
  const isAny = host === "0.0.0.0" || host === "::";
  const names = new Set([
    ...LOOPBACK,
    ...(isAny ? addresses() : [host]).map(bracketed),
    ...urls.map(({ hostname }) => hostname),
    ...settings.STEWARD_ALLOWED_HOSTS.map(nameOf),
  ]);
  const origins = new Set(urls.map(({ origin }) => origin));
  return {
    isOurs: (given) => names.has(nameOf(given)),
    isOwnOrigin(origin, given) {
      const url = URL.parse(origin);
      if (!url || url.origin !== origin || !names.has(url.hostname)) return false;
      return url.host === given.toLowerCase() || origins.has(origin);
    },
  };
}

const nameOf = (host: string) => host.toLowerCase().replace(/:\d{1,5}$/, "");
const bracketed = (address: string) => (address.includes(":") ? `[${address}]` : address.toLowerCase());

function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));
}
