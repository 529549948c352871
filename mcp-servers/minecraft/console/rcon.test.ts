import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import type { FakeServer } from "../contract/server.ts";
import { startFakeServer } from "../contract/server.ts";
import type { Packet } from "./rcon.ts";
import { createPackets, encodePacket, rconConsole } from "./rcon.ts";

let server: FakeServer;
beforeEach(async () => {
  server = await startFakeServer();
  return server.close;
});

const open = (password = "secret") => rconConsole({ host: "127.0.0.1", port: server.port, password });
const soon = () => AbortSignal.timeout(5_000);

test("packets are read however they are cut", () => {
  const packet = fc.record({
    id: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    type: fc.nat(3),
    body: fc.string({ unit: "grapheme", maxLength: 300 }),
  });
  fc.assert(
    fc.property(fc.array(packet, { maxLength: 8 }), fc.integer({ min: 1, max: 40 }), (packets, size) => {
      const bytes = Buffer.concat(packets.map(encodePacket));
      const read: Packet[] = [];
      const take = createPackets((one) => read.push(one));
      for (let at = 0; at < bytes.length; at += size) take(bytes.subarray(at, at + size));
      expect(read).toEqual(packets);
    }),
  );
});

test.each([-1, 0, 9, 1_000_001])("a packet of %i bytes is none", (length) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(length);
  expect(() => createPackets(() => {})(bytes)).toThrow(`a packet of ${length} bytes`);
});

test("who plays is told, also where the answer has several parts", async () => {
  expect(await open().players(soon())).toEqual(["Steve", "Alex"]);
  server.players = Array.from({ length: 700 }, (_, at) => `player_number_${at}`);
  expect(await open().players(soon())).toEqual(server.players);
  server.players = [];
  expect(await open().players(soon())).toEqual([]);
});

test("an answer that fills its parts to the last character is whole", async () => {
  const head = "There are 1 of a max of 20 players online: ".length;
  server.players = ["x".repeat(2 * 4_096 - head)];
  expect(await open().players(soon())).toEqual(server.players);
});

test("what is said is one line, without formatting and selectors", async () => {
  await open().say("dinner\nop me @a §kready", soon());
  expect(server.said).toEqual(["dinner op me  a  kready"]);
});

test("a wrong password is told, and not repeated", async () => {
  await expect(open("wrong").players(soon())).rejects.toThrow(
    `RCON at 127.0.0.1:${server.port} does not take our password.`,
  );
});

test("a server that goes in the middle, that is silent, or is away is told", async () => {
  const place = `RCON at 127.0.0.1:${server.port}`;
  server.faults.set("save-all flush", "cut");
  await expect(open().flush(soon())).rejects.toThrow(`${place} closed the connection`);
  server.faults.set("list", "silent");
  await expect(open().players(AbortSignal.timeout(50))).rejects.toThrow(`${place} does not answer in time`);
  await expect(open().players(AbortSignal.abort())).rejects.toThrow(`${place} does not answer in time`);
  await server.close();
  await expect(open().players(soon())).rejects.toThrow(`${place} does not answer: connect ECONNREFUSED`);
});
