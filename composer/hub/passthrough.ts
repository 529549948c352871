import type { Asker, Passed, Passthrough } from "./door.ts";
import type { Message } from "./rpc.ts";
import { RpcError, isMessage } from "./rpc.ts";
import type { Beside, HubServer } from "./server.ts";

const NOT_FOUND = -32002;
const INVALID_PARAMS = -32602;

interface Options {
  signal: AbortSignal;
  asker?: Asker;
}
type Names = "prompts" | "resources";

const LISTS: Partial<Record<Passed, { key: string; of: Names }>> = {
  "prompts/list": { key: "prompts", of: "prompts" },
  "resources/list": { key: "resources", of: "resources" },
  "resources/templates/list": { key: "resourceTemplates", of: "resources" },
};

/** Requests beside tools, each to the server that owns its name or URI. */
export function createPassthrough(servers: readonly HubServer[]) {
  const listeners = new Set<(list: Names) => void>();
  const offering = (what: string) =>
    servers.flatMap(({ beside }) => (beside && what in beside.capabilities() ? [beside] : []));

  /** Lists of all; a server that cannot answer is left out. */
  const joined = async (method: Passed, key: string, of: Names, options: Options) => {
    const lists = await Promise.all(
      offering(of).map((beside) => beside.request(method, {}, options).catch((): Message => ({ [key]: [] }))),
    );
    return { [key]: lists.flatMap((list) => (Array.isArray(list[key]) ? list[key] : [])) };
  };

  const owns = async (beside: Beside, of: Names, id: unknown, options: Options) => {
    const lists = of === "prompts" ? (["prompts/list"] as const) : (["resources/list"] as const);
    for (const method of lists) {
      const { [of]: items } = await beside.request(method, {}, options).catch((): Message => ({}));
      const key = of === "prompts" ? "name" : "uri";
      if (Array.isArray(items) && items.some((item) => isMessage(item) && item[key] === id)) return true;
    }
    return false;
  };

  /** The servers to ask for a name or URI: its owner, or where nobody lists it all that might know it. */
  const owners = async (of: Names, id: unknown, options: Options) => {
    const all = offering(of);
    if (all.length < 2) return all;
    for (const beside of all) if (await owns(beside, of, id, options)) return [beside];
    return of === "resources" ? all : [];
  };

  const one = async (method: Passed, params: Message, of: Names, id: unknown, options: Options) => {
    let fault: unknown = new RpcError({
      code: of === "prompts" ? INVALID_PARAMS : NOT_FOUND,
      message: of === "prompts" ? "There is no such prompt." : "There is no such resource.",
      data: of === "resources" ? { uri: id } : undefined,
    });
    for (const beside of await owners(of, id, options)) {
      try {
        return await beside.request(method, params, options);
      } catch (thrown) {
        fault = thrown;
      }
    }
    throw fault;
  };

  const passthrough: Passthrough = {
    capabilities: () => ({
      prompts: offering("prompts").length > 0,
      resources: offering("resources").length > 0,
      completions: offering("completions").length > 0,
      logging: offering("logging").length > 0,
    }),
    async request(method, params, options) {
      const list = LISTS[method];
      if (list) return joined(method, list.key, list.of, options);
      if (method === "logging/setLevel") {
        await Promise.all(offering("logging").map((beside) => beside.request(method, params, options)));
        return {};
      }
      if (method === "prompts/get") return one(method, params, "prompts", params.name, options);
      if (method === "resources/read") return one(method, params, "resources", params.uri, options);
      const ref = isMessage(params.ref) ? params.ref : {};
      return "uri" in ref
        ? one(method, params, "resources", ref.uri, options)
        : one(method, params, "prompts", ref.name, options);
    },
    async subscribe(uri, listener) {
      const ends = await Promise.all(
        (await owners("resources", uri, { signal: AbortSignal.timeout(5_000) })).map((one) =>
          one.subscribe(uri, listener),
        ),
      );
      return () => ends.forEach((end) => end());
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  return {
    passthrough,
    changed(list: Names) {
      for (const listener of listeners) listener(list);
    },
  };
}
