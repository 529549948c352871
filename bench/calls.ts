import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, SSEClientTransport, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { portOf } from "../kernel/serve.ts";
import { npmPeer, peerEnvironment } from "../test/real/npm-peer.ts";
import { measure } from "./processes.ts";

const CALLS = 600;
const ROUNDS = 3;
const WARM = 50;
const VERSION = "2026.8.31";

/** One way to call `echo`: a process that is started, and a client that speaks with it. */
interface Peer {
  name: string;
  start(port: number): ChildProcess;
  connect(port: number): Promise<Client>;
  /** what it lists when its list is whole */
  tools: number;
  echo: string;
}

/** 600 sequential `echo` calls of server-everything, beside server-filesystem: through the composer as `npm start` starts it (with its home, its token, gate and audit), through mcp-hub, and directly. */
export async function run(print: (row: object) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "steward-bench-"));
  try {
    const peers = await peersOf(folder);
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const peer of peers) print({ bench: "calls", round, peer: peer.name, ...(await measured(peer)) });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function peersOf(folder: string): Promise<Peer[]> {
  const everything = await npmPeer("@modelcontextprotocol/server-everything", VERSION);
  const filesystem = await npmPeer("@modelcontextprotocol/server-filesystem", VERSION);
  const hub = await npmPeer("mcp-hub", "4.2.1");
  const children = {
    everything: { command: process.execPath, args: [everything, "stdio"], trust: true },
    filesystem: { command: process.execPath, args: [filesystem, folder], trust: true },
  };
  const config = join(folder, "servers.json");
  writeFileSync(config, JSON.stringify({ mcpServers: children }));
  const node = (args: string[], environment: Record<string, string> = {}) =>
    spawn(process.execPath, args, {
      env: { ...peerEnvironment(), ...environment },
      stdio: ["pipe", "ignore", "ignore"],
    });
  const token = "a-token-of-the-benchmark";
  const start = join(import.meta.dirname, "../start.js");
  const settings = (port: number) => ({
    STEWARD_PORT: String(port),
    STEWARD_TOKEN: token,
    STEWARD_SERVERS: config,
    STEWARD_DATA: mkdtempSync(join(folder, "data-")),
  });
  return [
    {
      name: "composer",
      start: (port) => node(["--max-semi-space-size=4", start], settings(port)),
      connect: (port) => streamable(`http://127.0.0.1:${port}/mcp`, token),
      tools: 32,
      echo: "echo",
    },
    {
      name: "mcp-hub",
      start: (port) => node([hub, "--port", String(port), "--config", config]),
      connect: (port) => connected(new SSEClientTransport(new URL(`http://127.0.0.1:${port}/mcp`))),
      tools: 27,
      echo: "everything__echo",
    },
    {
      name: "direct",
      start: (port) => node([everything, "streamableHttp"], { PORT: String(port) }),
      connect: (port) => streamable(`http://127.0.0.1:${port}/mcp`),
      tools: 13,
      echo: "echo",
    },
  ];
}

const streamable = (url: string, token?: string) =>
  connected(
    new StreamableHTTPClientTransport(new URL(url), {
      requestInit: { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } },
    }),
  );

async function connected(transport: SSEClientTransport | StreamableHTTPClientTransport): Promise<Client> {
  const client = new Client({ name: "bench", version: "1.0.0" });
  transport.onerror = () => {}; // tried again until it is there
  try {
    await client.connect(transport);
    return client;
  } catch (thrown) {
    await transport.close(); // an event source would go on connecting for ever, and be a client of who is measured
    throw thrown;
  }
}

async function measured({ start, connect, tools, echo }: Peer) {
  const port = await freePort();
  const began = performance.now();
  const child = start(port);
  try {
    const { client, listed } = await ready(() => connect(port), tools);
    const readyMs = performance.now() - began;
    const call = () => client.callTool({ name: echo, arguments: { message: "hello" } });
    for (let index = 0; index < WARM; index += 1) await call();
    const before = measure(child.pid ?? 0);
    const times: number[] = [];
    for (let index = 0; index < CALLS; index += 1) {
      const at = performance.now();
      await call();
      times.push(performance.now() - at);
    }
    const after = measure(child.pid ?? 0);
    await client.close();
    times.sort((one, other) => one - other);
    const at = (share: number) => rounded(times[Math.floor(times.length * share)] ?? 0);
    return {
      calls: CALLS,
      tools: listed,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      cpuSelfMs: rounded((after.self - before.self) / CALLS),
      cpuTreeMs: rounded((after.tree - before.tree) / CALLS),
      rssMb: Math.round(after.rss / 1e6),
      readyMs: Math.round(readyMs),
    };
  } finally {
    const over = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await over;
  }
}

/** A client, once the list of tools is whole; tried anew until it is. */
async function ready(connect: () => Promise<Client>, tools: number): Promise<{ client: Client; listed: number }> {
  const late = AbortSignal.timeout(30_000);
  for (;;) {
    late.throwIfAborted();
    const client = await connect().catch(() => undefined);
    const listed = await client?.listTools().catch(() => undefined);
    if (client && listed && listed.tools.length >= tools) return { client, listed: listed.tools.length };
    await client?.close();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const rounded = (value: number) => Math.round(value * 1000) / 1000;

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const port = portOf(probe.address());
      probe.close(() => resolve(port));
    });
  });
}
