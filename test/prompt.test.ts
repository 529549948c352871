import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { expect, onTestFinished, test } from "vitest";
import { ollamaModel } from "../composer/agent/models/ollama.ts";
import { prompts } from "../composer/agent/prompt/sent.ts";
import { tiersOf } from "../composer/agent/tiers/testing.ts";
import { createComposer } from "../composer/index.ts";
import { systemClock } from "../kernel/clock.ts";
import { silentLog } from "../kernel/log.ts";
import { servers } from "../mcp-servers/index.ts";
import { saying, script } from "./models/reply.ts";
import { startModels } from "./models/server.ts";

/** The whole demo house with a local model, as its owner and a friend speak to it. */
async function house(data: string, url: string) {
  const { tiers } = tiersOf({ local: ollamaModel({ url, name: "test" }) });
  const source = { STEWARD_DATA: data };
  const composer = await createComposer({ source, definitions: servers, clock: systemClock, log: silentLog, tiers });
  composer.listensAt("http://localhost");
  await composer.ready;
  const send = async (method: string, path: string, body?: object, cookie?: string) => {
    const as = cookie ? { cookie, origin: "http://localhost" } : { authorization: `Bearer ${composer.ownerToken}` };
    const headers = { "content-type": "application/json", ...as };
    return composer.app.request(path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  };
  const friend = { name: "Grace", password: "battery staple" };
  await send("POST", "/api/users", friend);
  const signedIn = await send("POST", "/api/login", friend);
  const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
  return { ...composer, send, cookie };
}

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), "steward-prompt-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

const ROOMS = ["Kitchen", "Bedroom"];
const SENTENCES = [
  "make the kitchen as cosy as it gets, would you",
  "is there anything on in the bedroom that should not be",
  "please start what the children play, and tell them dinner is ready",
];

test("what stands before the sentence is the same, byte for byte: over requests, people taking turns and restarts", async () => {
  const model = await startModels(script(saying("Hm?")));
  onTestFinished(() => model.close());
  const data = scratch();
  const people: string[] = [];
  for (let start = 0; start < 2; start++) {
    const { send, cookie, close } = await house(data, model.url);
    for (const [index, text] of SENTENCES.entries())
      for (const who of [undefined, cookie]) {
        const answer = await send("POST", "/api/ask", { text, area: ROOMS[index % 2] }, who);
        expect(answer.status).toBe(200);
        people.push(who === undefined ? "owner" : "friend");
      }
    await close();
  }
  expect(model.seen.length).toBeGreaterThanOrEqual(people.length);
  const heads = model.seen.map(({ body, user }) => {
    const at = body.indexOf(JSON.stringify(user));
    expect(at).toBeGreaterThan(0);
    return body.slice(0, at);
  });
  expect(new Set(heads).size).toBe(1);
  // Behind the user's turn comes nothing that changes either: the tools, in their order, and the options.
  const tails = model.seen
    .filter(({ results }) => results.length === 0)
    .map(({ body, user }) => body.slice(body.indexOf(JSON.stringify(user)) + JSON.stringify(user).length));
  expect(new Set(tails.filter((tail) => !tail.includes('"temperature":0.4'))).size).toBe(1);
});

test("a request costs a local model 1,000 tokens at most, of which the user's turn 150", async () => {
  const model = await startModels(script(saying("Hm?")));
  onTestFinished(() => model.close());
  const { send, close } = await house(scratch(), model.url);
  onTestFinished(close);
  const long = "turn off the kitchen light, the counter light, the left bedside, the right bedside, the hall light";
  for (const text of [...SENTENCES, long, `${long} and ${long}`]) {
    const answer = await send("GET", `/api/prompt?${new URLSearchParams({ text, area: "Living Room" })}`);
    const { local } = prompts.parse(await answer.json());
    const user = encode(local.user).length;
    const all = [local.system, ...local.tools].reduce((sum, part) => sum + encode(part).length, user);
    expect(user).toBeLessThanOrEqual(150);
    expect(all).toBeLessThanOrEqual(1_000);
  }
});
