import { once } from "node:events";
import type { Socket } from "node:net";
import { createServer } from "node:net";
import { createPackets, encodePacket } from "../console/rcon.ts";
import { varint } from "../ping.ts";

const PART = 4_096;

/** A Minecraft server as far as its console and its status go: what it was told, and what it is made to do wrong. */
export interface FakeServer {
  port: number;
  /** of its status */
  statusPort: number;
  players: string[];
  saving: boolean;
  said: string[];
  /** commands whose connection is cut instead of an answer, "silent" for no answer at all */
  faults: Map<string, "cut" | "silent">;
  close(): Promise<void>;
}

/** Starts one on free ports of this machine; its password is "secret". */
export async function startFakeServer(): Promise<FakeServer> {
  const open = new Set<Socket>();
  const listening = async (onSocket: (socket: Socket) => void) => {
    const server = createServer((socket) => {
      open.add(socket);
      socket.on("error", () => {}).on("close", () => open.delete(socket));
      onSocket(socket);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    return { server, port: typeof address === "object" && address ? address.port : 0 };
  };
  const [rcon, status] = await Promise.all([
    listening((socket) => serveRcon(socket, fake)),
    listening((socket) => serveStatus(socket, fake)),
  ]);
  const fake: FakeServer = {
    port: rcon.port,
    statusPort: status.port,
    players: ["Steve", "Alex"],
    saving: true,
    said: [],
    faults: new Map(),
    async close() {
      for (const socket of open) socket.destroy();
      await Promise.all([rcon, status].map(({ server }) => new Promise((resolve) => server.close(resolve))));
    },
  };
  return fake;
}

function serveRcon(socket: Socket, fake: FakeServer): void {
  let isIn = false;
  const packets = createPackets(({ id, type, body }) => {
    if (type === 3) {
      isIn = body === "secret";
      socket.write(encodePacket({ id: isIn ? id : -1, type: 2, body: "" }));
      return;
    }
    if (!isIn) return void socket.destroy();
    const fault = fake.faults.get(body);
    if (fault === "cut") socket.destroy();
    if (fault) return;
    const answer = answerTo(body, fake);
    for (let at = 0; at === 0 || at < answer.length; at += PART)
      socket.write(encodePacket({ id, type: 0, body: answer.slice(at, at + PART) }));
  });
  socket.on("data", packets);
}

function answerTo(command: string, fake: FakeServer): string {
  if (command.startsWith("say ")) fake.said.push(command.slice(4));
  if (command === "save-off" || command === "save-on") fake.saving = command === "save-on";
  const answers: Record<string, string> = {
    list: `There are ${fake.players.length} of a max of 20 players online: ${fake.players.join(", ")}`,
    "save-off": "Automatic saving is now disabled",
    "save-on": "Automatic saving is now enabled",
    "save-all flush": "Saving the game (this may take a moment!)Saved the game",
  };
  return answers[command] ?? (command.startsWith("say ") ? "" : "Unknown or incomplete command");
}

function serveStatus(socket: Socket, { players }: FakeServer): void {
  socket.once("data", () => {
    const sample = players.slice(0, 12).map((name) => ({ name, id: "" }));
    const status = { version: { name: "1.21.8", protocol: 772 }, players: { online: players.length, max: 20, sample } };
    const text = Buffer.from(JSON.stringify(status));
    const body = Buffer.concat([varint(0), varint(text.length), text]);
    socket.write(Buffer.concat([varint(body.length), body]));
  });
}
