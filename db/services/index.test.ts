import { beforeEach, expect, test } from "vitest";
import { generationOf } from "../generations.ts";
import type { Database, Db } from "../index.ts";
import { freshDatabase } from "../testing.ts";
import { transact } from "../transact.ts";
import type { Saved } from "./index.ts";
import {
  NAMES,
  findService,
  listServices,
  removeService,
  saveService,
  serviceAt,
  serviceOfDomain,
  setDomain,
} from "./index.ts";

let database: Database;
let db: Db;
beforeEach(async () => {
  database = await freshDatabase();
  db = database.kysely;
  return () => database.close();
});

const service = (key: string, more: Partial<Saved> = {}): Saved => ({
  key,
  name: key.toUpperCase(),
  owner: "",
  description: "",
  tags: [],
  ip: "192.168.0.10",
  port: 3000,
  protocol: "http",
  domain: null,
  notes: "",
  example: false,
  ...more,
});
const wanted = async () => (await generationOf(db, NAMES)).desired;

test("a service is kept with its tags, found by what it has, and changed by its key", async () => {
  await saveService(db, service("b", { tags: ["x", "a"], domain: "b.server.local" }), "t1", 1_000);
  await saveService(db, service("a", { ip: null, port: null, example: true }), "t1", 1_000);
  const b = await findService(db, "b");
  expect(b).toEqual({
    ...service("b", { tags: ["a", "x"], domain: "b.server.local" }),
    createdAt: 1_000,
    updatedAt: 1_000,
  });
  expect(await serviceAt(db, { ip: "192.168.0.10", port: 3000, transport: "tcp" })).toEqual(b);
  expect(await serviceAt(db, { ip: "192.168.0.10", port: 3000, transport: "udp" })).toBe(undefined);
  expect(await serviceOfDomain(db, "b.server.local")).toEqual(b);
  expect((await listServices(db)).map(({ key, example }) => [key, example])).toEqual([
    ["a", true],
    ["b", false],
  ]);
  await saveService(db, service("b", { tags: ["y"], port: 3001 }), "t2", 2_000);
  expect(await findService(db, "b")).toMatchObject({
    tags: ["y"],
    port: 3001,
    domain: null,
    createdAt: 1_000,
    updatedAt: 2_000,
  });
});

test("an address with its transport, and a domain, have one service each", async () => {
  await saveService(db, service("a", { domain: "x.server.local" }));
  await expect(saveService(db, service("b"))).rejects.toThrow("A is already at 192.168.0.10:3000.");
  await expect(saveService(db, service("b", { port: 1, domain: "x.server.local" }))).rejects.toThrow(
    "x.server.local is already the name of A.",
  );
  await saveService(db, service("b", { protocol: "udp" }));
  await saveService(db, service("c", { ip: "192.168.0.11" }));
  await saveService(db, service("d", { port: null }));
  await saveService(db, service("e", { port: null }));
  await expect(setDomain(db, "b", "x.server.local")).rejects.toThrow("x.server.local is already the name of A.");
  await expect(setDomain(db, "z", "z.server.local")).rejects.toThrow("z is not in the catalogue (any more).");
  expect((await listServices(db)).map(({ key }) => key).join("")).toBe("abcde");
});

test("what names follow from raises their generation, and nothing else does", async () => {
  await saveService(db, service("a"), "t1");
  await saveService(db, service("a", { notes: "x", tags: ["t"], name: "Other" }), "t2");
  expect(await generationOf(db, NAMES)).toMatchObject({ desired: 1, turn: "t1" });
  await saveService(db, service("a", { port: 3001 }), "t3");
  await setDomain(db, "a", "a.server.local", "t4");
  await setDomain(db, "a", "a.server.local", "t5");
  expect(await generationOf(db, NAMES)).toMatchObject({ desired: 3, turn: "t4" });
  await removeService(db, "a");
  await removeService(db, "a");
  expect([await wanted(), await listServices(db)]).toEqual([4, []]);
});

test("several changes are one, or none", async () => {
  const failing = transact(db, async (transaction) => {
    await saveService(transaction, service("a"));
    await saveService(transaction, service("b"));
  });
  await expect(failing).rejects.toThrow("A is already at 192.168.0.10:3000.");
  expect([await wanted(), await listServices(db)]).toEqual([0, []]);
});

test("many who save at the same time are all heard, and only one has an address", async () => {
  const saves = Array.from({ length: 12 }, (_, at) => saveService(db, service(`s${at}`, { port: 8000 + at })));
  await Promise.all(saves);
  expect([await wanted(), (await listServices(db)).length]).toEqual([12, 12]);
  const rivals = ["a", "b", "c"].map((key) => saveService(db, service(key, { port: 9000 })));
  const told = (await Promise.allSettled(rivals)).map((one) => (one.status === "rejected" ? String(one.reason) : ""));
  expect(told.toSorted()).toEqual([
    "",
    ...Array(2).fill(expect.stringMatching(/^UserError: [ABC] is already at 192\.168\.0\.10:9000\.$/)),
  ]);
});
