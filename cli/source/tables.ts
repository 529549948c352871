/** A row as its table has it. */
export type Row = Record<string, unknown>;

/** A service in the form of the files that are imported. */
export type SourceEntry = Record<string, string | string[] | null>;

/** What a field may be called in a table: the first that is there is taken. */
const COLUMNS: Record<string, readonly string[]> = {
  key: ["key", "service_key", "slug"],
  service_name: ["service_name", "name"],
  owner: ["owner"],
  description: ["description"],
  created_at: ["created_at"],
  ip: ["ip", "ip_address"],
  port: ["port"],
  domain: ["domain", "dns"],
  notes: ["notes"],
  protocol: ["protocol"],
};

/** The rows of `service` and `service_tags` as entries. Tags point to their service by its id or its key. */
export function entriesOf(services: readonly Row[], tags: readonly Row[]): SourceEntry[] {
  const tagged = tags.flatMap((row) => {
    const value = valueColumn(row);
    const [, service] = Object.entries(row).find(([column]) => column !== value && /service|key|id/.test(column)) ?? [];
    const tag = textOf(value === undefined ? undefined : row[value]);
    return tag === null ? [] : [{ service: textOf(service), tag }];
  });
  return services.map((row) => {
    const fields = Object.entries(COLUMNS).map(([field, columns]) => [field, first(row, columns)] as const);
    // A column that cannot be null says 0 where there is no port.
    const isSaid = ([field, value]: readonly [string, string | null]) =>
      value !== null && !(field === "port" && value === "0");
    const own = [textOf(row["id"]), first(row, COLUMNS["key"] ?? [])].filter((one) => one !== null);
    const words = tagged.filter(({ service }) => service !== null && own.includes(service)).map(({ tag }) => tag);
    return { ...Object.fromEntries(fields.filter(isSaid)), tags: words };
  });
}

const valueColumn = (row: Row) => ["tag", "tags", "tag_name", "name", "value"].find((column) => column in row);

const first = (row: Row, columns: readonly string[]): string | null =>
  columns.map((column) => textOf(row[column])).find((value) => value !== null) ?? null;

function textOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "bigint" ? String(value) : null;
}
