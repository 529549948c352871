import type { Passed } from "./door.ts";
import type { Live } from "./connection.ts";
import { eraFor, listAll, written } from "./era.ts";
import type { Message } from "./rpc.ts";
import type { Beside, Changed } from "./server.ts";
import type { Supervised } from "./supervised.ts";

/** How long a request waits for a server that is coming back. */
const WAIT_MS = 2_000;

const LISTS: Partial<Record<Passed, string>> = {
  "prompts/list": "prompts",
  "resources/list": "resources",
  "resources/templates/list": "resourceTemplates",
};

interface Parts {
  supervised: Supervised<Live>;
  onChange(what: Changed): void;
}

/** What a server in another process offers beside tools. */
export function createBeside({ supervised, onChange }: Parts): Beside & {
  hear(method: string, params: Message): void;
  reopened(live: Live): void;
} {
  const watched = new Map<string, Set<() => void>>();
  let capabilities: Message = {};
  const tell = (method: "resources/subscribe" | "resources/unsubscribe", uri: string, live = supervised.now()) =>
    live?.eras.has("legacy")
      ? live.connection.rpc.request(method, { uri }, { signal: AbortSignal.timeout(WAIT_MS) })
      : undefined;

  return {
    capabilities: () => capabilities,
    async request(method, params, { signal, asker }) {
      const live = await supervised.live(WAIT_MS, signal);
      const { rpc } = live.connection;
      const key = LISTS[method];
      if (key)
        return { [key]: (await listAll(rpc, eraFor(live, asker), method, key, params, { signal, asker })).items };
      const era = method === "logging/setLevel" ? "legacy" : eraFor(live, asker);
      return rpc.request(method, written(era, params, asker), { signal, asker });
    },
    async subscribe(uri, listener) {
      const listeners = watched.get(uri) ?? new Set();
      watched.set(uri, listeners.add(listener));
      if (listeners.size === 1) await tell("resources/subscribe", uri);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        watched.delete(uri);
        tell("resources/unsubscribe", uri)?.catch(() => {});
      };
    },
    hear(method, { uri }) {
      if (method === "notifications/prompts/list_changed") onChange("prompts");
      if (method === "notifications/resources/list_changed") onChange("resources");
      if (method !== "notifications/resources/updated" || typeof uri !== "string") return;
      for (const listener of watched.get(uri) ?? []) listener();
    },
    reopened(live) {
      capabilities = live.capabilities;
      for (const uri of watched.keys()) tell("resources/subscribe", uri, live)?.catch(() => {});
    },
  };
}
