import { join } from "node:path";
import { onTestFinished } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import type { ServerDefinition } from "../../kernel/server.ts";
import type { Fields } from "../../kernel/log.ts";
import { parseServers } from "./config.ts";
import type { TransportCall } from "./door.ts";
import { createHub } from "./index.ts";

const root = join(import.meta.dirname, "../..");
const node = join(root, "node_modules/.bin/node");

/** The entry of a child that runs a script of this project. */
export const script = (file: string, ...args: string[]) => ({ command: node, args: [join(root, file), ...args] });
/** The entry of the probe server. */
export const probe = (...args: string[]) => script("test/fixtures/probe-server.ts", ...args);

/** A hub over these servers, started, and closed with its test; with the lines it logged. */
export async function hubOf(mcpServers: Record<string, unknown>, definitions: ServerDefinition[] = []) {
  const logged: { message: string; fields?: Fields }[] = [];
  const note = (message: string, fields?: Fields) => void logged.push({ message, fields });
  const hub = createHub({
    definitions,
    servers: parseServers(JSON.stringify({ mcpServers })),
    source: { PATH: process.env.PATH, HOME: process.env.HOME, SECRET_OF_THE_HOUSE: "x" },
    clock: systemClock,
    log: { info: note, warn: note, error: note },
  });
  onTestFinished(() => hub.close());
  await hub.start();
  return { hub, logged };
}

/** A call of a person, within so many milliseconds. */
export function callOf(tool: string, args: TransportCall["args"] = {}, ms = 5_000): TransportCall {
  return { tool, args, context: { principal: "ann", owner: true }, signal: AbortSignal.timeout(ms) };
}

/** Settles once a check holds; asked again whenever the event loop has time. */
export async function until(check: () => boolean): Promise<void> {
  while (!check()) await new Promise((resolve) => setTimeout(resolve, 5));
}
