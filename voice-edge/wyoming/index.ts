import { spawn } from "node:child_process";
import type { Socket } from "node:net";
import { createServer } from "node:net";
import { UserError, messageOf } from "../../kernel/errors.ts";
import { portOf } from "../../kernel/serve.ts";
import { createReader } from "./frame.ts";
import type { WyomingParts } from "./session.ts";
import { createWyomingSession } from "./session.ts";

const MOST = 32;
/** A connection that says nothing for so long is ended; milliseconds. Home Assistant keeps one for its wake word. */
const IDLE_MS = 10 * 60_000;

/** Bytes of events that may wait for the one before them: then nothing more is read. */
const MOST_WAITING = 2 * 1024 * 1024;
/** Bytes that may wait for a client that does not read them: then it is let go. Five minutes of speech. */
const MOST_UNREAD = 16 * 1024 * 1024;

export interface WyomingPlace {
  host: string;
  port: number;
  /** id of the principal it speaks for */
  principal: string;
}

/** `host:port` and the principal, as in "127.0.0.1:10700 wyoming". @throws UserError where everybody could connect: the protocol has no passwords */
export function placeOf(setting: string): WyomingPlace {
  const [, host = "", port = "", principal = "wyoming"] = /^(\S+):(\d{1,5})(?:\s+(\S+))?$/.exec(setting.trim()) ?? [];
  const name = host.replace(/^\[|\]$/g, "");
  if (name === "" || Number(port) > 65_535) {
    throw new UserError("STEWARD_WYOMING: must be host:port and a name, such as 127.0.0.1:10700 wyoming");
  }
  if (["0.0.0.0", "::", "*"].includes(name)) {
    throw new UserError(
      "STEWARD_WYOMING: the protocol knows no passwords, so name one address of this machine, never all",
    );
  }
  return { host: name, port: Number(port), principal };
}

/** Serves Wyoming: speech to text, text to speech, wake words, and sentences that are done. @throws UserError when it cannot listen */
export async function serveWyoming(parts: WyomingParts, { host, port }: WyomingPlace) {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    if (open.size >= MOST) return socket.destroy();
    open.add(socket);
    attend(socket, parts);
    socket.on("close", () => open.delete(socket));
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, host, resolve)).catch(
    (thrown: unknown) => {
      throw new UserError(`STEWARD_WYOMING: cannot listen on ${host}:${port}: ${messageOf(thrown)}`);
    },
  );
  return {
    port: portOf(server.address()),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

function attend(socket: Socket, parts: WyomingParts): void {
  const session = createWyomingSession(parts, (bytes) => sendTo(socket, bytes));
  let waiting = 0;
  const read = createReader(async (event) => {
    waiting += event.size;
    if (waiting > MOST_WAITING) socket.pause();
    await session.event(event);
    waiting -= event.size;
    if (waiting <= MOST_WAITING) socket.resume();
  });
  socket.setNoDelay(true);
  socket.setTimeout(IDLE_MS, () => socket.destroy());
  socket.on("data", (piece) => {
    try {
      read(piece);
    } catch {
      socket.destroy(); // what speaks otherwise is no client
    }
  });
  socket.on("error", () => socket.destroy());
  socket.on("close", () => session.close());
}

function sendTo(socket: Socket, bytes: Buffer): void {
  if (socket.writableLength > MOST_UNREAD) socket.destroy();
  if (!socket.destroyed) socket.write(bytes);
}

/** Tells the local network by zeroconf where Wyoming is spoken, with avahi's own program; gives what ends that. @throws nothing: it is optional */
export function announce(port: number, onFault: (why: string) => void, program = "avahi-publish"): () => void {
  const child = spawn(program, ["-s", "Steward", "_wyoming._tcp", String(port)], { stdio: "ignore" });
  let isEnding = false;
  child.once("error", (thrown) => onFault(`${program} did not start (apt-get install avahi-utils): ${thrown.message}`));
  child.once("exit", (code) => !isEnding && onFault(`${program} ended with ${code}: is avahi-daemon running?`));
  return () => {
    isEnding = true;
    child.kill();
  };
}
