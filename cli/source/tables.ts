/** A row as its table has it. */
export type Row = Record<string, unknown>;

/** A service, machine or schedule in the form of the files that are imported. */
export type SourceEntry = Record<string, string | string[] | null>;

/** Someone who signs in there, with the hash of their password. */
export interface SourceUser {
  name: string;
  hash: string;
}

/** What a field may be called in a table: the first that is there is taken. */
type Columns = Record<string, readonly string[]>;

const SERVICE: Columns = {
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
const MACHINE: Columns = {
  name: ["name", "vm_name", "domain_name"],
  display_name: ["display_name", "title", "label"],
  owner: ["owner", "owner_name", "username"],
  desktop_host: ["desktop_host", "ip", "ip_address", "host", "hostname"],
  desktop_port: ["desktop_port", "rdp_port", "port"],
  desktop_protocol: ["desktop_protocol", "protocol"],
  guacamole_id: ["guacamole_id", "guacamole_connection_id", "connection_id"],
  vm_port: ["vm_port"],
  novnc_port: ["novnc_port"],
  base_path: ["base_path"],
};
const SCHEDULE: Columns = {
  key: ["key", "id", "uuid"],
  name: ["name", "title", "description"],
  when: ["cron", "cron_expression", "schedule", "expression", "when"],
  sentence: ["prompt", "sentence", "text", "command"],
  tool: ["tool", "tool_name"],
  args: ["args", "arguments", "parameters", "params", "tool_args"],
  enabled: ["enabled", "active", "is_active"],
};
const USER = { name: ["username", "user_name", "login", "name", "email"], hash: ["password_hash", "password", "hash"] };

/** The rows of `service` and `service_tags` as entries. Tags point to their service by its id or its key. */
export function entriesOf(services: readonly Row[], tags: readonly Row[]): SourceEntry[] {
  const tagged = tags.flatMap((row) => {
    const value = valueColumn(row);
    const [, service] = Object.entries(row).find(([column]) => column !== value && /service|key|id/.test(column)) ?? [];
    const tag = textOf(value === undefined ? undefined : row[value]);
    return tag === null ? [] : [{ service: textOf(service), tag }];
  });
  return services.map((row) => {
    const fields = picked(row, SERVICE);
    // A column that cannot be null says 0 where there is no port.
    if (fields["port"] === "0") delete fields["port"];
    const own = [textOf(row["id"]), fields["key"] ?? null].filter((one) => one !== null);
    const words = tagged.filter(({ service }) => service !== null && own.includes(service)).map(({ tag }) => tag);
    return { ...fields, tags: words };
  });
}

/** The rows of `virtual_machine` as records of machines. */
export const machinesOf = (rows: readonly Row[]): SourceEntry[] =>
  rows.map((row) => picked(row, MACHINE)).filter(({ name }) => name !== undefined);

/** The rows of `tool_schedule` as tasks. */
export const schedulesOf = (rows: readonly Row[]): SourceEntry[] => rows.map((row) => picked(row, SCHEDULE));

/** Who has a name and a hash. */
export const usersOf = (rows: readonly Row[]): SourceUser[] =>
  rows.flatMap((row) => {
    const [name, hash] = [first(row, USER.name), first(row, USER.hash)];
    return name === null || hash === null ? [] : [{ name, hash }];
  });

function picked(row: Row, columns: Columns): Record<string, string> {
  const fields = Object.entries(columns).map(([field, names]) => [field, first(row, names)] as const);
  return Object.fromEntries(fields.flatMap(([field, value]) => (value === null ? [] : [[field, value]])));
}

const valueColumn = (row: Row) => ["tag", "tags", "tag_name", "name", "value"].find((column) => column in row);

const first = (row: Row, columns: readonly string[]): string | null =>
  columns.map((column) => textOf(row[column])).find((value) => value !== null) ?? null;

function textOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (Buffer.isBuffer(value)) return value.length === 1 ? String(value[0]) : null; // bit(1), a boolean of JPA
  if (typeof value === "object" && value !== null) return JSON.stringify(value); // a json column
  return typeof value === "number" || typeof value === "bigint" || typeof value === "boolean" ? String(value) : null;
}
