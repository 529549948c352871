import { expect, test } from "vitest";
import type { Query } from "./read.ts";
import { readSource, sourceOf } from "./read.ts";
import type { Row } from "./tables.ts";
import { entriesOf } from "./tables.ts";

/** A database of these tables, that notes what it was asked. */
function database(tables: Record<string, Row[]>) {
  const asked: string[] = [];
  const query: Query = async (sql) => {
    asked.push(sql);
    if (sql.includes("information_schema")) return Object.keys(tables).map((name) => ({ name }));
    const [, table = ""] = /from `(\w+)`/.exec(sql) ?? [];
    const rows = tables[table] ?? [];
    return sql.includes("count(*)") ? [{ number: rows.length }] : rows;
  };
  return { query, asked };
}

test("rows of services are entries, with their tags by id or by key", () => {
  const row = {
    id: 7,
    key: "tv",
    service_name: "TV",
    port: 8096,
    ip: "192.168.0.20",
    created_at: "2025-01-02 03:04:05",
  };
  const entry = { key: "tv", service_name: "TV", created_at: "2025-01-02 03:04:05", ip: "192.168.0.20", port: "8096" };
  expect(
    entriesOf(
      [row],
      [
        { service_id: 7, tags: "media" },
        { service_id: 8, tags: "x" },
      ],
    ),
  ).toEqual([{ ...entry, tags: ["media"] }]);
  expect(
    entriesOf(
      [row],
      [
        { service_key: "tv", tag: "a" },
        { service_key: "tv", tag: "b" },
      ],
    ),
  ).toEqual([{ ...entry, tags: ["a", "b"] }]);
  for (const port of [null, 0])
    expect(entriesOf([{ ...row, id: undefined, port, notes: "" }], [])).toEqual([
      { key: "tv", service_name: "TV", created_at: "2025-01-02 03:04:05", ip: "192.168.0.20", notes: "", tags: [] },
    ]);
});

test("machines, schedules and people come with what their columns are called", async () => {
  const { query, asked } = database({
    service: [{ key: "tv" }],
    service_tags: [{ service_key: "tv", tag: "media" }],
    virtual_machine: [{ id: 1, name: "lab", ip: "192.168.0.30", rdp_port: 3389 }, { id: 2 }],
    users: [{ id: 1, username: "ada", password: "$2a$10$x", enabled: Buffer.from([1]) }, { username: "nobody" }],
    tool_schedule: [
      {
        id: 4,
        tool_name: "minecraft_power",
        arguments: { do: "stop" },
        cron: "0 0 22 * * *",
        enabled: Buffer.from([0]),
      },
    ],
    other: [{}],
  });
  expect(await sourceOf(query)).toEqual({
    entries: [{ key: "tv", tags: ["media"] }],
    machines: [{ name: "lab", desktop_host: "192.168.0.30", desktop_port: "3389" }],
    schedules: [{ key: "4", tool: "minecraft_power", args: '{"do":"stop"}', when: "0 0 22 * * *", enabled: "0" }],
    users: [{ name: "ada", hash: "$2a$10$x" }],
  });
  expect(asked.filter((sql) => !sql.startsWith("select "))).toEqual([]);
});

test("a database of something else is told so", async () => {
  await expect(sourceOf(database({ wp_posts: [] }).query)).rejects.toThrow(
    "There is no table service in this database: is it a manager's? Its tables: wp_posts.",
  );
});

test.each(["mysql://host", "postgres://u:p@h/d", "nonsense"])("%s is no source", async (url) => {
  await expect(readSource(url)).rejects.toThrow("A source is mysql://USER:PASSWORD@HOST/DATABASE.");
});

test("a source that is away is told without its password", async () => {
  await expect(readSource("mysql://u:secret@127.0.0.1:1/manager")).rejects.toThrow(
    /^The source 127\.0\.0\.1:1\/manager cannot be reached: (?!.*secret).*$/,
  );
});
