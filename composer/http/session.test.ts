import { expect, test } from "vitest";
import { z } from "zod";
import { OWN_ORIGIN, smallHouse } from "../testing.ts";

const codeOf = (link: string) => new URL(link).hash.slice("#key=".length);

test("a link signs one browser in, once, without a token in its address", async () => {
  const { request, json, signInLink, listensAt, clock } = await smallHouse();
  listensAt("http://127.0.0.1:8420");
  const link = await signInLink();
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:8420\/#key=[\w-]+$/);
  const body = { code: codeOf(link) };
  const answer = await request("POST", "/api/login", { token: null, body });
  expect(await answer.json()).toEqual({ ok: true });
  const days30 = 30 * 24 * 3600;
  expect(answer.headers.get("set-cookie")).toMatch(
    new RegExp(`^steward_session=[\\w-]+; Max-Age=${days30}; Path=/; HttpOnly; SameSite=Strict$`),
  );
  expect(await json("POST", "/api/login", { token: null, body })).toEqual({
    status: 401,
    body: { error: "That link is used or too old. `npm run -s steward -- link` prints a new one." },
  });
  const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  expect((await json("GET", "/api/me", { token: null, cookie })).status).toBe(200);
  clock.time += days30 * 1000;
  expect((await json("GET", "/api/me", { token: null, cookie })).status).toBe(401);
});

test("a code lasts ten minutes", async () => {
  const { json, signInLink, clock } = await smallHouse();
  const [one, two] = [codeOf(await signInLink()), codeOf(await signInLink())];
  clock.time += 10 * 60_000 - 1;
  expect((await json("POST", "/api/login", { token: null, body: { code: one } })).status).toBe(200);
  clock.time += 1;
  expect((await json("POST", "/api/login", { token: null, body: { code: two } })).status).toBe(401);
});

test("signing in needs JSON, so that no form of another page can do it", async () => {
  const { json } = await smallHouse();
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  expect(await json("POST", "/api/login", { token: null, headers, body: "code=x" })).toEqual({
    status: 415,
    body: { error: "Signing in needs content-type: application/json." },
  });
});

test("over TLS the cookie is Secure", async () => {
  const { app, signInLink } = await smallHouse({ STEWARD_PUBLIC_URL: "https://steward.example.org" });
  const link = await signInLink();
  expect(link).toMatch(/^https:\/\/steward\.example\.org\/#key=/);
  const answer = await app.request("http://steward.example.org/api/login", {
    method: "POST",
    headers: { "content-type": "application/json", origin: "https://steward.example.org" },
    body: JSON.stringify({ code: codeOf(link) }),
  });
  expect(answer.headers.get("set-cookie")).toMatch(/; HttpOnly; Secure; SameSite=Strict$/);
});

test("signing out ends the session, not only the cookie", async () => {
  const { json, request, browser } = await smallHouse();
  const cookie = await browser();
  const answer = await request("POST", "/api/logout", {
    token: null,
    cookie,
    headers: { origin: OWN_ORIGIN },
    body: {},
  });
  expect(answer.headers.get("set-cookie")).toMatch(/^steward_session=; Max-Age=0/);
  expect((await json("GET", "/api/me", { token: null, cookie })).status).toBe(401);
});

test("a code is no credential, and a session's secret is none in a header", async () => {
  const { json, signInLink, browser } = await smallHouse();
  expect((await json("GET", "/api/me", { token: codeOf(await signInLink()) })).status).toBe(401);
  const [, secret = ""] = (await browser()).split("=");
  expect((await json("GET", "/api/me", { token: secret })).status).toBe(401);
});

test("only the owner sees the audit, tokens, links and findings", async () => {
  const { json, program } = await smallHouse();
  const token = await program("api");
  const refused = { status: 403, body: { error: "Only the owner may do that." } };
  for (const path of ["/api/audit", "/api/doctor", "/api/tokens"]) {
    expect(await json("GET", path, { token })).toEqual(refused);
    expect((await json("GET", path)).status).toBe(200);
  }
  expect(await json("POST", "/api/links", { token, body: {} })).toEqual(refused);
  const body = { principal: "more", use: "api" };
  expect(await json("POST", "/api/tokens", { token, body })).toEqual(refused);
  expect(await json("DELETE", "/api/tokens/x", { token })).toEqual(refused);
});

test("a member signs in by name and password, asks, and decides nothing", async () => {
  const { json, request, clock } = await smallHouse();
  const body = { name: "Ada", password: "correct horse" };
  expect(await json("POST", "/api/users", { body })).toEqual({ status: 201, body: { id: "ada", isNew: true } });
  const refused = { status: 401, body: { error: "That name and password do not belong together here." } };
  expect(await json("POST", "/api/login", { token: null, body: { ...body, password: "wrong" } })).toEqual(refused);
  expect(await json("POST", "/api/login", { token: null, body: { ...body, name: "grace" } })).toEqual(refused);
  const answer = await request("POST", "/api/login", { token: null, body });
  const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  const as = { token: null, cookie, headers: { origin: OWN_ORIGIN } };
  expect((await json("GET", "/api/me", as)).body).toMatchObject({ id: "ada", role: "member", use: "cookie" });
  expect((await json("GET", "/api/users", as)).status).toBe(403);
  const asked = await json("POST", "/api/ask", { ...as, body: { text: "let them in" } });
  expect(asked.body).toMatchObject({ needs: [{ summary: "unlock the door" }] });
  const [waiting] = z.array(z.object({ id: z.string() })).parse((await json("GET", "/api/approvals", as)).body);
  expect(await json("POST", `/api/approvals/${waiting?.id}`, { ...as, body: { decision: "approve" } })).toEqual({
    status: 422,
    body: { error: "Only the owner approves." },
  });
  clock.time += 1;
  expect(await json("DELETE", "/api/users/ada")).toEqual({ status: 200, body: { ok: true } });
  expect((await json("GET", "/api/me", as)).status).toBe(401);
});
