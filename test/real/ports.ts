import { once } from "node:events";
import { createServer } from "node:net";
import { PeerError } from "../../kernel/errors.ts";

/** A port of 127.0.0.1 that was free a moment ago, for a peer that cannot choose one itself. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new PeerError("no free port on 127.0.0.1");
  return address.port;
}
