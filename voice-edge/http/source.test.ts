import { expect, test } from "vitest";
import { CALLER, edgeOf, turnOf } from "../testing.ts";
import { samplesOf } from "../say/wav.ts";

// The requests of the source's phone app, as its client makes them: base address, then these paths, headers and bodies.
const BASE = "http://localhost/manage/api/v1";
const headers = (provider?: string) => ({
  authorization: "Manager-Key steward_key",
  ...(provider !== undefined && { "x-llm": provider }),
});
const send = (edge: ReturnType<typeof edgeOf>["edge"], path: string, init: RequestInit) =>
  edge.fetch(new Request(`${BASE}${path}`, { method: "POST", ...init }), CALLER);

test("sendVoice: a recording gives its output", async () => {
  const { edge, asked } = edgeOf({ "/api/ask": turnOf("All lights are off.") });
  const form = new FormData();
  form.append("audio", new File(["turn off all my lights"], "recording.wav", { type: "audio/wav" }));
  const answer = await send(edge, "/voice/command", { headers: headers("ollama"), body: form });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ output: "All lights are off." });
  expect(asked).toMatchObject([{ body: { text: "turn off all my lights", voice: { fuzzy: false } } }]);
});

test("sendPrompt: a text gives its output, by another model where that is wished", async () => {
  const { edge, asked } = edgeOf({ "/api/ask": turnOf("It is on.") });
  const prompt = (text: string, provider?: string, path = "/llm/prompt") =>
    send(edge, path, {
      headers: { ...headers(provider), "Content-Type": "application/json" },
      body: JSON.stringify({ prompt: text }),
    });
  expect(await (await prompt("is it on?", "openai")).json()).toMatchObject({ output: "It is on." });
  expect(await (await prompt("is it on?", undefined, "/llm/prompt?async=true")).json()).toEqual({
    status: "Processing started",
  });
  const spoken = await prompt("is it on?", undefined, "/llm/prompt/tts");
  expect(samplesOf(await spoken.bytes()).samples).toHaveLength("It is on.".length);
  expect(asked.filter(({ path }) => path === "/api/ask")).toMatchObject([
    { body: { text: "is it on?", tier: "cloud" } },
    { body: { text: "is it on?" } },
    { body: { text: "is it on?" } },
  ]);
  expect((await prompt(" ")).status).toBe(422);
});

test("preloadModel has no body; tts gives a wav", async () => {
  const { edge } = edgeOf();
  expect(await (await send(edge, "/llm/preload", { headers: headers("ollama") })).json()).toEqual({});
  const body = JSON.stringify({ text: "Hello." });
  const said = await send(edge, "/voice/tts", { headers: { "content-type": "application/json" }, body });
  expect(said.headers.get("content-type")).toBe("audio/wav");
  expect(samplesOf(await said.bytes()).samples).toHaveLength(6);
});

test("login gives an access token, or the words the app shows", async () => {
  const body = JSON.stringify({ username: "ada", password: "correct horse" });
  const content = { "content-type": "application/json" };
  const { edge, asked } = edgeOf({ "/api/login": { id: "x", token: "steward_token" } });
  expect(await (await send(edge, "/login", { headers: content, body })).json()).toEqual({
    accessToken: "steward_token",
  });
  expect(asked).toEqual([
    {
      path: "/api/login",
      method: "POST",
      caller: undefined,
      body: { name: "ada", password: "correct horse", device: "phone" },
    },
  ]);
  const refusing = edgeOf({}, { send: () => Promise.resolve(Response.json({ error: "no" }, { status: 401 })) });
  const refused = await send(refusing.edge, "/login", { headers: content, body });
  expect({ status: refused.status, body: await refused.json() }).toEqual({
    status: 401,
    body: { error: "Invalid username or password" },
  });
  const me = await edge.fetch(new Request(`${BASE}/login/me`, { headers: headers() }), CALLER);
  expect(await me.json()).toEqual({ username: "owner", authorities: [] });
});

test("whoever has not signed in cannot fill the memory: reading ends where a text becomes too long", async () => {
  const { edge, asked } = edgeOf();
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 16 * 1024;
      if (sent > 1024 * 1024) controller.close();
      else controller.enqueue(new Uint8Array(16 * 1024).fill(97));
    },
  });
  const answer = await send(edge, "/login", { headers: { "content-type": "application/json" }, body, duplex: "half" });
  expect({ status: answer.status, body: await answer.json() }).toEqual({
    status: 422,
    body: { error: "A text has at most 64 kB here." },
  });
  expect(sent).toBeLessThan(256 * 1024);
  expect(asked).toEqual([]);
});
