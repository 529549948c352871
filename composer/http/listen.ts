import type { IncomingMessage } from "node:http";
import { createServer } from "node:http";
import type { Duplex } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import { UserError, messageOf } from "../../kernel/errors.ts";
import { portOf } from "../../kernel/serve.ts";

/** Milliseconds a client has to send its headers, and its whole request. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 60_000;

/** A connection that wants to become something else, such as a WebSocket. */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

interface Listening {
  /** http://host:port */
  url: string;
  close(): Promise<void>;
}

/**
 * Serves an app; port 0 takes any free one.
 * @throws UserError when the port is taken or the address is not this machine's
 */
export async function listen(
  app: { fetch(request: Request, env?: object): Response | Promise<Response> },
  { host, port, onUpgrade }: { host: string; port: number; onUpgrade?: Upgrade },
): Promise<Listening> {
  const server = createServer(
    { headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS, shouldUpgradeCallback: isSocket },
    getRequestListener((request, env) => app.fetch(request, env)),
  );
  if (onUpgrade) server.on("upgrade", onUpgrade);
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, host, resolve)).catch(
    (thrown: unknown) => {
      throw new UserError(whyNot(thrown, host, port));
    },
  );
  const shown = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host;
  return {
    url: `http://${shown}:${portOf(server.address())}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), 2_000);
      await closed;
      clearTimeout(late);
    },
  };
}

/** Some clients offer HTTP/2 with a request ("Upgrade: h2c"), which is answered as any other; only a WebSocket is not. */
const isSocket = ({ headers }: IncomingMessage) => headers.upgrade?.toLowerCase() === "websocket";

function whyNot(thrown: unknown, host: string, port: number): string {
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  if (code === "EADDRINUSE")
    return `Port ${port} on ${host} is taken: set STEWARD_PORT to another (0 takes a free one).`;
  if (code === "EACCES")
    return `Port ${port} on ${host} is not allowed for this user: set STEWARD_PORT to one above 1023.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") return `STEWARD_HOST: ${host} is no address of this machine.`;
  return `Cannot listen on ${host}:${port}: ${messageOf(thrown)}`;
}
