import { createHash, randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { z } from "zod";
import { turn } from "../agent/turn.ts";
import { signatureOf } from "../gate/devices.ts";
import { smallHouse } from "../testing.ts";

const handed = z.object({ id: z.string(), secret: z.string() });
type House = Awaited<ReturnType<typeof smallHouse>>;

const device = ({ read }: House, more: object = {}) =>
  read(handed, "POST", "/api/tokens", { body: { principal: "kitchen", use: "voice", ...more } });

const HOW = { heard: "make it all bright", engine: "native", model: "tiny.en" };
const MS = { upload: 1, decode: 2, queued: 0, endpoint: 0, stt: 3 };
const said = (text: string, fuzzy: boolean) => ({ text, voice: { ...HOW, fuzzy, ms: MS } });

/** A request as a device signs it. */
function signed(house: House, { id, secret }: z.infer<typeof handed>, body: string, more: Partial<Signing> = {}) {
  const { time = house.clock.now(), nonce = randomUUID(), path = "/api/ask" } = more;
  const hash = createHash("sha256").update(secret).digest("hex");
  const signature = signatureOf({ hash }, { method: "POST", path, time, nonce, body: Buffer.from(body) });
  const authorization = `Steward-Device ${id}:${time}:${nonce}:${signature}`;
  return house.json("POST", "/api/ask", { token: null, headers: { authorization }, body: more.sent ?? body });
}
interface Signing {
  time: number;
  nonce: string;
  path: string;
  sent: string;
}

test("a device is heard as a voice, and its turn keeps how", async () => {
  const house = await smallHouse();
  const { secret: token } = await device(house);
  const answer = await house.read(turn, "POST", "/api/ask", { token, body: said("turn on left lamp", false) });
  expect(answer).toMatchObject({ say: "The left lamp is on.", voice: { heard: "make it all bright", ms: MS } });
  const kept = await house.read(z.object({ channel: z.string() }), "GET", `/api/turns/${answer.turn}`);
  expect(kept).toEqual({ channel: "voice" });
  await house.read(z.unknown(), "POST", `/api/turns/${answer.turn}/sound`, { token, body: { ms: 210 } });
  expect(await house.read(turn, "GET", `/api/turns/${answer.turn}`)).toMatchObject({ voice: { ms: { sound: 210 } } });
  const undone = await house.read(turn, "POST", `/api/turns/${answer.turn}/undo`, { token, body: {} });
  expect(undone.say).toBe("The left lamp is off.");
});

test("a device gets no further than its routes", async () => {
  const house = await smallHouse();
  const { secret: token } = await device(house);
  for (const [method, path] of [
    ["GET", "/api/turns"],
    ["POST", "/api/tools/lamp_get"],
    ["GET", "/api/approvals"],
    ["POST", "/api/approvals/x"],
    ["GET", "/api/audit"],
  ] as const) {
    const { status } = await house.json(method, path, { token, ...(method === "POST" && { body: {} }) });
    expect([path, status]).toEqual([path, 403]);
  }
  expect((await house.json("POST", "/mcp", { token, body: {} })).status).toBe(401);
  expect((await house.json("GET", "/api/names", { token })).status).toBe(200);
});

test("who opened a connection that lasts is nobody on it once their token is revoked", async () => {
  const house = await smallHouse();
  const { id } = await device(house);
  const caller = { id: "kitchen", name: "kitchen", role: "client", ceiling: "danger", use: "voice" } as const;
  const ask = async (text: string) => {
    const asked = new Request("http://localhost/api/ask", { method: "POST", body: JSON.stringify({ text }) });
    return (await house.app.fetch(asked, { caller: { ...caller, credential: id } })).status;
  };
  expect(await ask("turn on left lamp")).toBe(200);
  await house.json("DELETE", `/api/tokens/${id}`);
  expect(await ask("turn on right lamp")).toBe(401);
  expect(house.world.lamps).toEqual({ "left lamp": "on", "right lamp": "off" });
});

test("what opens waits for an approval, which no voice can give", async () => {
  const house = await smallHouse();
  const { secret: token } = await device(house);
  const asked = await house.read(turn, "POST", "/api/ask", { token, body: said("let them in", false) });
  expect(asked.needs).toHaveLength(1);
  const yes = await house.read(turn, "POST", "/api/ask", { token, body: said("yes", false) });
  expect(yes.say).toMatch(/a word cannot give/);
  expect(house.world.door).toBe("locked");
});

test("what opens and was not clearly heard asks first; what was clearly heard and what does no harm does not", async () => {
  const house = await smallHouse();
  const { secret: token } = await device(house);
  const ask = (body: object) => house.read(turn, "POST", "/api/ask", { token, body });
  expect(await ask(said("let them in", true))).toMatchObject({
    say: "I heard “make it all bright”. Did you mean: unlock the door?",
    ask: { kind: "confirm", choices: ["yes", "no"] },
    needs: [],
  });
  expect(await ask(said("no", false))).toMatchObject({ say: "All right, nothing was done." });
  await ask(said("let them in", true));
  expect((await ask(said("yes", false))).needs).toHaveLength(1);
  expect(await ask(said("turn on left lamp", true))).toMatchObject({ say: "The left lamp is on.", ask: null });
});

test("what a device signs is good once, for half a minute, and for just that", async () => {
  const house = await smallHouse();
  const one = await device(house);
  const body = JSON.stringify({ text: "turn on left lamp" });
  const nonce = randomUUID();
  expect((await signed(house, one, body, { nonce })).status).toBe(200);
  expect((await signed(house, one, body, { nonce })).status).toBe(401);
  expect((await signed(house, one, body)).status).toBe(200);
  expect((await signed(house, one, body, { time: house.clock.now() - 30_001 })).status).toBe(401);
  expect((await signed(house, one, body, { time: house.clock.now() + 30_001 })).status).toBe(401);
  expect((await signed(house, one, body, { sent: body.replace("on", "off") })).status).toBe(401);
  expect((await signed(house, one, body, { path: "/api/names" })).status).toBe(401);
  expect((await signed(house, { ...one, secret: "another" }, body)).status).toBe(401);
  house.clock.time += 90_000;
  expect((await signed(house, one, body, { nonce })).status).toBe(200); // long after, with a time of its own
});

test("a token of another use cannot sign", async () => {
  const house = await smallHouse();
  const program = await device(house, { principal: "program", use: "api" });
  expect((await signed(house, program, "{}")).status).toBe(401);
});

test("a member's password gives their device a token of its own", async () => {
  const house = await smallHouse();
  await house.json("POST", "/api/users", { body: { name: "ada", password: "correct horse battery" } });
  const body = { name: "ada", password: "correct horse battery", device: "phone" };
  const { token } = await house.read(z.object({ token: z.string() }), "POST", "/api/login", { token: null, body });
  expect((await house.json("GET", "/api/me", { token })).body).toMatchObject({
    id: "ada",
    role: "member",
    use: "voice",
    ceiling: "write",
  });
  const wrong = await house.json("POST", "/api/login", { token: null, body: { ...body, password: "guess" } });
  expect(wrong.status).toBe(401);
});

test("another room's routes come after the guards, and are told who asks", async () => {
  const house = await smallHouse();
  house.mount({
    isOpen: (method, path) => method === "GET" && path === "/voice",
    has: (path) => path.startsWith("/voice"),
    isSocket: (path) => path === "/voice/stream",
    fetch: (_, caller) => Response.json({ who: caller?.id ?? null }),
    health: () => ({ voice: "off" }),
  });
  expect((await house.json("GET", "/voice", { token: null })).body).toEqual({ who: null });
  expect((await house.json("GET", "/voice", { token: null, headers: { host: "evil.example" } })).status).toBe(403);
  expect((await house.json("GET", "/voice/x", { token: null })).status).toBe(401);
  expect((await house.json("GET", "/voice/x")).body).toEqual({ who: "owner" });
  expect((await house.json("GET", "/voice/stream")).status).toBe(426);
  expect((await house.json("GET", "/health")).body).toMatchObject({ parts: { voice: "off" } });
});

test("a socket by cookie comes from our own page", async () => {
  const house = await smallHouse();
  house.mount({
    isOpen: () => false,
    has: () => true,
    isSocket: () => true,
    fetch: () => new Response(),
  });
  const cookie = await house.browser();
  const upgraded: string[] = [];
  const open = (headers: Record<string, string>) =>
    house.app.request("/voice/stream", { headers }, { upgrade: ({ id }: { id: string }) => upgraded.push(id) });
  expect((await open({ cookie })).status).toBe(403);
  expect((await open({ cookie, origin: "http://localhost" })).status).toBe(204);
  expect((await open({})).status).toBe(401);
  expect(upgraded).toEqual(["owner"]);
});

test("the body of a request in the name of a device nobody knows, or of long ago, is not read", async () => {
  const house = await smallHouse();
  const { id } = await device(house);
  let read = 0;
  const sentAs = (authorization: string) => {
    const body = new ReadableStream<Uint8Array>(
      { pull: (controller) => (controller.enqueue(new Uint8Array(1_024)), void (read += 1)) },
      { highWaterMark: 0 },
    );
    return house.app.request("/api/ask", { method: "POST", headers: { authorization }, body, duplex: "half" });
  };
  const rest = `nonce-of-mine:${"0".repeat(64)}`;
  const now = house.clock.now();
  for (const claim of [`unknown:${now}:${rest}`, `${id}:${now - 60_000}:${rest}`])
    expect((await sentAs(`Steward-Device ${claim}`)).status).toBe(401);
  expect(read).toBe(0);
});
