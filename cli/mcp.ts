import { createInterface } from "node:readline";
import { userInfo } from "node:os";
import { z } from "zod";
import { createBridge } from "./bridge.ts";
import type { Client } from "./client.ts";
import { optionsOf } from "./options.ts";
import type { Command } from "./terminal.ts";

const handed = z.object({ id: z.string(), secret: z.string() });
/** Days a token of this command is good for should it never come to revoke it. */
const DAYS = 30;

/** steward mcp: speaks MCP over stdin and stdout for a desktop client, as a principal of whoever started it, which never approves. */
export const mcp: Command = async ({ args, client, print, note }) => {
  optionsOf(args, {}, "mcp");
  const composer = await client();
  const token = await ownToken(composer);
  const bridge = createBridge({ url: new URL("/mcp", composer.url), token: token.secret, fetch, write: print, note });
  for await (const line of createInterface({ input: process.stdin })) bridge.take(line);
  await bridge.close();
  await composer.request("DELETE", `/api/tokens/${token.id}`);
};

async function ownToken(composer: Client) {
  const user = userInfo()
    .username.toLowerCase()
    .replace(/[^a-z0-9._-]/g, "-");
  const spec = {
    principal: `stdio:${user}`,
    name: `MCP client of ${user}`,
    label: "steward mcp",
    use: "stdio",
    days: DAYS,
  };
  return handed.parse((await composer.request("POST", "/api/tokens", spec)).body);
}
