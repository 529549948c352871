import { expect, test } from "vitest";
import { sql } from "kysely";
import { freshDatabase } from "../../db/testing.ts";
import type { Presented } from "./principals.ts";
import { openPrincipals, stdioPrincipal } from "./principals.ts";
import { systemRandom } from "./random.ts";

const OWNER_TOKEN = "the-owner's-own-token";

async function open() {
  const clock = { time: 1_900_000_000_000, now: () => clock.time };
  const { kysely: db } = await freshDatabase();
  const principals = await openPrincipals({ db, ownerToken: OWNER_TOKEN, clock, random: systemRandom });
  const who = async (secret: string, by: Presented["by"], at: Presented["at"]) => {
    const found = await principals.resolve({ secret, by, at });
    return found && `${found.id} ${found.role} ${found.use} ${found.ceiling}`;
  };
  /** As whom a secret is taken: in the header, in the query and as a cookie, at the API and at /mcp. */
  const everywhere = async (secret: string) => {
    const places: string[] = [];
    for (const by of ["bearer", "query", "cookie"] as const) {
      for (const at of ["api", "mcp"] as const) if (await who(secret, by, at)) places.push(`${by} ${at}`);
    }
    return places;
  };
  return { db, clock, principals, who, everywhere };
}
const spec = { principal: "claude", name: "Claude", label: "laptop", ceiling: "danger" } as const;

test("the owner's token is the owner's, as a bearer token alone", async () => {
  const { who, everywhere } = await open();
  expect(await who(OWNER_TOKEN, "bearer", "api")).toBe("owner owner api danger");
  expect(await everywhere(OWNER_TOKEN)).toEqual(["bearer api", "bearer mcp"]);
  expect(await everywhere(`${OWNER_TOKEN} `)).toEqual([]);
  expect(await everywhere("")).toEqual([]);
});

test.each([
  ["api", ["bearer api", "bearer mcp"]],
  ["mcp", ["bearer mcp", "query mcp"]],
  ["stdio", ["bearer mcp"]],
] as const)("a token for %s is good for %j alone", async (use, places) => {
  const { principals, who, everywhere } = await open();
  const { secret, id } = await principals.issue({ ...spec, use, ceiling: "write" });
  expect(await everywhere(secret)).toEqual(places);
  expect(await who(secret, "bearer", "mcp")).toBe(`claude client ${use} write`);
  expect(await principals.resolve({ secret, by: "bearer", at: "mcp" })).toMatchObject({
    credential: id,
    name: "Claude",
  });
});

test("a sign-in code gives one session, once, within 10 minutes", async () => {
  const { principals, clock, who, everywhere } = await open();
  const code = await principals.signInCode();
  expect(code.expires).toBe(clock.time + 600_000);
  expect(await everywhere(code.secret)).toEqual([]);
  const both = await Promise.all([principals.exchange(code.secret), principals.exchange(code.secret)]);
  const sessions = both.flatMap((session) => session ?? []);
  expect(sessions).toHaveLength(1);
  expect(await principals.exchange(code.secret)).toBeUndefined();
  const secret = sessions[0]?.secret ?? "";
  expect(await everywhere(secret)).toEqual(["cookie api"]);
  expect(await who(secret, "cookie", "api")).toBe("owner owner cookie danger");
  await principals.signOut(secret);
  expect(await everywhere(secret)).toEqual([]);
});

test("a late or made-up code, a session and a token give no session", async () => {
  const { principals, clock } = await open();
  const { secret: token } = await principals.issue({ ...spec, use: "api" });
  const { secret: code } = await principals.signInCode();
  clock.time += 600_000;
  expect(await Promise.all([code, token, "made-up", ""].map(principals.exchange))).toEqual(Array(4).fill(undefined));
});

test("a session ends after 30 days, a token when it is told to", async () => {
  const { principals, clock, everywhere } = await open();
  const session = await principals.exchange((await principals.signInCode()).secret);
  const token = await principals.issue({ ...spec, use: "mcp", lasts: 1_000 });
  expect([(await everywhere(session?.secret ?? "")).length, (await everywhere(token.secret)).length]).toEqual([1, 2]);
  clock.time += 1_000;
  expect((await everywhere(token.secret)).length).toBe(0);
  clock.time += 30 * 24 * 3_600_000 - 1_000;
  expect((await everywhere(session?.secret ?? "")).length).toBe(0);
});

test("a token taken back is nobody's, and what its principal had waiting is over", async () => {
  const { db, principals, everywhere } = await open();
  const { id, secret } = await principals.issue({ ...spec, use: "api" });
  const row = { id: "a", turn: "t", principal: "claude", request: "{}", hash: "", state: "waiting", expires: 1 };
  await db.insertInto("approvals").values(row).execute();
  expect(await principals.tokens()).toMatchObject([{ id, principal: "claude", label: "laptop", purpose: "api" }]);
  await principals.revoke(id);
  expect(await everywhere(secret)).toEqual([]);
  expect(await db.selectFrom("approvals").select("state").execute()).toEqual([{ state: "denied" }]);
  await expect(principals.revoke(id)).rejects.toThrow("There is no such token: steward token list shows them.");
});

test("no secret is kept, only its hash", async () => {
  const { db, principals } = await open();
  const handed = [await principals.signInCode(), await principals.issue({ ...spec, use: "api" })];
  const session = await principals.exchange(handed[0]?.secret ?? "");
  const kept = JSON.stringify(await sql`select * from credentials`.execute(db));
  expect(kept).toContain("laptop");
  for (const secret of [OWNER_TOKEN, session?.secret ?? "?", ...handed.map((one) => one.secret)]) {
    expect(kept).not.toContain(secret);
  }
});

test("a principal that is gone, or whose rights are not understood, is nobody", async () => {
  const { db, principals, everywhere } = await open();
  const { secret } = await principals.issue({ ...spec, use: "api" });
  await db.updateTable("principals").set({ role: "root" }).where("id", "=", "claude").execute();
  expect(await everywhere(secret)).toEqual([]);
  await db.updateTable("principals").set({ role: "client", ceiling: "all" }).where("id", "=", "claude").execute();
  expect(await everywhere(secret)).toEqual([]);
  await db.updateTable("principals").set({ ceiling: "read" }).where("id", "=", "claude").execute();
  expect(await principals.resolve({ secret, by: "bearer", at: "api" })).toMatchObject({ ceiling: "read" });
  await db.deleteFrom("principals").where("id", "=", "claude").execute();
  expect(await everywhere(secret)).toEqual([]);
});

test("a program gets a principal of its own", async () => {
  const { principals } = await open();
  await expect(principals.issue({ ...spec, principal: "owner", use: "mcp" })).rejects.toThrow(
    "A program gets a principal of its own: choose another id than owner.",
  );
  await expect(principals.issue({ ...spec, principal: "Owner", use: "mcp" })).rejects.toThrow(
    "A principal's id is lower-case letters, digits and : . _ -, at most 64 of them.",
  );
  expect(stdioPrincipal("ann")).toMatchObject({ id: "stdio:ann", role: "client", use: "stdio" });
});

test("what listens within the house, and a program of this machine that left, keep the rights of their tasks", async () => {
  const { principals, clock } = await open();
  const byId = async (id: string) => (await principals.byId(id))?.ceiling;
  await principals.listener("ears");
  expect(await byId("ears")).toBeUndefined();
  await principals.speaker("wyoming");
  await principals.speaker("wyoming");
  expect(await byId("wyoming")).toBe("danger");
  clock.time += 1;
  const { id } = await principals.issue({ ...spec, principal: "stdio:ann", use: "stdio" });
  await principals.revoke(id);
  expect(await byId("stdio:ann")).toBe("danger");
  const standing = await principals.tokens();
  expect(standing).toMatchObject([
    { principal: "wyoming", purpose: "tasks" },
    { principal: "stdio:ann", purpose: "tasks" },
  ]);
  for (const right of standing) await principals.revoke(right.id);
  expect([await byId("wyoming"), await byId("stdio:ann")]).toEqual([undefined, undefined]);
});

test("who was found before is found again as they are now, and not once their credential is gone", async () => {
  const { principals, db } = await open();
  const { id, secret } = await principals.issue({ ...spec, use: "voice" });
  const device = await principals.resolve({ secret, by: "bearer", at: "api" });
  const owner = await principals.resolve({ secret: OWNER_TOKEN, by: "bearer", at: "api" });
  const session = await principals.exchange((await principals.signInCode()).secret);
  const browser = await principals.resolve({ secret: session?.secret ?? "", by: "cookie", at: "api" });
  const known = [device, owner, browser, await principals.listener("ears")].flatMap((one) => one ?? []);
  const again = () => Promise.all(known.map(principals.again));
  expect(await again()).toEqual(known);
  await db.updateTable("principals").set({ ceiling: "read" }).where("id", "=", "claude").execute();
  expect((await again())[0]).toMatchObject({ id: "claude", ceiling: "read" });
  await principals.revoke(id);
  await principals.signOut(session?.secret ?? "");
  expect((await again()).map((one) => one?.id)).toEqual([undefined, "owner", undefined, "ears"]);
});
