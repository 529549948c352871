import type { Transport } from "@modelcontextprotocol/client";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { evalsOf } from "../evals/own.ts";
import { timeless } from "../kernel/evals.ts";
import { silentLog } from "../kernel/log.ts";
import { overHttp } from "../kernel/serve.ts";
import { connectClient } from "../kernel/testing.ts";
import type { Step } from "../kernel/wire.ts";
import { META, step } from "../kernel/wire.ts";
import { servers } from "../mcp-servers/index.ts";
import { root } from "./rooms.ts";

interface Form {
  client: Client;
  close(): Promise<unknown>;
}

const token = "a token of sixteen or more";

async function connected(transport: Transport): Promise<Client> {
  const client = new Client({ name: "test", version: "1.0.0" }, { versionNegotiation: { mode: "auto" } });
  await client.connect(transport);
  return client;
}

/** The three ways in which one definition runs. */
const forms: Record<string, (server: (typeof servers)[number], source: Record<string, string>) => Promise<Form>> = {
  async "in-process"(server, source) {
    const running = await server.start(source, { log: silentLog });
    const client = await connectClient(running);
    return { client, close: () => Promise.all([client.close(), running.close()]) };
  },
  async "stdio child"({ name }, source) {
    const command = join(root, "node_modules/.bin/node");
    const args = [join(root, "mcp-servers/main.ts"), name];
    const child = new StdioClientTransport({ command, args, cwd: root, env: source });
    const client = await connected(child);
    return { client, close: () => client.close() };
  },
  async "HTTP with a bearer token"(server, source) {
    const served = await overHttp(await server.start(source, { log: silentLog }), { port: 0, token });
    const requestInit = { headers: { authorization: `Bearer ${token}` } };
    const client = await connected(new StreamableHTTPClientTransport(new URL(served.url), { requestInit }));
    return { client, close: () => client.close().then(served.close) };
  },
};

const text = z.object({ content: z.array(z.object({ text: z.string() })) });
const undo = z.array(step).default([]);

describe.each(servers.map((server) => ({ server, name: server.name })))("$name", async ({ server, name }) => {
  // What also calls another server's tools is said to a whole house, by npm run eval.
  const isOwn = (steps: readonly Step[]) => new Set(steps.map(({ tool }) => tool.split("_")[0])).size === 1;
  const cases = (await evalsOf(name)).filter(({ steps }) => isOwn(steps));

  describe.each(Object.entries(forms))("%s", (_, start) => {
    let form: Form;
    beforeAll(async () => {
      const data = mkdtempSync(join(tmpdir(), "steward-form-"));
      const source = { STEWARD_DATA: data };
      // What the other servers of the house keep is there, as in a house that has run.
      for (const other of servers) if (other !== server) await (await other.start(source, { log: silentLog })).close();
      form = await start(server, source);
      return async () => {
        await form.close();
        rmSync(data, { recursive: true });
      };
    });

    async function call({ tool, args }: Step, area?: string): Promise<{ said: string; undo: Step[] }> {
      const context = { principal: "owner", owner: true, ...(area && { area }) };
      const result = await form.client.callTool({ name: tool, arguments: args, _meta: { [META.context]: context } });
      const said = text.parse(result).content.map((block) => block.text);
      return { said: said.join("\n"), undo: undo.parse(result._meta?.[META.undo]) };
    }

    // Each leaves the house as it found it, by its own way back, or the next one would say something else.
    test.each(cases)("$say", async ({ steps, before, area, result }) => {
      const back: Step[] = [];
      let said = "";
      for (const one of [...(before?.steps ?? []), ...steps]) {
        const answer = await call(one, area);
        said = answer.said;
        back.unshift(...answer.undo);
      }
      expect(timeless(said)).toBe(result);
      for (const one of back) await call(one);
    });
  });
});
