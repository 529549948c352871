import { createDecipheriv, createHmac, timingSafeEqual } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import type { Wish } from "./index.ts";
import { openDesktop } from "./index.ts";
import { sealingIn } from "./seal.ts";

const SECRET = "4c0b569e4c96df157eee1b65dd0e4d41";
const signal = AbortSignal.timeout(10_000);
const clock = { time: 1_000_000, now: () => clock.time };
let data: string;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "steward-desktop-"));
  clock.time = 1_000_000;
  return () => rmSync(data, { recursive: true });
});

const grant = z.object({
  username: z.string(),
  expires: z.number(),
  singleUse: z.literal(true),
  connections: z.record(
    z.string(),
    z.object({ protocol: z.string(), singleUse: z.literal(true), parameters: z.record(z.string(), z.string()) }),
  ),
});

/** A Guacamole that takes signed grants as its JSON extension does, each once, and one account of its own. */
function fakeGuacamole() {
  const key = Buffer.from(SECRET, "hex");
  const used = new Set<string>();
  const grants: z.infer<typeof grant>[] = [];
  const accept = (text: string) => {
    const decipher = createDecipheriv("aes-128-cbc", key, Buffer.alloc(16));
    const opened = Buffer.concat([decipher.update(Buffer.from(text, "base64")), decipher.final()]);
    const [signature, body] = [opened.subarray(0, 32), opened.subarray(32)];
    if (!timingSafeEqual(signature, createHmac("sha256", key).update(body).digest())) return false;
    const read = grant.parse(JSON.parse(body.toString()));
    if (read.expires < clock.time || used.has(text)) return false;
    used.add(text);
    grants.push(read);
    return true;
  };
  const fetch = async (url: string | URL | Request, init?: RequestInit) => {
    const form = new URLSearchParams(String(init?.body));
    const signed = form.get("data");
    const taken = () => {
      try {
        return accept(signed ?? "");
      } catch {
        return false; // sealed with another key
      }
    };
    const isFine =
      String(url) === "http://guac.test/guacamole/api/tokens" &&
      (signed === null ? form.get("username") === "steward" && form.get("password") === "pass" : taken());
    if (!isFine) return new Response("{}", { status: 403 });
    return Response.json({ authToken: "A".repeat(64), dataSource: signed === null ? "mysql" : "json" });
  };
  return { fetch, grants };
}

const wish = (more: Partial<Wish["connection"]> = {}): Wish => ({
  machine: { name: "lab", uuid: "u-1" },
  principal: "ada",
  connection: { host: "192.168.122.43", port: 3389, protocol: "rdp", credentials: null, guacamoleId: null, ...more },
});
const desktopOf = (settings: object, fetch: typeof globalThis.fetch) =>
  openDesktop({
    settings: { GUACAMOLE_URL: "http://guac.test/guacamole/", ...settings },
    data,
    fetch,
    clock,
    isDemo: false,
  });

test("a signed link is for one person and one machine, for a minute, once", async () => {
  const { fetch, grants } = fakeGuacamole();
  const desktop = desktopOf({ GUACAMOLE_SECRET: SECRET }, fetch);
  const link = await desktop.link(wish({ credentials: { username: "ada", password: "correct horse" } }), signal);
  const id = Buffer.from("lab\0c\0json").toString("base64url");
  expect(link).toEqual({
    url: `http://guac.test/guacamole/#/client/${id}?token=${"A".repeat(64)}`,
    expires: 1_060_000,
  });
  expect(grants).toEqual([
    {
      username: expect.stringMatching(/^ada:lab:[0-9a-f]{8}$/),
      expires: 1_060_000,
      singleUse: true,
      connections: {
        lab: {
          protocol: "rdp",
          singleUse: true,
          parameters: {
            hostname: "192.168.122.43",
            port: "3389",
            "ignore-cert": "true",
            security: "any",
            "resize-method": "display-update",
            username: "ada",
            password: "correct horse",
          },
        },
      },
    },
  ]);
});

test("an account's link is of the connection that is recorded", async () => {
  const { fetch } = fakeGuacamole();
  const desktop = desktopOf({ GUACAMOLE_USER: "steward", GUACAMOLE_PASSWORD: "pass" }, fetch);
  const id = Buffer.from("17\0c\0mysql").toString("base64url");
  expect(await desktop.link(wish({ guacamoleId: "17" }), signal)).toMatchObject({
    url: `http://guac.test/guacamole/#/client/${id}?token=${"A".repeat(64)}`,
  });
  await expect(desktop.link(wish(), signal)).rejects.toThrow(
    "Which connection of Guacamole is lab? Record its guacamole_id.",
  );
});

const answering = (response: () => Response) => async () => response();
test.each([
  [
    "another key",
    { GUACAMOLE_SECRET: SECRET.replace("4", "5") },
    fakeGuacamole().fetch,
    "Guacamole does not take our signature: GUACAMOLE_SECRET must be its json-secret-key, and both clocks agree.",
  ],
  [
    "another password",
    { GUACAMOLE_USER: "steward", GUACAMOLE_PASSWORD: "wrong" },
    fakeGuacamole().fetch,
    "Guacamole does not take GUACAMOLE_USER and GUACAMOLE_PASSWORD.",
  ],
  [
    "a page",
    { GUACAMOLE_SECRET: SECRET },
    answering(() => new Response("<html>")),
    "What answers at http://guac.test/guacamole/ is no Guacamole: GUACAMOLE_URL is its address with its path.",
  ],
  [
    "an error",
    { GUACAMOLE_SECRET: SECRET },
    answering(() => new Response("", { status: 500 })),
    "Guacamole at http://guac.test/guacamole/ answered 500.",
  ],
  [
    "nobody",
    { GUACAMOLE_SECRET: SECRET },
    () => Promise.reject(new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED") })),
    "Guacamole at http://guac.test/guacamole/ does not answer: connect ECONNREFUSED",
  ],
  [
    "neither key nor account",
    {},
    fakeGuacamole().fetch,
    "GUACAMOLE_URL needs GUACAMOLE_SECRET, or GUACAMOLE_USER and GUACAMOLE_PASSWORD, beside it.",
  ],
])("%s is told, without a secret", async (_, settings, fetch, message) => {
  const desktop = desktopOf(settings, fetch);
  const credentials = { username: "ada", password: "correct horse" };
  const fault = await desktop.link(wish({ guacamoleId: "17", credentials }), signal).catch((thrown: unknown) => thrown);
  expect(fault).toMatchObject({ message });
  expect(String(fault)).not.toMatch(/4c0b569e|wrong|correct horse/);
});

test("what is sealed opens for that machine and with that key alone", () => {
  const desktop = desktopOf({}, fakeGuacamole().fetch);
  const sealed = desktop.seal({ username: "ada", password: "correct horse" }, "u-1");
  expect(sealed).not.toContain(Buffer.from("correct horse").toString("base64url").slice(0, 12));
  expect(desktop.open(sealed, "u-1")).toEqual({ username: "ada", password: "correct horse" });
  expect(statSync(join(data, "desktop-key")).mode & 0o777).toBe(0o600);
  const why = "Who signs in to that desktop cannot be read any more: keep it anew.";
  expect(() => desktop.open(sealed, "u-2")).toThrow(why);
  const flipped = `${sealed.startsWith("A") ? "B" : "A"}${sealed.slice(1)}`;
  for (const broken of [flipped, sealed.slice(0, 20), ""]) expect(() => desktop.open(broken, "u-1")).toThrow(why);
  expect(sealingIn(data).open(sealed, "desktop of u-1")).toContain("correct horse");
  const key = readFileSync(join(data, "desktop-key"), "utf8");
  writeFileSync(join(data, "desktop-key"), "short");
  expect(() => sealingIn(data).seal("x", "y")).toThrow("holds no key");
  expect(key).toMatch(/^[\w-]{43}\n$/);
});

/** Something that listens, and answers with these bytes. */
async function listener(bytes: number[]): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.end(Buffer.from(bytes)));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", () => resolve()));
  onTestFinished(() => void server.close());
  const address = server.address();
  return address !== null && typeof address === "object" ? address.port : 0;
}

test.each([
  ["reachable", [3, 0, 0, 19, 14, 0xd0, 0, 0, 0x12, 0x34, 0, 2, 0, 8, 0, 1, 0, 0, 0]],
  ["what listens there is no RDP", [...Buffer.from("SSH-2.0-OpenSSH")]],
  ["what listens there is no RDP", [3, 0]],
  ["no answer", []],
])("a desktop is %s", async (seen, bytes) => {
  const desktop = desktopOf({}, fakeGuacamole().fetch);
  expect(await desktop.probe("127.0.0.1", await listener(bytes), signal)).toBe(seen);
});

test("where nobody listens is told", async () => {
  const desktop = desktopOf({}, fakeGuacamole().fetch);
  expect(await desktop.probe("127.0.0.1", 1, signal)).toBe("nobody listens");
});
