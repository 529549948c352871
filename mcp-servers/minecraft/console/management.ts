import { WebSocket } from "ws";
import { z } from "zod";
import { PeerError, messageOf } from "../../../kernel/errors.ts";
import { clean } from "../../../kernel/text.ts";
import type { Console } from "./console.ts";
import { spokenLine } from "./console.ts";

const ANSWER_MS = 10_000;

const answer = z.object({
  id: z.number(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});
const players = z.array(z.object({ name: z.string() }));

/** A console by the management protocol of 1.21.9 and later (JSON-RPC over a websocket, minecraft.wiki). */
export function managementConsole(url: string, secret: string): Console {
  const ask = (method: string, params: readonly unknown[], outer: AbortSignal) =>
    request(url, secret, { jsonrpc: "2.0", id: 1, method: `minecraft:${method}`, params }, outer);
  const sure = async (method: string, params: readonly unknown[], wanted: unknown, signal: AbortSignal) => {
    const result = await ask(method, params, signal);
    if (result !== wanted) throw new PeerError(`The server did not do ${method}: ${clean(JSON.stringify(result), 80)}`);
  };
  return {
    players: async (signal) => players.parse(await ask("players", [], signal)).map(({ name }) => name),
    say: (text, signal) =>
      sure("server/system_message", [{ message: { literal: spokenLine(text) }, overlay: false }], true, signal),
    saving: (isOn, signal) => sure("serversettings/autosave/set", [isOn], isOn, signal),
    flush: (signal) => sure("server/save", [true], true, signal),
  };
}

/** One question over a connection of its own, so that a server that was restarted is no fault. */
async function request(url: string, secret: string, message: object, outer: AbortSignal): Promise<unknown> {
  const signal = AbortSignal.any([outer, AbortSignal.timeout(ANSWER_MS)]);
  const { host } = new URL(url);
  const fail = (why: string) => new PeerError(`The management server at ${host} ${why}`);
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const socket = new WebSocket(url, { headers: { authorization: `Bearer ${secret}` }, maxPayload: 1_000_000 });
  socket.on("open", () => socket.send(JSON.stringify(message)));
  socket.on("message", (data) => {
    const parsed = answer.safeParse(jsonOf(String(data)));
    if (!parsed.success) return; // a notification
    const { error, result } = parsed.data;
    if (error) reject(fail(`refuses: ${clean(error.message, 80)}`));
    else resolve(result);
  });
  socket.on("unexpected-response", (_, { statusCode }) =>
    reject(fail(statusCode === 401 ? "does not take our secret." : `answers with HTTP ${statusCode}.`)),
  );
  socket.on("error", (fault) => reject(fail(`does not answer: ${messageOf(fault)}`)));
  socket.on("close", () => reject(fail("closed the connection")));
  const onAbort = () => reject(fail("does not answer in time"));
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await promise;
  } finally {
    signal.removeEventListener("abort", onAbort);
    socket.terminate();
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
