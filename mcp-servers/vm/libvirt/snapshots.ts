import type { Snapshot } from "../driver.ts";
import { snapshotOf, snapshotXml } from "../xml-of.ts";
import { domainOf } from "./domains.ts";
import type { Link } from "./link.ts";
import type { SnapshotRef } from "./procedures.ts";
import { PROC, readSnapshot, writeDomain, writeSnapshot } from "./procedures.ts";

/** Snapshots of a machine, as libvirt lists them. */
export async function listSnapshots(link: Link, uuid: string, signal: AbortSignal): Promise<Snapshot[]> {
  const domain = await domainOf(link, uuid, signal);
  const all = await link.call(
    PROC.listSnapshots,
    (writer) => writeDomain(writer, domain).i32(1).u32(0),
    (reader) => reader.list(readSnapshot),
    signal,
  );
  return Promise.all(all.map((reference) => describe(link, reference, signal)));
}

async function describe(link: Link, reference: SnapshotRef, signal: AbortSignal): Promise<Snapshot> {
  const [xml, current] = await Promise.all([
    link.call(
      PROC.snapshotXml,
      (writer) => writeSnapshot(writer, reference).u32(0),
      (reader) => reader.string(),
      signal,
    ),
    link.call(
      PROC.snapshotIsCurrent,
      (writer) => writeSnapshot(writer, reference).u32(0),
      (reader) => reader.i32(),
      signal,
    ),
  ]);
  return snapshotOf(xml, current === 1);
}

export async function takeSnapshot(
  link: Link,
  uuid: string,
  snapshot: { name: string; description: string },
  signal: AbortSignal,
): Promise<void> {
  const domain = await domainOf(link, uuid, signal);
  const xml = snapshotXml(snapshot);
  await link.call(
    PROC.snapshotCreate,
    (writer) => writeDomain(writer, domain).string(xml).u32(0),
    readSnapshot,
    signal,
  );
}

/** Reverts to a snapshot or deletes it. @throws MachineFault "gone" */
export async function onSnapshot(
  link: Link,
  procedure: typeof PROC.snapshotRevert | typeof PROC.snapshotDelete,
  uuid: string,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  const domain = await domainOf(link, uuid, signal);
  const found = await link.call(
    PROC.snapshotLookup,
    (writer) => writeDomain(writer, domain).string(name).u32(0),
    readSnapshot,
    signal,
  );
  await link.call(
    procedure,
    (writer) => writeSnapshot(writer, found).u32(0),
    () => {},
    signal,
  );
}
