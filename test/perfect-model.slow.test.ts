import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Model } from "../composer/agent/models/model.ts";
import { tiersOf } from "../composer/agent/tiers/testing.ts";
import { turn } from "../composer/agent/turn.ts";
import { createComposer } from "../composer/index.ts";
import { evalsOf, serverFolders } from "../evals/own.ts";
import { timeless } from "../kernel/evals.ts";
import { systemClock } from "../kernel/clock.ts";
import { silentLog } from "../kernel/log.ts";
import type { Step } from "../kernel/wire.ts";
import { servers } from "../mcp-servers/index.ts";

/** The demo house with a local model that makes exactly the calls a test gives it, at once or one a turn. */
async function house(isOneByOne: boolean) {
  const data = mkdtempSync(join(tmpdir(), "steward-perfect-"));
  const state: { steps: readonly Step[]; turns: number } = { steps: [], turns: 0 };
  const model: Model = {
    tier: "local",
    name: "perfect",
    price: { input: 0, cached: 0, output: 0 },
    async write() {
      const at = state.turns++;
      const now = isOneByOne ? state.steps.slice(at, at + 1) : at === 0 ? state.steps : [];
      const wishes = now.map(({ tool, args }, index) => ({ id: `${at}-${index}`, tool, args }));
      return {
        text: wishes.length > 0 ? "" : "I could say more.",
        wishes,
        usage: { inputTokens: 1, cachedTokens: 0, outputTokens: 1 },
      };
    },
  };
  const { tiers } = tiersOf({ local: model });
  const source = { STEWARD_DATA: data };
  const composer = await createComposer({ source, definitions: servers, clock: systemClock, log: silentLog, tiers });
  composer.listensAt("http://localhost");
  await composer.ready;
  onTestFinished(async () => {
    await composer.close();
    rmSync(data, { recursive: true });
  });
  const ask = async (
    steps: readonly Step[],
    body: { text: string; area?: string | undefined; conversation: string; tier?: string },
  ) => {
    Object.assign(state, { steps, turns: 0 });
    const headers = { authorization: `Bearer ${composer.ownerToken}`, "content-type": "application/json" };
    const answer = await composer.app.request("/api/ask", { method: "POST", headers, body: JSON.stringify(body) });
    return { ...turn.parse(await answer.json()), turns: state.turns };
  };
  return ask;
}

test.each(["at once", "one by one"])(
  "a model that makes the right calls %s is never in doubt: every server's own sentences",
  async (how) => {
    const ask = await house(how === "one by one");
    const undo = async (conversation: string) => {
      const { ask: question } = await ask([], { text: "undo", conversation });
      if (question) await ask([], { text: "yes", conversation }); // a world that started meanwhile is asked about
    };
    const wrong: object[] = [];
    let count = 0;
    for (const server of serverFolders())
      for (const { say, area, steps, result, before } of await evalsOf(server)) {
        const conversation = `case-${++count}`;
        if (before) await ask([], { text: before.say, area, conversation });
        const answer = await ask(steps, { text: say, area, conversation, tier: "local" });
        const isSaid = answer.needs.length > 0 || timeless(answer.say) === result;
        const isRight = !answer.reason.includes("in doubt") && isSaid;
        if (!isRight) wrong.push({ server, say, steps, result, said: answer.say, reason: answer.reason });
        if (answer.undoable) await undo(conversation);
        if (before) await undo(conversation);
      }
    expect(wrong).toEqual([]);
  },
  120_000,
);
