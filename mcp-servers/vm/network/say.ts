import { clean } from "../../../kernel/text.ts";
import type { Card } from "./cards.ts";

const named = ({ source }: Card) => clean(source ?? "", 40);

/** Where a card is, and what that means for who wants to reach the machine. */
export function sayCard(title: string, card: Card): string {
  switch (card.kind) {
    case "nat":
      return `${title} is on ${named(card)}, a network of its host: the house does not reach it by itself.`;
    case "bridge":
      return `${title} is on the bridge ${named(card)}, with an address of the house.`;
    case "macvtap":
      return `${title} is on ${named(card)} by macvtap: it and its own host cannot reach each other.`;
    case "user":
      return `${title} is behind QEMU alone: nobody reaches it.`;
    default:
      return `${title} has a network card of a kind that is not known here.`;
  }
}

/** What makes a bridge of a card, for a host with netplan; to be looked at, then `netplan try`. */
export const netplanLines = (bridge: string, card: string): string =>
  [
    `# /etc/netplan/60-${bridge}.yaml, then: netplan try`,
    "network:",
    "  version: 2",
    "  ethernets:",
    `    ${card}: { dhcp4: false }`,
    "  bridges:",
    `    ${bridge}: { interfaces: [${card}], dhcp4: true }`,
  ].join("\n");
