/** A wish for a card: "nat:default", "bridge:br0", "macvtap:enp3s0". */
export interface Wanted {
  kind: "nat" | "bridge" | "macvtap";
  source: string;
}

/** Names of networks, bridges and cards: those of Linux are at most 15 characters, those of libvirt have none of these. */
const WANTED = /^(nat|bridge|macvtap):([A-Za-z0-9][A-Za-z0-9._-]{0,49})$/;

/** Reads a wish; undefined for anything else. */
export function wantedOf(text: string): Wanted | undefined {
  const [, kind, source] = WANTED.exec(text.trim()) ?? [];
  if (source === undefined) return undefined;
  if (kind === "nat" || kind === "bridge" || kind === "macvtap") return { kind, source };
  return undefined;
}
