import { isDeepStrictEqual } from "node:util";
import type { Entry } from "./fields.ts";

/** A service as it is kept: an example is one of the demo house that nobody has touched. */
export interface Kept extends Entry {
  example: boolean;
}

/** A service as it was and as it is to be; null where there is none. */
export interface Change {
  key: string;
  was: Kept | null;
  is: Kept | null;
}

/** A service without what the database adds. */
export function keptOf(service: Kept): Kept {
  const { key, name, owner, description, tags, ip, port, protocol, domain, notes, createdAt, example } = service;
  return { key, name, owner, description, tags, ip, port, protocol, domain, notes, createdAt, example };
}

/** Whether two are one and the same, but for when they were created where that was not said. */
export function isSame(one: Entry | null, other: Entry | null): boolean {
  if (one === null || other === null) return one === other;
  const createdAt = one.createdAt === null || other.createdAt === null ? {} : { createdAt: true };
  const plain = (entry: Entry) => {
    const { createdAt: at, ...rest } = keptOf({ ...entry, example: false });
    return { ...rest, ...(createdAt.createdAt && { at }) };
  };
  return isDeepStrictEqual(plain(one), plain(other));
}

/** What brings services to what is wanted, by key; what is as it is wanted, and what nobody named, stays. */
export function changesTo(current: readonly Kept[], wanted: readonly Entry[]): Change[] {
  const known = new Map(current.map((service) => [service.key, service]));
  return wanted.flatMap((entry) => {
    const was = known.get(entry.key) ?? null;
    if (isSame(was, entry)) return [];
    const createdAt = entry.createdAt ?? was?.createdAt ?? null;
    return [{ key: entry.key, was: was && keptOf(was), is: { ...entry, createdAt, example: false } }];
  });
}

/** The removal of a service. */
export const removal = (service: Kept): Change => ({ key: service.key, was: keptOf(service), is: null });

/** The way back. */
export const backwards = (changes: readonly Change[]): Change[] =>
  changes.map(({ key, was, is }) => ({ key, was: is, is: was }));

/** Whether names of the network follow from a change. */
export function movesName({ was, is }: Change): boolean {
  if (was?.domain == null && is?.domain == null) return false;
  const place = (entry: Entry | null) => entry && [entry.ip, entry.port, entry.protocol, entry.domain];
  return !isDeepStrictEqual(place(was), place(is));
}
