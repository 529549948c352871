import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { RawData, WebSocket } from "ws";
import type { Session, SessionParts } from "./session.ts";
import { createSession } from "./session.ts";

/** The longest message, in bytes: two seconds of sound. */
const MOST = 64 * 1024;
/** What may wait to be sent before a client that does not read is let go, in bytes: five minutes of speech. */
const MOST_WAITING = 16 * 1024 * 1024;
const ALIVE_MS = 20_000;

export type Taking = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Takes connections over as WebSockets; ws is loaded with the first. */
export function createSockets() {
  const open = new Set<WebSocket>();
  const loading = once(async () => {
    const { WebSocketServer } = await import("ws");
    return new WebSocketServer({ noServer: true, maxPayload: MOST, perMessageDeflate: false });
  });
  return {
    /** `partsOf`: of the session of whoever passed the guards */
    async take(sent: Parameters<Taking>, partsOf: Omit<SessionParts, "send">): Promise<void> {
      const server = await loading();
      server.handleUpgrade(...sent, (socket) => {
        open.add(socket);
        const session = createSession({ ...partsOf, send: (message) => sendTo(socket, message) });
        attend(socket, session, () => open.delete(socket));
      });
    },
    close() {
      for (const socket of open) socket.terminate();
    },
  };
}

function attend(socket: WebSocket, session: Session, gone: () => void): void {
  let isAlive = true;
  const watch = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, ALIVE_MS).unref();
  socket.on("pong", () => (isAlive = true));
  socket.on("message", (data, isBinary) => {
    isAlive = true;
    if (isBinary) session.sound(bytesOf(data));
    else session.text(bytesOf(data).toString("utf8"));
  });
  socket.on("error", () => socket.terminate());
  socket.on("close", () => {
    clearInterval(watch);
    session.close();
    gone();
  });
}

function sendTo(socket: WebSocket, message: string | Uint8Array): void {
  if (socket.bufferedAmount > MOST_WAITING) return socket.terminate();
  if (socket.readyState === socket.OPEN) socket.send(message);
}

const bytesOf = (data: RawData): Buffer =>
  Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? Buffer.from(data) : data;

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => (loaded ??= load());
}
