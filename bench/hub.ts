import { join } from "node:path";
import { z } from "zod";
import { startComposer } from "../test/fixtures/composer.ts";

const IN_FLIGHT = 200;
const CLIENTS = 300;
const probe = join(import.meta.dirname, "../test/fixtures/probe-server.ts");
const about = z.object({ pid: z.number() });

/** What a death costs: 200 calls in flight at a `kill -9`, a stopped child, and clients that connect anew for each call. */
export async function run(print: (row: object) => void): Promise<void> {
  const child = (name: string) => ({ command: process.execPath, args: [probe, name], trust: true });
  const composer = await startComposer({ probe: child("probe"), other: child("other") });
  try {
    print({ bench: "hub", what: "kill -9", ...(await killed(composer)) });
    print({ bench: "hub", what: "SIGSTOP", ...(await stopped(composer)) });
    print({ bench: "hub", what: "initialize twice, call once", ...(await anew(composer)) });
  } finally {
    await composer.close();
  }
}
type Composer = Awaited<ReturnType<typeof startComposer>>;

const call = async ({ hub }: Composer, tool: string, ms = 10_000) => {
  const context = { principal: "bench", owner: true };
  const { content } = await hub.transports.call({ tool, args: {}, context, signal: AbortSignal.timeout(ms) });
  return content[0]?.type === "text" ? content[0].text : "";
};
const pidOf = async (composer: Composer) => about.parse(JSON.parse(await call(composer, "probe_about"))).pid;
const since = (began: number) => Math.round((performance.now() - began) * 10) / 10;

async function killed(composer: Composer) {
  const pid = await pidOf(composer);
  const before = composer.hub.catalogue.tools();
  const calls = Array.from({ length: IN_FLIGHT }, (_, index) =>
    call(composer, index % 2 ? "probe_wait" : "probe_work"),
  );
  await call(composer, "probe_echo");
  const began = performance.now();
  process.kill(pid, "SIGKILL");
  const answers = await Promise.all(calls);
  const answeredMs = since(began);
  const isSameList = composer.hub.catalogue.tools() === before;
  await call(composer, "probe_echo");
  return { inFlight: answers.length, answeredMs, backMs: since(began), isSameList };
}

async function stopped(composer: Composer) {
  const pid = await pidOf(composer);
  process.kill(pid, "SIGSTOP");
  const began = performance.now();
  const stuck = call(composer, "probe_set", 500).then(() => since(began));
  const other = await call(composer, "other_echo").then(() => since(began));
  const deadlineMs = await stuck;
  process.kill(pid, "SIGCONT");
  return { askedMs: 500, failedMs: deadlineMs, otherServerMs: other };
}

/** What Home Assistant's client does for every call, without the cost of a client. */
async function anew({ url, token }: Composer) {
  const post = async (body: object, session?: string) => {
    const headers = {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      ...(session !== undefined && { "mcp-session-id": session }),
    };
    const response = await fetch(url, { method: "POST", headers, body: JSON.stringify({ jsonrpc: "2.0", ...body }) });
    await response.text();
    return response.headers.get("mcp-session-id") ?? session;
  };
  const params = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "bench", version: "1" } };
  const connect = async () => {
    const session = await post({ id: 0, method: "initialize", params });
    return post({ method: "notifications/initialized" }, session);
  };
  const times: number[] = [];
  for (let index = 0; index < CLIENTS; index += 1) {
    const began = performance.now();
    await connect();
    await post({ id: 1, method: "tools/call", params: { name: "probe_echo", arguments: {} } }, await connect());
    times.push(performance.now() - began);
  }
  times.sort((one, other) => one - other);
  const at = (share: number) => Math.round((times[Math.floor(times.length * share)] ?? 0) * 10) / 10;
  return { clients: CLIENTS, p50Ms: at(0.5), p99Ms: at(0.99) };
}
