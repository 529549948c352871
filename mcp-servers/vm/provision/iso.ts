const SECTOR = 2_048;
/** Where things stand, in sectors: three descriptors behind the unused area, four path tables, two folders, then files. */
const DESCRIPTORS = 16;
const PATHS = 19;
const FOLDERS = { plain: 23, joliet: 24 } as const;
const FILES = 25;
/** A path table that knows the root alone. */
const PATH_BYTES = 10;
const FOLDER = 2;

/**
 * A disc with a few files in its root, as ISO 9660 (ECMA-119) with the Joliet names that systems read instead: what
 * cloud-init looks for by its label. Names beyond Joliet stand there as FILE0, FILE1 …
 */
export function isoOf(label: string, files: ReadonlyMap<string, Uint8Array>, made: Date): Buffer {
  const placed = place(files);
  const sectors = placed.reduce((end, { at, content }) => Math.max(end, at + sectorsOf(content.length)), FILES);
  const disc = Buffer.alloc(sectors * SECTOR);
  const write = (sector: number, content: Uint8Array) => void disc.set(content, sector * SECTOR);
  const forms = [
    { joliet: false, folder: FOLDERS.plain, tables: PATHS },
    { joliet: true, folder: FOLDERS.joliet, tables: PATHS + 2 },
  ];
  for (const [at, { joliet, folder, tables }] of forms.entries()) {
    write(DESCRIPTORS + at, descriptor({ joliet, folder, tables, label, sectors, made }));
    write(tables, pathTable(folder, "LE"));
    write(tables + 1, pathTable(folder, "BE"));
    const self = [0, 1].map((name) => entry(Buffer.from([name]), folder, SECTOR, FOLDER, made));
    const named = placed.map(({ name, plain, at: sector, content }) =>
      entry(joliet ? wide(name) : Buffer.from(plain), sector, content.length, 0, made),
    );
    write(folder, Buffer.concat([...self, ...named]).subarray(0, SECTOR));
  }
  write(DESCRIPTORS + 2, Buffer.from([255, ...Buffer.from("CD001"), 1]));
  for (const { at, content } of placed) write(at, content);
  return disc;
}

const sectorsOf = (bytes: number) => Math.ceil(bytes / SECTOR);

/** Files behind one another, in the order of their names. */
function place(files: ReadonlyMap<string, Uint8Array>) {
  let next = FILES;
  return [...files]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, content], index) => {
      const at = next;
      next += sectorsOf(content.length);
      return { name, plain: `FILE${index}.;1`, at, content };
    });
}

interface Form {
  joliet: boolean;
  folder: number;
  tables: number;
  label: string;
  sectors: number;
  made: Date;
}

/** A volume descriptor: primary, or the supplementary one whose escape sequence says UCS-2. */
function descriptor({ joliet, folder, tables, label, sectors, made }: Form): Buffer {
  const bytes = Buffer.alloc(SECTOR);
  const text = (at: number, length: number, value: string) => {
    const filled = joliet ? wide(value.padEnd(length / 2)) : Buffer.from(value.padEnd(length));
    bytes.set(filled.subarray(0, length), at);
  };
  bytes[0] = joliet ? 2 : 1;
  bytes.write("CD001", 1);
  bytes[6] = 1;
  text(8, 32, "");
  text(40, 32, label);
  both32(bytes, 80, sectors);
  if (joliet) bytes.write("%/E", 88);
  both16(bytes, 120, 1);
  both16(bytes, 124, 1);
  both16(bytes, 128, SECTOR);
  both32(bytes, 132, PATH_BYTES);
  bytes.writeUInt32LE(tables, 140);
  bytes.writeUInt32BE(tables + 1, 148);
  bytes.set(entry(Buffer.from([0]), folder, SECTOR, FOLDER, made), 156);
  for (const [at, length] of [
    [190, 128],
    [318, 128],
    [446, 128],
    [574, 128],
    [702, 37],
    [739, 37],
    [776, 37],
  ] as const)
    text(at, length - (length % 2), "");
  const stamp = `${made.toISOString().replace(/\D/g, "").slice(0, 16)}`;
  for (const at of [813, 830]) bytes.write(`${stamp}\0`, at);
  for (const at of [847, 864]) bytes.write(`${"0".repeat(16)}\0`, at);
  bytes[881] = 1;
  return bytes;
}

function pathTable(folder: number, order: "LE" | "BE"): Buffer {
  const bytes = Buffer.alloc(PATH_BYTES);
  bytes[0] = 1;
  if (order === "LE") {
    bytes.writeUInt32LE(folder, 2);
    bytes.writeUInt16LE(1, 6);
  } else {
    bytes.writeUInt32BE(folder, 2);
    bytes.writeUInt16BE(1, 6);
  }
  return bytes;
}

/** A directory record. */
function entry(name: Buffer, sector: number, bytes: number, flags: number, made: Date): Buffer {
  const length = 33 + name.length + ((name.length + 1) % 2);
  const record = Buffer.alloc(length);
  record[0] = length;
  both32(record, 2, sector);
  both32(record, 10, bytes);
  record.set(
    [
      made.getUTCFullYear() - 1_900,
      made.getUTCMonth() + 1,
      made.getUTCDate(),
      made.getUTCHours(),
      made.getUTCMinutes(),
      made.getUTCSeconds(),
    ],
    18,
  );
  record[25] = flags;
  both16(record, 28, 1);
  record[32] = name.length;
  record.set(name, 33);
  return record;
}

/** Big-endian UCS-2, as Joliet has it. */
const wide = (text: string): Buffer => Buffer.from(text, "utf16le").swap16();

function both16(bytes: Buffer, at: number, value: number): void {
  bytes.writeUInt16LE(value, at);
  bytes.writeUInt16BE(value, at + 2);
}

function both32(bytes: Buffer, at: number, value: number): void {
  bytes.writeUInt32LE(value, at);
  bytes.writeUInt32BE(value, at + 4);
}
