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

test("only services are taken; what else there is is counted", async () => {
  const { query, asked } = database({
    service: [{ key: "tv" }],
    service_tags: [{ service_key: "tv", tag: "media" }],
    virtual_machine: [{}, {}],
    users: [{ password: "$2a$10$x" }],
    tool_schedule: [],
    other: [{}],
  });
  expect(await sourceOf(query)).toEqual({
    entries: [{ key: "tv", tags: ["media"] }],
    left: ["2 machines (virtual_machine)", "1 user (users)"],
  });
  expect(asked.filter((sql) => !sql.startsWith("select "))).toEqual([]);
  expect(asked.join()).not.toContain("* from `users`");
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
