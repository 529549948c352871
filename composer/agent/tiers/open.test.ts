import { expect, onTestFinished, test, vi } from "vitest";
import { freshDatabase } from "../../../db/testing.ts";
import { parseSettings } from "../../../kernel/config.ts";
import type { Source } from "../../../kernel/config.ts";
import { systemClock } from "../../../kernel/clock.ts";
import { silentLog } from "../../../kernel/log.ts";
import { saying, script } from "../../../test/models/reply.ts";
import { startModels } from "../../../test/models/server.ts";
import { ModelFault } from "../models/fault.ts";
import { openTiers } from "./open.ts";
import { modelSettings } from "./settings.ts";

async function opened(source: Source) {
  const { kysely: db, close } = await freshDatabase();
  const settings = parseSettings(modelSettings, source);
  const prefix = () => ({ system: "Be short.", tools: [] });
  const tiers = openTiers({
    settings: { ...settings, STEWARD_DATA: "/nowhere" },
    prefix,
    db,
    clock: systemClock,
    log: silentLog,
  });
  onTestFinished(async () => {
    await tiers.close();
    await close();
  });
  return tiers;
}

test("with nothing configured there is no model, nothing to be well, and two lines on how to get one", async () => {
  const { tiers, health, doctor, memory } = await opened({});
  expect([tiers.local, tiers.cloud, memory, health()]).toEqual([undefined, undefined, undefined, {}]);
  expect(await doctor()).toEqual([
    {
      part: "local model",
      ok: true,
      text: "none: phrases answer alone; yours: OLLAMA_URL=http://127.0.0.1:11434 (docs/models.md)",
    },
    { part: "cloud model", ok: true, text: "none: nothing leaves the house; yours: OPENAI_API_KEY=… (docs/models.md)" },
  ]);
});

test("the local model is loaded at the start and has read what comes before every sentence", async () => {
  const server = await startModels(script(saying("ok")), ["qwen2.5:7b"]);
  onTestFinished(() => server.close());
  const { tiers, health, start, doctor } = await opened({ OLLAMA_URL: server.url });
  expect(health()).toEqual({ "local model": "warming" });
  start();
  await vi.waitFor(() => expect(health()).toEqual({ "local model": "ok" }), { timeout: 20_000 });
  expect(tiers.local?.memory.state()).toBe("ready");
  expect(server.seen.map(({ system, user }) => [system, user])).toEqual([["Be short.", "Say ok."]]);
  expect(JSON.parse(server.seen[0]?.body ?? "")).toMatchObject({ options: { num_predict: 1, num_ctx: 4096 } });
  expect(await doctor()).toContainEqual({ part: "local model", ok: true, text: "qwen2.5:7b is in memory and warm" });
});

test("one that keeps failing is told of with its last fault", async () => {
  const { tiers, doctor, health } = await opened({ OPENAI_API_KEY: "sk-x", STEWARD_CLOUD_CAP: "2" });
  expect(health()).toEqual({ "cloud model": "ok" });
  expect(await doctor()).toContainEqual({
    part: "cloud model",
    ok: true,
    text: "gpt-5-nano, $2.00 of $2 left this month",
  });
  tiers.cloud?.breaker.bad(new ModelFault("setup", "api.openai.com does not accept the key."));
  expect(health()).toEqual({ "cloud model": "unreachable" });
  expect(await doctor()).toContainEqual({
    part: "cloud model",
    ok: false,
    text: "gpt-5-nano is left alone for a while: api.openai.com does not accept the key.",
  });
});

test("the month's money and the switch are told", async () => {
  const spent = await opened({ OPENAI_API_KEY: "sk-x" });
  await spent.tiers.cloud?.purse.spend(6);
  expect(await spent.doctor()).toContainEqual({
    part: "cloud model",
    ok: false,
    text: "gpt-5-nano is not asked any more: $0.00 of $5 left this month (STEWARD_CLOUD_CAP)",
  });
  const off = await opened({ OPENAI_API_KEY: "sk-x", STEWARD_CLOUD: "off" });
  expect([off.tiers.cloud, off.health()]).toEqual([undefined, { "cloud model": "off" }]);
  expect(await off.doctor()).toContainEqual({
    part: "cloud model",
    ok: true,
    text: "switched off: STEWARD_CLOUD=on switches it on",
  });
});

test("prices are the endpoint's own where they are told", async () => {
  const { tiers } = await opened({ OPENAI_BASE_URL: "http://192.168.0.10:8000/v1", STEWARD_CLOUD_PRICE: "0 0 0" });
  expect(tiers.cloud?.model.price).toEqual({ input: 0, cached: 0, output: 0 });
});

test("settings that cannot both be are told", async () => {
  await expect(opened({ OLLAMA_URL: "http://127.0.0.1:9", STEWARD_LOCAL_GGUF: "x.gguf" })).rejects.toThrow(
    "OLLAMA_URL and STEWARD_LOCAL_GGUF are both set: the local model is one of them.",
  );
  expect(() => parseSettings(modelSettings, { STEWARD_CLOUD_PRICE: "cheap" })).toThrow("STEWARD_CLOUD_PRICE");
});
