import type { Server, ServerContext } from "@modelcontextprotocol/server";
import { LOG_LEVEL_META_KEY, ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import { z } from "zod";
import type { Asker, Era, Fault } from "../hub/door.ts";

/** How long a person or model behind a client has to answer, in milliseconds. */
const ANSWER_MS = 5 * 60_000;
/** RFC 5424, the least important first. */
const LEVELS = ["debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"];
/** What a client must have declared to be asked. */
const NEEDED: Record<string, "elicitation" | "sampling" | "roots"> = {
  "elicitation/create": "elicitation",
  "sampling/createMessage": "sampling",
  "roots/list": "roots",
};
const anything = z.record(z.string(), z.unknown());

export interface AskerParts {
  server: Server;
  era: Era;
  context: ServerContext;
  /** the least level of log messages this client wants; all unless told */
  level: string | undefined;
}

/** The client behind one request, as third-party servers get to know it. `fault` is what their server answered instead of a result. */
export function createAsker({ server, era, context, level }: AskerParts): Asker & { fault(): Fault | undefined } {
  const { mcpReq } = context;
  let fault: Fault | undefined;
  const envelope: Record<string, unknown> = { ...mcpReq.envelope };
  const requestState = mcpReq.requestState();
  const wanted = era === "modern" ? envelope[LOG_LEVEL_META_KEY] : (level ?? "debug");
  return {
    era,
    envelope,
    retry: {
      ...(mcpReq.inputResponses && { inputResponses: mcpReq.inputResponses }),
      ...(requestState !== undefined && { requestState }),
    },
    async request(method, params, signal) {
      const needed = NEEDED[method];
      if (era === "modern" || !needed || !server.getClientCapabilities()?.[needed]) {
        throw new ProtocolError(ProtocolErrorCode.MethodNotFound, `The client cannot answer ${method}.`);
      }
      return mcpReq.send({ method, params }, anything, { signal, timeout: ANSWER_MS });
    },
    notify(method, params) {
      const isWanted = wanted !== undefined && LEVELS.indexOf(String(params.level)) >= LEVELS.indexOf(String(wanted));
      if (isWanted) mcpReq.notify({ method, params }).catch(() => {}); // a client that left needs no log
    },
    failed(given) {
      fault = given;
    },
    fault: () => fault,
  };
}
