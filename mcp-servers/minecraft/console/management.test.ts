import { once } from "node:events";
import { beforeEach, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import { z } from "zod";
import { managementConsole } from "./management.ts";

const SECRET = "a".repeat(40);
const request = z.object({ id: z.number(), method: z.string(), params: z.array(z.unknown()) });
let asked: unknown[];
let answers: Record<string, object>;
let url: string;

beforeEach(async () => {
  asked = [];
  answers = {};
  const server = new WebSocketServer({
    port: 0,
    host: "127.0.0.1",
    verifyClient: ({ req }: { req: { headers: { authorization?: string } } }) =>
      req.headers.authorization === `Bearer ${SECRET}`,
  });
  server.on("connection", (socket) => {
    socket.send(JSON.stringify({ jsonrpc: "2.0", method: "minecraft:notification/server/status", params: [] }));
    socket.on("message", (data) => {
      const { id, method, params } = request.parse(JSON.parse(String(data)));
      asked.push([method, ...params]);
      socket.send(JSON.stringify({ jsonrpc: "2.0", id, ...(answers[method] ?? { result: true }) }));
    });
  });
  await once(server, "listening");
  const address = server.address();
  url = `ws://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  return () => {
    for (const client of server.clients) client.terminate();
    server.close();
  };
});

const soon = () => AbortSignal.timeout(5_000);

test("players are told, lines are said, saving is turned off and on", async () => {
  const console = managementConsole(url, SECRET);
  answers = {
    "minecraft:players": { result: [{ id: "1", name: "Steve" }] },
    "minecraft:serversettings/autosave/set": { result: false },
  };
  expect(await console.players(soon())).toEqual(["Steve"]);
  await console.say("dinner\nis ready", soon());
  await console.saving(false, soon());
  await console.flush(soon());
  expect(asked).toEqual([
    ["minecraft:players"],
    ["minecraft:server/system_message", { message: { literal: "dinner is ready" }, overlay: false }],
    ["minecraft:serversettings/autosave/set", false],
    ["minecraft:server/save", true],
  ]);
});

test("a wrong secret, a refusal and a server that did not do it are told, and no secret", async () => {
  const { host } = new URL(url);
  await expect(managementConsole(url, "b".repeat(40)).flush(soon())).rejects.toThrow(
    `The management server at ${host} does not take our secret.`,
  );
  answers = { "minecraft:server/save": { error: { code: -32_601, message: "Method not found" } } };
  const console = managementConsole(url, SECRET);
  await expect(console.flush(soon())).rejects.toThrow(`The management server at ${host} refuses: Method not found`);
  answers = { "minecraft:server/save": { result: false } };
  await expect(console.flush(soon())).rejects.toThrow("The server did not do server/save: false");
});
