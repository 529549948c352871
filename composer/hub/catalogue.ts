import type { Log } from "../../kernel/log.ts";
import type { Catalogue, ListedTool } from "./door.ts";
import type { HubServer } from "./server.ts";

/** A tool that is left out, and why. */
export interface Collision {
  tool: string;
  server: string;
  taken: string;
}

/** The tools of all servers under one roof. Earlier servers win: ours come first. */
export function createCatalogue(servers: readonly HubServer[], log: Log) {
  const listeners = new Set<() => void>();
  let tools: readonly ListedTool[] = [];
  let byName = new Map<string, ListedTool>();
  let collisions: Collision[] = [];

  const rebuild = () => {
    const found = new Map<string, ListedTool>();
    const refused: Collision[] = [];
    for (const tool of servers.flatMap((server) => server.tools())) {
      const taken = found.get(tool.name);
      if (taken) refused.push({ tool: tool.name, server: tool.server, taken: taken.server });
      else found.set(tool.name, tool);
    }
    const known = collisions;
    for (const one of refused) {
      if (!known.some(({ tool, server }) => tool === one.tool && server === one.server)) {
        log.warn("tool is left out: its name is taken", { ...one });
      }
    }
    [tools, byName, collisions] = [[...found.values()], found, refused];
  };

  const catalogue: Catalogue = {
    tools: () => tools,
    find: (name) => byName.get(name),
    language: () => servers.flatMap(languageOf),
    health: () => Object.fromEntries(servers.map((server) => [server.name, server.health()])),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };

  /** Phrases and names may name tools of their own server alone, and only those that are not left out. */
  const languageOf = (server: HubServer) => {
    const own = new Map(
      tools.flatMap((tool) => (tool.server === server.name && tool.trusted ? [[tool.wire.name, tool.name]] : [])),
    );
    if (own.size === 0) return [];
    const phrases = server.phrases().map((set) => ({
      ...set,
      phrases: set.phrases.flatMap((phrase) => {
        const tool = own.get(phrase.tool);
        return tool === undefined ? [] : [{ ...phrase, tool }];
      }),
    }));
    const names = server.names().map(({ tool, ...entry }) => {
      const named = tool === undefined ? undefined : own.get(tool);
      return named === undefined ? entry : { ...entry, tool: named };
    });
    return [{ server: server.name, phrases, names, tools: [...own.values()] }];
  };

  return {
    catalogue,
    collisions: () => collisions,
    changed(isList: boolean) {
      if (isList) rebuild();
      for (const listener of listeners) listener();
    },
  };
}
