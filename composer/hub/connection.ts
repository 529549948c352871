import type { Era } from "./door.ts";
import type { Agreement } from "./era.ts";
import type { Command } from "./child.ts";
import { startChild } from "./child.ts";
import type { HttpPeer } from "./http-link.ts";
import { openHttp } from "./http-link.ts";
import type { Message, Rpc } from "./rpc.ts";
import { LostError, createRpc } from "./rpc.ts";

export interface Hearing {
  onNotification(method: string, params: Message): void;
  /** comes once; what waited has been answered by then */
  onLost(why: string): void;
}

/** A way to one server in another process, from its opening to its end. */
export interface Connection {
  rpc: Rpc;
  /** the eras this wire can carry, at once */
  carries: readonly Era[];
  agreed(version: string): void;
  /** opened, agreed and listed: it may speak unasked from now on */
  listen(): void;
  /** ends a server that hangs; it comes back as after any death */
  kill?(): void;
  close(): Promise<void>;
}

/** A conversation that is open: its connection and what was agreed. */
export interface Live extends Agreement {
  connection: Connection;
}

/** A child that speaks on stdin and stdout: one era for its whole life, the one that every server speaks. */
export function openChild(command: Command, { onNotification, onLost }: Hearing): Connection {
  const rpc = createRpc({ send: (message) => child.send(message), onNotification });
  const child = startChild(command, {
    onMessage: (message) => rpc.receive(message),
    onExit(why) {
      rpc.end(new LostError(why));
      onLost(why);
    },
  });
  return { rpc, carries: ["legacy"], agreed() {}, listen() {}, kill: child.kill, close: child.close };
}

/** A server behind a URL; each request chooses its era. */
export function openUrl(peer: HttpPeer, fetcher: typeof fetch, hearing: Hearing): Connection {
  let isLost = false;
  const link = openHttp(peer, fetcher, {
    ...hearing,
    onLost(why) {
      if (isLost) return;
      isLost = true;
      link.rpc.end(new LostError(why));
      void link.close();
      hearing.onLost(why);
    },
  });
  return {
    rpc: link.rpc,
    carries: ["modern", "legacy"],
    agreed(version) {
      link.version = version;
    },
    listen: link.listen,
    async close() {
      isLost = true;
      await link.close();
    },
  };
}
