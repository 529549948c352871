import bcrypt from "bcryptjs";
import { expect, onTestFinished, test } from "vitest";
import { openDatabase } from "../../db/index.ts";
import { isPassword } from "./hash.ts";
import { passwordOf } from "./people-store.ts";
import { createPeople } from "./people.ts";
import { openPrincipals } from "./principals.ts";
import { systemRandom } from "./random.ts";

const HASH = bcrypt.hashSync("correct horse", 4);

async function house() {
  const { kysely: db, close } = await openDatabase({ file: ":memory:" });
  onTestFinished(close);
  const clock = { time: 1_000, now: () => clock.time };
  const principals = await openPrincipals({ db, ownerToken: "the owner's", clock, random: systemRandom });
  return { db, clock, principals, people: createPeople(db, clock) };
}

test("people of another house come over with their passwords, once", async () => {
  const { people } = await house();
  const newcomers = [
    { name: "Ada Byron", hash: `{bcrypt}${HASH}` },
    { name: "Grace", hash: HASH },
    { name: "owner", hash: HASH },
    { name: "zoë", hash: HASH },
    { name: "slow", hash: HASH.replace("$04$", "$31$") },
    { name: "plain", hash: "correct horse" },
  ];
  const left = [
    "owner: The owner signs in by link and has no password: choose another name.",
    "zoë: A name is letters, digits and . _ - without accents, at most 64 of them.",
    "slow: its password is no bcrypt hash",
    "plain: its password is no bcrypt hash",
  ];
  const first = { taken: ["ada-byron", "grace"], known: [], left };
  expect(await people.takeOver(newcomers, true)).toEqual(first);
  expect(await people.list()).toEqual([]);
  expect(await people.takeOver(newcomers, false)).toEqual(first);
  expect(await people.takeOver(newcomers, false)).toEqual({ taken: [], known: ["ada-byron", "grace"], left });
  expect(await people.list()).toEqual([
    { id: "ada-byron", name: "Ada Byron", created: 1_000, hasPassword: true },
    { id: "grace", name: "Grace", created: 1_000, hasPassword: true },
  ]);
});

test("the first sign-in replaces a bcrypt hash by one of ours, and importing again leaves it", async () => {
  const { people, db } = await house();
  await people.takeOver([{ name: "ada", hash: HASH }], false);
  expect(await people.signIn("ada", "wrong horse")).toBeUndefined();
  expect(await passwordOf(db, "ada")).toBe(HASH);
  expect(await people.signIn("Ada", "correct horse")).toBe("ada");
  const ours = (await passwordOf(db, "ada")) ?? "";
  expect(ours).toMatch(/^scrypt\$[\w-]{22}\$[\w-]{43}$/);
  expect(await people.takeOver([{ name: "ada", hash: HASH }], false)).toMatchObject({ taken: [], known: ["ada"] });
  expect(await passwordOf(db, "ada")).toBe(ours);
  expect(await people.signIn("ada", "correct horse")).toBe("ada");
  expect(await people.signIn("ada", "Correct horse")).toBeUndefined();
});

test("a name waits after eight wrong passwords, and only that name", async () => {
  const { people, clock } = await house();
  await people.set("ada", "correct horse");
  await people.set("grace", "battery staple");
  const tries = await Promise.allSettled(Array.from({ length: 9 }, () => people.signIn("ada", "wrong horse")));
  expect(tries.map(({ status }) => status)).toEqual([...Array<string>(8).fill("fulfilled"), "rejected"]);
  await expect(people.signIn("ADA", "correct horse")).rejects.toThrow(
    "Too many wrong passwords for that name: wait 10 min, or use a sign-in link.",
  );
  expect(await people.signIn("grace", "battery staple")).toBe("grace");
  clock.time += 10 * 60_000;
  expect(await people.signIn("ada", "correct horse")).toBe("ada");
});

test("many at once are told to wait", async () => {
  const { people } = await house();
  const tries = await Promise.allSettled(
    Array.from({ length: 17 }, (_, at) => people.signIn(`nobody-${at}`, "wrong horse")),
  );
  expect(tries.at(-1)).toMatchObject({ reason: { message: "Too many sign in at once; try again in a moment." } });
  expect(await people.signIn("nobody", "wrong horse")).toBeUndefined();
});

test("a new password ends sessions, and who is removed has none", async () => {
  const { people, principals } = await house();
  expect(await people.set("Ada", "correct horse")).toEqual({ id: "ada", isNew: true });
  const { secret } = await principals.session("ada");
  const resolve = (of: string) => principals.resolve({ secret: of, by: "cookie", at: "api" });
  expect(await resolve(secret)).toMatchObject({ id: "ada", name: "Ada", role: "member", use: "cookie" });
  expect(await people.set("ada", "battery staple")).toEqual({ id: "ada", isNew: false });
  expect(await resolve(secret)).toBeUndefined();
  const again = await principals.session("ada");
  await people.remove("ada");
  expect(await resolve(again.secret)).toBeUndefined();
  expect(await people.signIn("ada", "battery staple")).toBeUndefined();
  await expect(people.remove("ada")).rejects.toThrow("There is no member ada. Members: none.");
});

test.each([
  ["ada", "short", "A password has at least 8 characters."],
  ["ada", "x".repeat(201), "A password has at most 200 characters."],
  ["Owner", "correct horse", "The owner signs in by link and has no password: choose another name."],
  ["../ada", "correct horse", "A name is letters, digits and . _ - without accents, at most 64 of them."],
  ["claude", "correct horse", "A program has that name already: choose another."],
])("%s with %s is refused", async (name, password, why) => {
  const { people, principals } = await house();
  await principals.issue({ principal: "claude", name: "Claude", label: "", use: "mcp", ceiling: "write" });
  await expect(people.set(name, password)).rejects.toThrow(why);
});

test("a hash of another form is nobody's", async () => {
  for (const hash of ["", "plain", "scrypt$$", "scrypt$c2FsdA$", "$1$abc"])
    expect(await isPassword("plain", hash)).toBe(false);
});
