import type { IncomingMessage, ServerResponse } from "node:http";
import type { LivingHouse } from "./living-house.ts";
import { fullState } from "./states.ts";

/** The few REST routes that a doctor asks: `/api/`, `/api/config`, `/api/states`, each with the bearer token. */
export function serveRest(house: LivingHouse, token: string) {
  const routes: Record<string, () => unknown> = {
    "/api/": () => ({ message: "API running." }),
    "/api/config": () => house.config(),
    "/api/states": () => house.world.all().map(fullState),
  };
  return (request: IncomingMessage, response: ServerResponse): void => {
    if (house.faults.silent) return;
    const route = routes[request.url ?? ""];
    if (!route) return reply(response, 404, "404: Not Found");
    const allowed = request.headers.authorization === `Bearer ${token}` && !house.faults.refusesToken;
    if (!allowed) return reply(response, 401, "401: Unauthorized");
    response.setHeader("content-type", "application/json");
    reply(response, 200, JSON.stringify(route()));
  };
}

function reply(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status).end(body);
}
