import type { Socket } from "node:net";
import { connect } from "node:net";
import { PeerError, messageOf } from "../../../kernel/errors.ts";
import type { Console } from "./console.ts";
import { spokenLine } from "./console.ts";

/** Where an RCON server listens. */
export interface RconPlace {
  host: string;
  port: number;
  password: string;
}

/** A packet of Source RCON (Valve Developer Community, "Source RCON Protocol"): all of it little-endian. */
export interface Packet {
  id: number;
  type: number;
  body: string;
}

const TYPE = { command: 2, login: 3 } as const;
/** id, type and two zero bytes */
const FRAME = 10;
/** A server answers in parts of so many characters; a part that is full may not be the last. */
const PART = 4_096;
const MOST = 1_000_000;
const ANSWER_MS = 5_000;

export function encodePacket({ id, type, body }: Packet): Buffer {
  const text = Buffer.from(body);
  const packet = Buffer.alloc(4 + FRAME + text.length);
  packet.writeInt32LE(FRAME + text.length, 0);
  packet.writeInt32LE(id, 4);
  packet.writeInt32LE(type, 8);
  text.copy(packet, 12);
  return packet;
}

/** Cuts what arrives into packets. @throws Error for a length that cannot be */
export function createPackets(onPacket: (packet: Packet) => void): (piece: Buffer) => void {
  let held = Buffer.alloc(0);
  return (piece) => {
    held = Buffer.concat([held, piece]);
    while (held.length >= 4) {
      const length = held.readInt32LE(0);
      if (length < FRAME || length > MOST) throw new Error(`a packet of ${length} bytes`);
      if (held.length < 4 + length) return;
      const body = held.subarray(12, 4 + length - 2).toString("utf8");
      const packet = { id: held.readInt32LE(4), type: held.readInt32LE(8), body };
      held = held.subarray(4 + length);
      onPacket(packet);
    }
  };
}

/** One command after the other over one connection, each with its whole answer. */
interface Rcon {
  command(text: string): Promise<string>;
  close(): void;
}

/**
 * Connects and signs in. Answers in several parts are put together: behind a part that is full goes a command of no
 * meaning, whose answer comes after the last of them. It is sent only then, since a vanilla server that reads two
 * packets at once closes the connection.
 */
async function openRcon({ host, port, password }: RconPlace, outer: AbortSignal): Promise<Rcon> {
  const place = `RCON at ${host}:${port}`;
  const signal = AbortSignal.any([outer, AbortSignal.timeout(ANSWER_MS)]);
  const socket = connect({ host, port, noDelay: true });
  const waiting: ((packet: Packet) => void)[] = [];
  const { promise: broken, reject } = Promise.withResolvers<never>();
  broken.catch(() => {});
  const fail = (why: string) => reject(new PeerError(`${place} ${why}`));
  const packets = createPackets((packet) => waiting[0]?.(packet));
  socket.on("data", (piece) => {
    try {
      packets(piece);
    } catch (thrown) {
      fail(`is no RCON: ${messageOf(thrown)}`);
      socket.destroy();
    }
  });
  socket.once("error", (fault) => fail(`does not answer: ${messageOf(fault)}`));
  socket.once("close", () => fail("closed the connection"));
  signal.addEventListener("abort", () => fail("does not answer in time"), { once: true });
  if (signal.aborted) fail("does not answer in time");
  let id = 0;
  const exchange = async (type: number, body: string): Promise<{ id: number; text: string }> => {
    const own = ++id;
    const fence = ++id;
    const { promise, resolve } = Promise.withResolvers<{ id: number; text: string }>();
    let text = "";
    let isFenced = false;
    waiting.unshift((packet) => {
      if (type === TYPE.login) resolve({ id: packet.id, text: packet.body });
      else if (packet.id === fence) resolve({ id: own, text });
      else if (packet.id === own) {
        text += packet.body;
        if (text.length > MOST) fail("answers without end");
        const isFull = Buffer.byteLength(packet.body) >= PART;
        if (!isFull && !isFenced) resolve({ id: own, text });
        else if (!isFenced) socket.write(encodePacket({ id: fence, type: TYPE.command, body: "" }));
        isFenced ||= isFull;
      }
    });
    socket.write(encodePacket({ id: own, type, body }));
    try {
      return await Promise.race([promise, broken]);
    } finally {
      waiting.shift();
    }
  };
  try {
    await Promise.race([connected(socket), broken]);
    const { id: answered } = await exchange(TYPE.login, password);
    if (answered === -1) throw new PeerError(`${place} does not take our password.`);
  } catch (thrown) {
    socket.destroy();
    throw thrown;
  }
  return {
    command: async (text) => (await exchange(TYPE.command, text)).text,
    close: () => socket.destroy(),
  };
}

const connected = (socket: Socket) => new Promise<void>((resolve) => void socket.once("connect", () => resolve()));

/** "There are 2 of a max of 20 players online: Steve, Alex", as every version since 1.13 says it. */
const ONLINE = /players online: ?(.*)$/s;

/** A console by RCON; each wish has a connection of its own, so that a server that was restarted is no fault. */
export function rconConsole(place: RconPlace): Console {
  const command = async (text: string, signal: AbortSignal): Promise<string> => {
    const rcon = await openRcon(place, signal);
    try {
      return await rcon.command(text);
    } finally {
      rcon.close();
    }
  };
  return {
    async players(signal) {
      const [, names = ""] = ONLINE.exec(await command("list", signal)) ?? [];
      return names
        .split(",")
        .map((name) => name.trim())
        .filter(Boolean);
    },
    async say(text, signal) {
      await command(`say ${spokenLine(text)}`, signal);
    },
    async saving(isOn, signal) {
      const said = await command(isOn ? "save-on" : "save-off", signal);
      const expected = isOn ? /enabled|already (turned )?on/i : /disabled|already (turned )?off/i;
      if (!expected.test(said))
        throw new PeerError(`The server did not turn saving ${isOn ? "on" : "off"}: ${said.slice(0, 80)}`);
    },
    async flush(signal) {
      const said = await command("save-all flush", signal);
      if (!/saved/i.test(said)) throw new PeerError(`The server did not save: ${said.slice(0, 80)}`);
    },
  };
}
