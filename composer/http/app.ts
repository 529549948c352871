import { Hono } from "hono";
import type { Db } from "../../db/index.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Log } from "../../kernel/log.ts";
import type { Agent } from "../agent/ask.ts";
import type { Events } from "../events/index.ts";
import type { Understanding } from "../agent/understanding.ts";
import type { People } from "../gate/people.ts";
import type { Principals } from "../gate/principals.ts";
import type { RandomText } from "../gate/random.ts";
import type { Gate, Principal } from "../gate/types.ts";
import { approvalRoutes } from "./approvals.ts";
import { askRoutes, explainRoutes } from "./ask.ts";
import { API_BYTES, MCP_BYTES, capped, textOf } from "./body.ts";
import { completionRoutes } from "./completions.ts";
import { answerFault, faultTeller, refusal } from "./faults.ts";
import { eventRoutes } from "./events.ts";
import type { Guest } from "./guest.ts";
import { knownGuest, openGuest } from "./guest.ts";
import type { Env } from "./guards.ts";
import { addressed, authenticated, headers } from "./guards.ts";
import type { Hosts } from "./hosts.ts";
import type { OwnerParts } from "./owner.ts";
import { ownerRoutes } from "./owner.ts";
import { machineRoutes, provisionRoutes } from "./machines.ts";
import { minecraftRoutes } from "./minecraft.ts";
import { pageRoutes } from "./page.ts";
import { peopleRoutes } from "./people.ts";
import { loginRoute, sessionRoutes } from "./session.ts";
import { serviceRoutes } from "./services.ts";
import { taskRoutes } from "./tasks.ts";
import { toolRoutes } from "./tools.ts";
import { turnRoutes } from "./turns.ts";

export interface AppParts extends OwnerParts {
  hosts: Hosts;
  db: Db;
  gate: Gate;
  agent: Agent;
  understanding: Understanding;
  principals: Principals;
  people: People;
  events: Events;
  /** one word a part */
  health(): { status: "ok" | "degraded" | "starting"; parts: Record<string, string> };
  /** MCP towards clients */
  mcp(request: Request, principal: Principal, body?: unknown): Promise<Response>;
  /** what is served beside us, behind the same guards; none until it is mounted */
  guest(): Guest | undefined;
  clock: Clock;
  log: Log;
  random: RandomText;
}

/** Everything over HTTP; it does not listen. Guards come before every route: Host, Origin, size, then who asks. */
export function createApp(parts: AppParts) {
  const { hosts, principals, health, db, gate, agent, ready, mcp, guest, clock, log, random } = parts;
  const tellFault = faultTeller(log, random);
  return new Hono<Env>()
    .onError(answerFault(tellFault))
    .notFound((c) => c.json({ error: "There is nothing here." }, 404))
    .use(headers, addressed(hosts))
    .use("/mcp", capped(MCP_BYTES))
    .use("/api/*", capped(API_BYTES))
    .use("/v1/*", capped(API_BYTES))
    .get("/health", (c) => c.json(health()))
    .route("/", pageRoutes())
    .route("/api/login", loginRoute(parts))
    .use(openGuest(guest))
    .use(authenticated(principals))
    .use(knownGuest(guest))
    .all("/mcp", async (c) => mcp(c.req.raw, c.get("principal"), await unmeasured(c.req.raw)))
    .route("/api/ask", askRoutes(agent, ready, tellFault))
    .route("/v1", completionRoutes(agent, clock, ready, tellFault))
    .route("/api/explain", explainRoutes(agent, ready))
    .route("/api/turns", turnRoutes(db, agent, ready))
    .route("/api/services", serviceRoutes(parts))
    .route("/api/vms", machineRoutes(parts))
    .route("/api/provisions", provisionRoutes(parts))
    .route("/api/minecraft", minecraftRoutes(parts))
    .route("/api/tasks", taskRoutes(parts))
    .route("/api/events", eventRoutes(parts.events, principals, log))
    .route("/api/approvals", approvalRoutes(gate.approvals, ready))
    .route("/api/users", peopleRoutes(parts.people))
    .route("/api", sessionRoutes(principals))
    .route("/api", toolRoutes(parts))
    .route("/api", ownerRoutes(parts));
}

/** The body of a request to /mcp that does not say how long it is, read with a limit; the gateway reads the others. */
async function unmeasured(request: Request): Promise<unknown> {
  if (request.method !== "POST" || request.headers.has("content-length")) return undefined;
  const text = await textOf(request, MCP_BYTES);
  try {
    return JSON.parse(text);
  } catch {
    throw refusal(400, "The body is not JSON.");
  }
}
