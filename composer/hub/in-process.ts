import type { Clock } from "../../kernel/clock.ts";
import type { Source } from "../../kernel/config.ts";
import { messageOf } from "../../kernel/errors.ts";
import type { Log } from "../../kernel/log.ts";
import { callResult, listing } from "../../kernel/mcp.ts";
import type { RunningServer, ServerDefinition } from "../../kernel/server.ts";
import type { ListedTool } from "./door.ts";
import type { Changed, HubServer } from "./server.ts";
import { failedCall } from "./server.ts";

export interface InProcessWorld {
  source: Source;
  clock: Clock;
  log: Log;
  onChange(what: Changed): void;
}

/** A server of ours inside this process: the same results as over a wire, without one. */
export function createInProcess(definition: ServerDefinition, world: InProcessWorld): HubServer {
  const { name } = definition;
  let running: RunningServer | undefined;
  let tools: ListedTool[] = [];
  let fault = "starting";
  const away = () => `${name} is not running: ${fault}`;
  return {
    name,
    tools: () => tools,
    phrases: () => running?.phrases ?? [],
    names: () => running?.names() ?? [],
    health: () => running?.health() ?? (fault === "starting" ? fault : "failed"),
    doctor: async (owner) => (await running?.doctor(owner)) ?? [{ part: name, ok: false, text: away() }],
    async plan({ tool, args, context, signal }) {
      if (!running) return { fault: away() };
      const planned = await running.plan(tool, args, context, signal);
      return "ask" in planned || "fault" in planned ? planned : { plan: planned };
    },
    async call({ tool, args, context, planned, signal }) {
      if (!running) return failedCall(away());
      return callResult(await running.call(tool, args, context, { planned, signal }));
    },
    async start() {
      try {
        running = await definition.start(world.source, world);
        tools = listed(running);
        running.onNames(() => world.onChange("names"));
      } catch (thrown) {
        fault = messageOf(thrown);
        world.log.error("server did not start", { server: name, error: fault });
      }
      world.onChange("tools");
    },
    close: async () => running?.close(),
  };
}

const listed = ({ name: server, tools }: RunningServer): ListedTool[] =>
  [...tools.values()].map((tool) => {
    const { _meta, ...wire } = listing(tool);
    const { name, risk, audience } = tool;
    return { server, name, wire, risk, audience, trusted: true, local: true, accepted: true };
  });
