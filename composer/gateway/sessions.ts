import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/server";
import type { Server } from "@modelcontextprotocol/server";
import type { Clock } from "../../kernel/clock.ts";

/** Sessions kept at most; the one unused for longest goes. Some clients open one for every call. */
const MOST = 256;
/** Milliseconds an unused session is kept. */
const IDLE_MS = 30 * 60_000;

export interface Session {
  id: string;
  principal: string;
  transport: WebStandardStreamableHTTPServerTransport;
  used: number;
  conversation: string;
  /** calls that are answered without the transport, to be cancelled by their ids */
  calls: Map<string | number, AbortController>;
}

/** The sessions of 2025-era clients. Their ids are no credential: a session is its principal's alone. */
export function createSessions(clock: Clock, random: () => string, most = MOST) {
  const sessions = new Map<string, Session>();
  const end = ({ id, transport }: Session) => {
    sessions.delete(id);
    void transport.close();
  };
  const makeRoom = () => {
    const [oldest] = sessions.values();
    if (oldest && sessions.size >= most) end(oldest);
    for (const session of sessions.values()) {
      if (clock.now() - session.used < IDLE_MS) return; // in order of use
      end(session);
    }
  };
  return {
    /** A session of this principal; one of anybody else reads like one that is not there. */
    find(id: string, principal: string): Session | undefined {
      const found = sessions.get(id);
      if (found?.principal !== principal) return undefined;
      if (clock.now() - found.used >= IDLE_MS) return void end(found);
      found.used = clock.now();
      sessions.delete(id);
      sessions.set(id, found); // the youngest again
      return found;
    },
    /** A transport for a client that initializes; it is a session from its answer on. */
    async open(
      principal: string,
      conversation: string,
      server: Server,
    ): Promise<WebStandardStreamableHTTPServerTransport> {
      const transport = new WebStandardStreamableHTTPServerTransport({
        sessionIdGenerator: random,
        onsessioninitialized(id) {
          makeRoom();
          sessions.set(id, { id, principal, conversation, transport, used: clock.now(), calls: new Map() });
        },
        onsessionclosed: (id) => void sessions.delete(id),
      });
      await server.connect(transport);
      return transport;
    },
    count: () => sessions.size,
    close() {
      for (const session of sessions.values()) end(session);
    },
  };
}
