import type { CallToolResult } from "@modelcontextprotocol/client";
import type { Clock } from "../../kernel/clock.ts";
import { PeerError } from "../../kernel/errors.ts";
import type { Log } from "../../kernel/log.ts";
import type { PhraseSet } from "../../kernel/phrases.ts";
import type { NameEntry } from "../../kernel/wire.ts";
import { NAMES_URI } from "../../kernel/wire.ts";
import { createBeside } from "./beside.ts";
import { contextMeta, fulfilled, isAsking, isTimeout, lineOf, plainPlan, planOf, resultOf } from "./call.ts";
import type { ServerSpec } from "./config.ts";
import type { Connection, Hearing, Live } from "./connection.ts";
import type { ListedTool, TransportCall } from "./door.ts";
import { agree, eraFor, listAll, written } from "./era.ts";
import { keepsContract, readNames, readPhrases, readTools } from "./listed.ts";
import type { Message } from "./rpc.ts";
import { LostError, RpcError, faultOf, isMessage } from "./rpc.ts";
import type { Changed, HubServer } from "./server.ts";
import { failedCall } from "./server.ts";
import { supervise } from "./supervised.ts";

/** How long a call waits for a server that is coming back. */
const WAIT_MS = 2_000;
/** How long a read whose server died has to be sent once more and answered after all. */
const RETRY_MS = 75;
/** How long a server that let a deadline pass has to answer a ping before it is ended. */
const PING_MS = 10_000;
/** Milliseconds for a list or the names. */
const LIST_MS = 15_000;
/** How often names are read anew from a server that cannot tell of changes. */
const NAMES_MS = 60_000;

export interface RemoteWorld {
  clock: Clock;
  log: Log;
  open(hearing: Hearing): Connection;
  onChange(what: Changed): void;
}

/** What a server listed, kept while it is away. */
interface Known {
  /** of the whole listing, to see whether it changed */
  text: string;
  tools: ListedTool[];
  phrases: PhraseSet[];
  names: NameEntry[];
  /** it keeps our contract: plans, context, names. Believed of trusted servers only. */
  contract: boolean;
}

/** A server in another process, kept alive; what it lists stays while it is away. */
export function createRemote(spec: ServerSpec, { clock, log, open, onChange }: RemoteWorld): HubServer {
  const { name: server } = spec;
  let known: Known = { text: "", tools: [], phrases: [], names: [], contract: false };
  let naming: NodeJS.Timeout | undefined;

  const learn = async (live: Live, signal: AbortSignal) => {
    const params = spec.trust ? { _meta: { "steward/people": true } } : {};
    const { items, meta } = await listAll(live.connection.rpc, eraFor(live), "tools/list", "tools", params, { signal });
    const text = JSON.stringify([items, meta]);
    if (text === known.text) return;
    const { tools, left } = readTools(spec, items);
    if (left > 0) log.warn("tools with a broken entry are left out", { server, left });
    const contract = spec.trust && keepsContract(items);
    known = { ...known, text, tools, contract, phrases: contract ? readPhrases(meta) : [] };
    onChange("tools");
  };

  const learnNames = async (live: Live, signal: AbortSignal) => {
    if (!known.contract || !("resources" in live.capabilities)) return;
    const read = await live.connection.rpc.request("resources/read", written(eraFor(live), { uri: NAMES_URI }), {
      signal,
    });
    const names = readNames(read);
    if (JSON.stringify(names) === JSON.stringify(known.names)) return;
    known = { ...known, names };
    onChange("names");
  };

  const followNames = async ({ connection, capabilities: { resources } }: Live, signal: AbortSignal) => {
    // Over HTTP ours keep no sessions, so there is nobody they could tell.
    const canTell = !connection.carries.includes("modern") && isMessage(resources) && resources.subscribe === true;
    if (!known.contract) return;
    if (canTell) await connection.rpc.request("resources/subscribe", { uri: NAMES_URI }, { signal });
    else naming ??= setInterval(() => refresh(learnNames), NAMES_MS).unref();
  };

  const refresh = (what: (live: Live, signal: AbortSignal) => Promise<void>) => {
    const live = supervised.now();
    if (!live) return;
    what(live, AbortSignal.timeout(LIST_MS)).catch((error: unknown) => log.warn("list not read", { server, error }));
  };

  const supervised = supervise<Live>({
    server,
    clock,
    log,
    open,
    onHealth: () => onChange("health"),
    async prepare(connection, signal) {
      const { rpc } = connection;
      const agreement = await agree(rpc, connection.carries, signal, connection.agreed);
      const live = { connection, ...agreement };
      if ("tools" in live.capabilities) await learn(live, signal);
      await learnNames(live, signal);
      await followNames(live, signal);
      beside.reopened(live);
      return live;
    },
    onNotification(method, params) {
      if (method === "notifications/tools/list_changed") refresh(learn);
      else if (method === "notifications/resources/updated" && params.uri === NAMES_URI) refresh(learnNames);
      else beside.hear(method, params);
    },
  });

  const beside = createBeside({ supervised, onChange });

  const send = async (live: Live, params: Message, call: TransportCall): Promise<Message> => {
    const { signal, onProgress, asker } = call;
    const era = eraFor(live, asker);
    const one = (retry: Message) =>
      live.connection.rpc.request(
        "tools/call",
        { ...written(era, params, asker), ...retry },
        { signal, onProgress, asker },
      );
    const result = await one({});
    if (!isAsking(result) || asker?.era === "modern") return result;
    if (!asker) return failedCall(`${call.tool} asks for something that can be answered by an MCP client alone.`);
    return fulfilled(result, asker, signal, one);
  };

  const probe = ({ connection }: Live) => {
    if (!connection.kill) return;
    const ping = connection.rpc.request("ping", {}, { signal: AbortSignal.timeout(PING_MS) });
    ping.catch((thrown: unknown) => thrown instanceof LostError || connection.kill?.());
  };

  const attempt = async (
    call: TransportCall,
    tool: ListedTool,
    meta: Message,
    wait = WAIT_MS,
  ): Promise<CallToolResult> => {
    const live = await supervised.live(wait, call.signal);
    const params = { name: tool.wire.name, arguments: call.args, ...(known.contract && { _meta: meta }) };
    try {
      return resultOf(server, await send(live, params, call));
    } catch (thrown) {
      if (isTimeout(call.signal)) probe(live);
      throw thrown;
    }
  };

  /** What was in flight is answered at once: one that was sent has little time to be sent and answered anew. */
  const again = (call: TransportCall, tool: ListedTool, meta: Message, { sent }: LostError) =>
    sent
      ? brief(RETRY_MS, call.signal, (signal) => attempt({ ...call, signal }, tool, meta, RETRY_MS))
      : attempt(call, tool, meta);

  const settled = async (call: TransportCall, tool: ListedTool, meta: Message, isRead: boolean) => {
    try {
      return await attempt(call, tool, meta).catch((thrown: unknown) => {
        if (!(thrown instanceof LostError) || (thrown.sent && !isRead)) throw thrown;
        return again(call, tool, meta, thrown).catch(() => {
          throw thrown;
        });
      });
    } catch (thrown) {
      if (thrown instanceof RpcError) call.asker?.failed(faultOf(thrown));
      return failedCall(lineOf(server, tool, thrown, call.signal));
    }
  };

  return {
    name: server,
    tools: () => known.tools,
    phrases: () => known.phrases,
    names: () => known.names,
    health: supervised.health,
    async doctor() {
      const ok = supervised.now() !== undefined;
      const count = known.tools.length;
      return [{ part: server, ok, text: ok ? `reached, ${count} tools` : `not reachable: ${supervised.why()}` }];
    },
    async plan(call, tool) {
      if (!known.contract) return { plan: plainPlan(tool, call.args) };
      return planOf(server, await settled(call, tool, contextMeta(call.context, { plan: true }), true));
    },
    call: (call, tool) =>
      settled(call, tool, contextMeta(call.context, { planned: call.planned }), tool.risk === "read"),
    beside: spec.trust || spec.accept === true ? beside : undefined,
    start: supervised.start,
    async close() {
      clearInterval(naming);
      await supervised.close();
    },
  };
}

/** Does work that ends after so many milliseconds, or with `outer`. */
async function brief<T>(ms: number, outer: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(new PeerError("it was too late")), ms);
  return work(AbortSignal.any([outer, ending.signal])).finally(() => clearTimeout(timer));
}
