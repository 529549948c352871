import type { Abilities, HostNetwork, PowerState, Snapshot } from "./driver.ts";
import { below, child, escaped, parseXml, textOf } from "./xml.ts";

/** What a snapshot calls the state of its machine; any other is "off". */
const STATES: Record<string, PowerState> = {
  running: "running",
  blocked: "running",
  "disk-snapshot": "running",
  paused: "paused",
};
const MODES: Record<string, HostNetwork["mode"]> = { nat: "nat", route: "route", open: "route", bridge: "bridge" };

/** A snapshot by its XML. */
export function snapshotOf(xml: string, current: boolean): Snapshot {
  const root = parseXml(xml);
  const parent = child(root, "parent");
  return {
    name: textOf(root, "name"),
    description: textOf(root, "description"),
    created: Number(textOf(root, "creationTime")) * 1_000,
    state: STATES[textOf(root, "state")] ?? "off",
    parent: parent ? textOf(parent, "name") : null,
    current,
  };
}

/** The XML of a snapshot to be taken. */
export const snapshotXml = ({ name, description }: { name: string; description: string }): string =>
  `<domainsnapshot><name>${escaped(name)}</name><description>${escaped(description)}</description></domainsnapshot>`;

/** A virtual network by its XML. */
export function networkOf(xml: string, active: boolean): HostNetwork {
  const root = parseXml(xml);
  const forward = child(root, "forward");
  const mode = forward ? (MODES[forward.getAttribute("mode") ?? "nat"] ?? "other") : "isolated";
  return { name: textOf(root, "name"), mode, bridge: child(root, "bridge")?.getAttribute("name") ?? null, active };
}

/** The XML of a volume to be made. */
export const volumeXml = ({ name, bytes, format }: { name: string; bytes: number; format: "qcow2" | "raw" }): string =>
  `<volume><name>${escaped(name)}</name><capacity unit="bytes">${bytes}</capacity><target><format type="${format}"/></target></volume>`;

/** What a host can run by its capabilities: machines of its own processors first, else what there is. */
export function abilitiesOf(xml: string): Abilities {
  const root = parseXml(xml);
  const [host] = below(root, "host");
  const [cpu] = host ? below(host, "cpu") : [];
  const guests = below(root, "guest").flatMap((guest) => below(guest, "arch"));
  const own = cpu ? textOf(cpu, "arch") : "";
  const guest = guests.find((one) => one.getAttribute("name") === own) ?? guests[0];
  const types = guest ? below(guest, "domain").map((domain) => domain.getAttribute("type") ?? "") : [];
  return { arch: guest?.getAttribute("name") ?? own, types: [...new Set(types)].filter((type) => type !== "") };
}
