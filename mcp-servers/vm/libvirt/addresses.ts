import { isIPv4 } from "node:net";
import type { Address } from "../driver.ts";
import { MachineFault } from "../driver.ts";
import { below, parseXml } from "../xml.ts";
import type { Link } from "./link.ts";
import { domainOf } from "./domains.ts";
import type { Domain } from "./procedures.ts";
import { PROC, writeDomain } from "./procedures.ts";

/** virDomainInterfaceAddressesSource */
const SOURCE = { lease: 0, agent: 1, arp: 2 } as const;

interface Card {
  mac: string;
  ips: string[];
}

/**
 * Addresses of a machine. What its agent tells is so; of the leases, which may be stale, those of its own cards that
 * the host has heard of lately come first. Without cards of its own (bridges of containers in the guest), IPv4 first.
 */
export async function addressesOf(link: Link, uuid: string, signal: AbortSignal): Promise<Address[]> {
  const domain = await domainOf(link, uuid, signal);
  const macs = await macsOf(link, domain, signal);
  const told = async (source: number) => {
    const cards = await cardsOf(link, domain, source, signal).catch(nothingTold);
    return cards.filter(({ mac }) => macs.includes(mac)).flatMap(({ mac, ips }) => ips.map((ip) => ({ ip, mac })));
  };
  const agent = await told(SOURCE.agent);
  if (agent.length > 0) return sorted(agent.map((one) => ({ ...one, source: "agent" as const })));
  const [leases, heard] = await Promise.all([told(SOURCE.lease), told(SOURCE.arp)]);
  const isHeard = ({ ip }: { ip: string }) => heard.some((other) => other.ip === ip);
  const ordered = [...leases.filter(isHeard), ...leases.filter((lease) => !isHeard(lease))];
  return sorted(ordered.map((one) => ({ ...one, source: "lease" as const })));
}

const sorted = (addresses: Address[]) =>
  addresses.toSorted((one, other) => Number(isIPv4(other.ip)) - Number(isIPv4(one.ip)));

/** That an agent is not there, or a host knows no leases, is no fault of the machine. */
function nothingTold(thrown: unknown): Card[] {
  if (thrown instanceof MachineFault && thrown.kind !== "away" && thrown.kind !== "gone") return [];
  throw thrown;
}

const cardsOf = (link: Link, domain: Domain, source: number, signal: AbortSignal): Promise<Card[]> =>
  link.call(
    PROC.addresses,
    (writer) => writeDomain(writer, domain).u32(source).u32(0),
    (reader) =>
      reader.list((each) => {
        each.string(); // what the guest calls the card
        const mac = (each.optional() ?? "").toLowerCase();
        const ips = each.list((address) => {
          address.i32(); // IPv4 or IPv6
          const ip = address.string();
          address.u32(); // bits of its prefix
          return ip;
        });
        return { mac, ips: ips.filter(isReached) };
      }),
    signal,
  );

/** Neither loopback nor link-local. */
const isReached = (ip: string) => !/^(127\.|169\.254\.|::1$|fe80:)/i.test(ip);

async function macsOf(link: Link, domain: Domain, signal: AbortSignal): Promise<string[]> {
  const xml = await link.call(
    PROC.xml,
    (writer) => writeDomain(writer, domain).u32(0),
    (reader) => reader.string(),
    signal,
  );
  return below(parseXml(xml), "interface")
    .flatMap((card) => below(card, "mac"))
    .flatMap((mac) => mac.getAttribute("address")?.toLowerCase() ?? []);
}
