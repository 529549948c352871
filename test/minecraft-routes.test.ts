import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { createComposer } from "../composer/index.ts";
import { systemClock } from "../kernel/clock.ts";
import { silentLog } from "../kernel/log.ts";
import { servers } from "../mcp-servers/index.ts";

let composer: Awaited<ReturnType<typeof createComposer>>;

beforeEach(async () => {
  const data = mkdtempSync(join(tmpdir(), "steward-worlds-"));
  composer = await createComposer({
    source: { STEWARD_DATA: data },
    definitions: servers.filter(({ name }) => name === "minecraft"),
    clock: systemClock,
    log: silentLog,
  });
  composer.listensAt("http://localhost");
  await composer.ready;
  return async () => {
    await composer.close();
    rmSync(data, { recursive: true });
  };
});

async function ask(method: string, path: string) {
  const headers = { authorization: `Bearer ${composer.ownerToken}`, "content-type": "application/json" };
  const answer = await composer.app.request(path, { method, headers });
  const body: unknown = await answer.json();
  return { status: answer.status, body };
}

test("worlds are listed, started and backed up as the manager before did", async () => {
  expect(await ask("GET", "/api/minecraft")).toMatchObject({
    status: 200,
    body: [
      { name: "survival", state: "on", players: ["Steve", "Alex"] },
      { name: "creative", state: "off", online: 0 },
    ],
  });
  expect(await ask("POST", "/api/minecraft/creative/start")).toMatchObject({
    status: 200,
    body: { name: "creative", state: "starting", say: "creative is starting." },
  });
  expect(await ask("POST", "/api/minecraft/survival/backup")).toMatchObject({
    status: 200,
    body: { say: "survival is backed up (12 MB).", lastBackup: { bytes: 12_345_678 } },
  });
});

test("a world that is played on is not stopped without a yes, and what is no world is told", async () => {
  expect(await ask("POST", "/api/minecraft/survival/stop")).toEqual({
    status: 422,
    body: { error: "Steve and Alex are playing on survival. Stop anyway?" },
  });
  expect(await ask("POST", "/api/minecraft/nether/start")).toEqual({
    status: 404,
    body: { error: "There is no such world." },
  });
});
