import { XMLSerializer } from "@xmldom/xmldom";
import type { HostNetwork } from "../driver.ts";
import type { Element } from "../xml.ts";
import { below, child, parseXml } from "../xml.ts";
import type { Wanted } from "./wanted.ts";

/**
 * How a network card of a machine is on the network. nat: a network of libvirt's own, behind the host. bridge: on the
 * network of the house. macvtap: there too, but apart from its own host. user: behind QEMU, reached by nobody.
 */
export type Kind = "nat" | "bridge" | "macvtap" | "user" | "other";

export interface Card {
  /** lower-case */
  mac: string;
  kind: Kind;
  /** the network, bridge or card of the host it is on; null for "user" */
  source: string | null;
}

/** The cards of a machine by its XML; of a virtual network what it is, where its host tells. */
export const cardsOf = (xml: string, networks: readonly HostNetwork[]): Card[] =>
  interfacesOf(parseXml(xml)).map((element) => cardOf(element, networks));

function cardOf(element: Element, networks: readonly HostNetwork[]): Card {
  const mac = child(element, "mac")?.getAttribute("address")?.toLowerCase() ?? "";
  const source = child(element, "source");
  const named = (attribute: string) => source?.getAttribute(attribute) ?? null;
  switch (element.getAttribute("type")) {
    case "network": {
      const name = named("network");
      const mode = networks.find((network) => network.name === name)?.mode;
      return { mac, kind: mode === "bridge" ? "bridge" : mode === "other" ? "other" : "nat", source: name };
    }
    case "bridge":
      return { mac, kind: "bridge", source: named("bridge") };
    case "direct":
      return { mac, kind: "macvtap", source: named("dev") };
    case "user":
      return { mac, kind: "user", source: null };
    default:
      return { mac, kind: "other", source: null };
  }
}

/** Cards alone: elements of the same name in notes of others are none. */
const interfacesOf = (root: Element): Element[] =>
  below(root, "interface").filter(
    ({ parentNode }) => parentNode?.nodeName === "devices" && parentNode.parentNode === root,
  );

/** The XML with one card elsewhere; everything else stands as it was. Undefined where there is no card of that address. */
export function withCard(xml: string, mac: string, { kind, source }: Wanted): string | undefined {
  const root = parseXml(xml);
  const card = interfacesOf(root).find((one) => child(one, "mac")?.getAttribute("address")?.toLowerCase() === mac);
  const document = card?.ownerDocument;
  if (!card || !document) return undefined;
  const at = { nat: ["network", "network"], bridge: ["bridge", "bridge"], macvtap: ["direct", "dev"] } as const;
  const [type, attribute] = at[kind];
  card.setAttribute("type", type);
  const place = child(card, "source") ?? card.insertBefore(document.createElement("source"), card.firstChild);
  const fresh = document.createElement("source");
  fresh.setAttribute(attribute, source);
  if (kind === "macvtap") fresh.setAttribute("mode", "bridge");
  card.replaceChild(fresh, place);
  // What libvirt made for the place it was in has no meaning in another.
  for (const name of ["target", "virtualport", "portgroup", "backend"]) {
    const made = child(card, name);
    if (made) card.removeChild(made);
  }
  return new XMLSerializer().serializeToString(root);
}
