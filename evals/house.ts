import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { turn } from "../composer/agent/turn.ts";
import { listen } from "../composer/http/listen.ts";
import { createComposer } from "../composer/index.ts";
import { systemClock } from "../kernel/clock.ts";
import { silentLog } from "../kernel/log.ts";
import { servers } from "../mcp-servers/index.ts";
import type { Asked } from "./run.ts";

/** A composer on a free port, with its owner's token and a data folder that goes with it, or one that is `kept`. */
export async function startHouse(environment: Record<string, string | undefined>, kept?: string) {
  const folder = kept ?? (await mkdtemp(join(tmpdir(), "steward-eval-")));
  const source = { ...environment, STEWARD_DATA: folder, STEWARD_PORT: "0" };
  const composer = await createComposer({ source, definitions: servers, clock: systemClock, log: silentLog });
  const listening = await listen(composer.app, { host: "127.0.0.1", port: 0 });
  composer.listensAt(listening.url);
  await composer.ready;
  return {
    url: listening.url,
    token: composer.ownerToken,
    async close() {
      await listening.close();
      await composer.close();
      if (kept === undefined) await rm(folder, { recursive: true });
    },
  };
}

const decided = z.object({ ok: z.boolean(), say: z.string(), calls: turn.shape.calls });
const approvals = z.array(z.object({ id: z.string(), turn: z.string() }));

/** Speaks to a composer over HTTP, as its owner. */
export function overHttp({ url, token }: { url: string; token: string }, tier?: string): Pick<Asked, "ask" | "undo"> {
  const send = async (method: string, path: string, body?: object): Promise<unknown> => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const response = await fetch(new URL(path, url), { method, headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  return {
    async ask(text, area, approves) {
      const begun = performance.now();
      const asked = turn.parse(await send("POST", "/api/ask", { text, conversation: crypto.randomUUID(), area, tier }));
      const ms = performance.now() - begun;
      const calls = [...asked.calls];
      let last = { ok: calls.length > 0 && calls.every(({ ok }) => ok), say: asked.say, calls };
      // Approving one runs what waited behind it, up to the next that has to be approved.
      let waiting: readonly { id: string }[] = approves ? asked.needs : [];
      while (waiting.length > 0) {
        for (const { id } of waiting) {
          last = decided.parse(await send("POST", `/api/approvals/${id}`, { decision: "approve" }));
          calls.push(...last.calls);
        }
        const all = approvals.parse(await send("GET", "/api/approvals"));
        waiting = all.filter((one) => one.turn === asked.turn);
      }
      return {
        turn: asked.turn,
        undoable: asked.undoable || asked.needs.length > 0,
        say: last.say,
        answered: last.ok,
        ms,
        tools: calls.map(({ tool }) => tool),
        steps: calls.map(({ tool, args }) => `${tool} ${JSON.stringify(args)}`),
      };
    },
    undo: async (id) => void (await send("POST", `/api/turns/${id}/undo`, {})),
  };
}
