import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { llamaModel } from "../../../composer/agent/models/llama/index.ts";
import { hasLlama, installLlama } from "../../../composer/agent/models/llama/install.ts";
import { repair } from "../../../composer/agent/loop/repair.ts";
import { exec } from "../../../kernel/exec.ts";
import { cacheRoot } from "../home-assistant/cache.ts";
import { evalsOf, serverFolders } from "../../../evals/own.ts";
import { servers } from "../../../mcp-servers/index.ts";
import { silentLog } from "../../../kernel/log.ts";
import { smallModel } from "./build.ts";
import { freshFolder } from "./folder.ts";

const SENTENCES = 12;

test(
  "a model file beside the composer: every call it writes fits its tool, and the tools are read once",
  { timeout: 400_000 },
  async () => {
    const folder = join(cacheRoot(), "llama");
    if (!hasLlama(folder)) await installLlama(folder, exec);
    const { model, control } = llamaModel({ file: await smallModel(), folder });
    onTestFinished(() => control.unload());
    const tools = await houseTools();
    const prefix = { system: "You run a home by calling tools.", tools };
    const sentences = await someSentences();
    let longest = 0;
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 20);
    let last = performance.now();
    const cached: number[] = [];
    let calls = 0;
    for (const text of sentences) {
      const { wishes, text: words, usage } = await model.write(prefix, [{ role: "user", text }], { most: 300 });
      expect(wishes.length > 0 || words !== "").toBe(true);
      for (const { tool, args } of wishes) {
        const known = tools.find(({ name }) => name === tool);
        if (!known) throw new Error(`${tool} is no tool`);
        expect(
          repair({ name: tool, wire: { name: tool, inputSchema: { ...known.inputSchema, type: "object" } } }, args),
        ).toHaveProperty("args");
        calls += 1;
      }
      cached.push(usage.cachedTokens / usage.inputTokens);
    }
    clearInterval(watch);
    expect(cached[0]).toBeLessThan(0.1);
    for (const share of cached.slice(1)) expect(share).toBeGreaterThan(0.85);
    process.stdout.write(
      `llama ${JSON.stringify({ sentences: sentences.length, calls, longestStallMs: Math.round(longest) })}\n`,
    );
  },
);

async function houseTools() {
  const { folder, clear } = freshFolder();
  const all = await Promise.all(
    servers.map(async (definition) => {
      const running = await definition.start({ STEWARD_DATA: folder }, { log: silentLog });
      const some = [...running.tools.values()].filter(({ audience }) => audience === "all");
      await running.close();
      return some.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
    }),
  );
  clear();
  return all.flat();
}

async function someSentences(): Promise<string[]> {
  const all = (await Promise.all(serverFolders().map(evalsOf))).flat().map(({ say }) => say);
  return all.filter((_, index) => index % Math.floor(all.length / SENTENCES) === 0).slice(0, SENTENCES);
}
