import { once } from "node:events";
import { createServer } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { startFakeServer } from "./contract/server.ts";
import { ping, readStatus, readVarint, varint } from "./ping.ts";

const soon = () => AbortSignal.timeout(5_000);

test("numbers are read as they were written, and not before they are whole", () => {
  fc.assert(
    fc.property(fc.nat(2 ** 31 - 1), fc.uint8Array({ maxLength: 5 }), (value, behind) => {
      const bytes = varint(value);
      expect(readVarint(Buffer.concat([bytes, behind]))).toEqual({ value, rest: Buffer.from(behind) });
      expect(readVarint(bytes.subarray(0, -1))).toBeUndefined();
    }),
  );
  expect(varint(-1)).toEqual(Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f]));
  expect(() => readVarint(Buffer.alloc(5, 0x80))).toThrow("a number without end");
});

test("no bytes from outside end in more than an error", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
      try {
        readStatus(Buffer.from(bytes));
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(Error);
      }
    }),
  );
});

test("a server tells its version and who plays; one that is away tells nothing", async () => {
  const server = await startFakeServer();
  expect(await ping("127.0.0.1", server.statusPort, soon())).toEqual({
    version: { name: "1.21.8" },
    players: { online: 2, max: 20, sample: [{ name: "Steve" }, { name: "Alex" }] },
  });
  expect(await ping("127.0.0.1", server.statusPort, AbortSignal.abort())).toBeUndefined();
  await server.close();
  expect(await ping("127.0.0.1", server.statusPort, soon())).toBeUndefined();
});

test.each([
  ["another protocol", Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")],
  ["an answer without end", Buffer.concat([varint(2 ** 30), Buffer.alloc(10)])],
])("%s is no status", async (_, bytes) => {
  const server = createServer((socket) => void socket.on("error", () => {}).end(bytes)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  expect(await ping("127.0.0.1", typeof address === "object" && address ? address.port : 0, soon())).toBeUndefined();
  server.close();
});
