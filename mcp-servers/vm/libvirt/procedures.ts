import type { XdrReader, XdrWriter } from "./xdr.ts";

/** Numbers of procedures, from libvirt's remote_protocol.x: an ABI that only ever grows. */
export const PROC = {
  open: 1,
  close: 2,
  nodeInfo: 6,
  capabilities: 7,
  create: 9,
  xml: 14,
  info: 16,
  lookup: 24,
  reboot: 27,
  resume: 28,
  suspend: 34,
  networkXml: 43,
  authList: 66,
  authPolkit: 70,
  poolLookup: 84,
  poolInfo: 87,
  volumeCreate: 93,
  volumeDelete: 94,
  volumeLookup: 95,
  volumeInfo: 98,
  volumePath: 100,
  freeMemory: 102,
  networkIsActive: 152,
  snapshotCreate: 185,
  snapshotXml: 186,
  snapshotLookup: 189,
  snapshotRevert: 192,
  snapshotDelete: 193,
  volumeUpload: 208,
  memoryStats: 228,
  undefine: 231,
  destroy: 234,
  shutdown: 258,
  volumeResize: 260,
  snapshotIsCurrent: 271,
  listDomains: 273,
  listSnapshots: 274,
  listPools: 281,
  listVolumes: 282,
  listNetworks: 283,
  onEvent: 316,
  lifecycle: 318,
  domainStats: 344,
  define: 350,
  addresses: 353,
} as const;

/** A domain, as calls name it: libvirt goes by the uuid. */
export interface Domain {
  name: string;
  /** 36 characters */
  uuid: string;
}
/** A thing with a name and a uuid of 16 bytes: a network, a pool. */
export interface Named {
  name: string;
  uuid: Buffer;
}
export interface Volume {
  pool: string;
  name: string;
  key: string;
}
export interface SnapshotRef {
  name: string;
  domain: Domain;
}

const UUID_BYTES = 16;

export function readDomain(reader: XdrReader): Domain {
  const name = reader.string();
  const uuid = uuidText(reader.fixed(UUID_BYTES));
  reader.i32(); // its id while it runs
  return { name, uuid };
}
export const writeDomain = (writer: XdrWriter, { name, uuid }: Domain): XdrWriter =>
  writer
    .string(name)
    .fixed(Buffer.from(uuid.replaceAll("-", ""), "hex"))
    .i32(-1);

export const readNamed = (reader: XdrReader): Named => ({ name: reader.string(), uuid: reader.fixed(UUID_BYTES) });
export const writeNamed = (writer: XdrWriter, { name, uuid }: Named): XdrWriter => writer.string(name).fixed(uuid);

export const readVolume = (reader: XdrReader): Volume => ({
  pool: reader.string(),
  name: reader.string(),
  key: reader.string(),
});
export const writeVolume = (writer: XdrWriter, { pool, name, key }: Volume): XdrWriter =>
  writer.string(pool).string(name).string(key);

export const readSnapshot = (reader: XdrReader): SnapshotRef => ({ name: reader.string(), domain: readDomain(reader) });
export const writeSnapshot = (writer: XdrWriter, { name, domain }: SnapshotRef): XdrWriter =>
  writeDomain(writer.string(name), domain);

/** virTypedParameter: a field and a value of one of seven types; numbers of any width as numbers. */
export function readParameter(reader: XdrReader): [field: string, value: number | string] {
  const field = reader.string();
  const type = reader.i32();
  if (type === 1 || type === 6) return [field, reader.i32()];
  if (type === 2) return [field, reader.u32()];
  if (type === 3) return [field, Number(reader.i64())];
  if (type === 4) return [field, Number(reader.u64())];
  if (type === 5) return [field, reader.double()];
  return [field, reader.string()];
}

function uuidText(bytes: Buffer): string {
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
