import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { z } from "zod";
import { takeFolder } from "../composer/lock.ts";
import { startElsewhere } from "../test/fixtures/speech-elsewhere.ts";
import { samplesOf, wavOf } from "../voice-edge/say/wav.ts";
import { openHouse } from "./open-house.ts";

async function opened(source: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "steward-house-"));
  const lock = takeFolder(folder);
  if (!lock) throw new Error("a new folder is taken");
  const house = await openHouse({ source: { STEWARD_DATA: folder, STEWARD_VOICE: "none", ...source }, port: 0, lock });
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= house.close());
  onTestFinished(async () => {
    await close();
    rmSync(folder, { recursive: true });
  });
  const open = (headers: Record<string, string>) =>
    new WebSocket(`${house.url.replace("http", "ws")}/voice/stream`, { headers });
  return { house, open, close };
}

/** The status a socket is refused with. */
async function refusal(socket: WebSocket): Promise<number> {
  socket.on("error", () => {});
  const [, response] = await once(socket, "unexpected-response");
  response.destroy();
  return response.statusCode;
}

test("a socket is opened for who passes the guards, and nobody else", async () => {
  const { house, open } = await opened();
  const authorization = `Bearer ${house.composer.ownerToken}`;
  expect(await refusal(open({}))).toBe(401);
  expect(await refusal(open({ authorization, host: "evil.example" }))).toBe(403);
  expect(await refusal(open({ authorization, origin: "https://evil.example" }))).toBe(403);
  const socket = open({ authorization });
  await once(socket, "open");
  socket.send(JSON.stringify({ type: "start" }));
  expect(JSON.parse(String((await once(socket, "message"))[0]))).toEqual({ type: "ready" });
  socket.close();
  await once(socket, "close");
});

test("a house whose sockets are open ends all the same", async () => {
  const { house, open, close } = await opened();
  const socket = open({ authorization: `Bearer ${house.composer.ownerToken}` });
  await once(socket, "open");
  const ended = once(socket, "close");
  await close();
  await ended;
});

test("a recording comes to the composer as a voice, by a device's token; its page needs none", async () => {
  const { house } = await opened();
  const page = await fetch(`${house.url}/voice`);
  expect(page.headers.get("content-security-policy")).toContain("script-src 'self'");
  expect(await page.text()).toContain('<button id="talk"');
  const form = new FormData();
  form.append("audio", new Blob(["no recording"]), "a.wav");
  const authorization = `Manager-Key ${house.composer.ownerToken}`;
  const answer = await fetch(`${house.url}/manage/api/v1/voice/command`, {
    method: "POST",
    headers: { authorization },
    body: form,
  });
  expect(answer.status).toBe(422);
  expect(await answer.json()).toEqual({ error: expect.stringMatching(/recording|model/) });
  expect((await fetch(`${house.url}/command`, { method: "POST", body: form })).status).toBe(401);
});

test("an answer is said in the kitchen: the speaker fetches it from us, once, without a token", async () => {
  const sound = { rate: 24_000, samples: new Int16Array(2_400).fill(9) };
  const elsewhere = await startElsewhere("turn off the hall light", sound);
  onTestFinished(() => elsewhere.close());
  const { house } = await opened({
    ...elsewhere.source,
    STEWARD_VOICE: "remote",
    STEWARD_LAN_URL: "http://127.0.0.1:1",
  });
  const owner = { authorization: `Bearer ${house.composer.ownerToken}` };
  const spec = JSON.stringify({ principal: "kitchen", use: "voice" });
  const made = await fetch(`${house.url}/api/tokens`, {
    method: "POST",
    headers: { ...owner, "content-type": "application/json" },
    body: spec,
  });
  const { secret } = z.object({ secret: z.string() }).parse(await made.json());
  const form = new FormData();
  form.append(
    "audio",
    new Blob([
      wavOf({ rate: 16_000, samples: Int16Array.from({ length: 16_000 }, (_, at) => 8_000 * Math.sin(at / 9)) }),
    ]),
    "a.wav",
  );
  const said = await fetch(`${house.url}/command?speaker=kitchen%20speaker`, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}` },
    body: form,
  });
  expect(await said.json()).toMatchObject({
    say: "Hall Light is off.",
    spoken: expect.stringMatching(/^Kitchen Speaker/),
  });
  const turns = z
    .array(z.object({ channel: z.string(), calls: z.array(z.object({ args: z.record(z.string(), z.unknown()) })) }))
    .parse(await (await fetch(`${house.url}/api/turns`, { headers: owner })).json());
  expect(turns.map(({ channel }) => channel)).toEqual(["voice", "voice"]);
  const { pathname } = new URL(String(turns[0]?.calls[0]?.args["what"]));
  const fetched = await fetch(new URL(pathname, house.url));
  expect(samplesOf(new Uint8Array(await fetched.arrayBuffer()))).toEqual(sound);
  expect((await fetch(new URL(pathname, house.url))).status).toBe(404);
});
