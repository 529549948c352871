import fc from "fast-check";
import { expect, test } from "vitest";
import type { Frame } from "./frames.ts";
import { createFrames, encodeFrame } from "./frames.ts";
import { readDomain, readParameter, writeDomain } from "./procedures.ts";
import { XdrFault, xdrReader, xdrWriter } from "./xdr.ts";

const text = fc.string({ unit: "binary", maxLength: 50 });

test("what is written is read again, in multiples of four bytes", () => {
  const value = fc.record({
    count: fc.nat(),
    signed: fc.integer(),
    big: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    name: text,
    maybe: fc.option(text),
    bytes: fc.uint8Array({ minLength: 16, maxLength: 16 }),
    list: fc.array(text, { maxLength: 5 }),
  });
  fc.assert(
    fc.property(value, (given) => {
      const bytes = xdrWriter()
        .u32(given.count)
        .i32(given.signed)
        .u64(given.big)
        .string(given.name)
        .optional(given.maybe)
        .fixed(given.bytes)
        .list(given.list, (writer, item) => writer.string(item))
        .bytes();
      expect(bytes.length % 4).toBe(0);
      const reader = xdrReader(bytes);
      const read = {
        count: reader.u32(),
        signed: reader.i32(),
        big: reader.u64(),
        name: reader.string(),
        maybe: reader.optional(),
        bytes: new Uint8Array(reader.fixed(16)),
        list: reader.list((each) => each.string()),
      };
      expect(read).toEqual(given);
      expect(reader.left()).toBe(0);
    }),
  );
});

test("any bytes are read or refused, and never beyond their end", () => {
  const reads = [
    (bytes: Uint8Array) => xdrReader(bytes).list(readDomain),
    (bytes: Uint8Array) => xdrReader(bytes).list(readParameter),
    (bytes: Uint8Array) => xdrReader(bytes).optional(),
    (bytes: Uint8Array) => xdrReader(bytes).list(() => 0),
  ];
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...reads), (bytes, read) => {
      try {
        read(bytes);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(XdrFault);
      }
    }),
  );
});

test("a length that lies is refused before anything is made of it", () => {
  const long = xdrWriter().u32(0xffff_ffff).bytes();
  expect(() => xdrReader(long).string()).toThrow("a length of 4294967295");
  expect(() => xdrReader(long).list((each) => each.u32())).toThrow("a length of 4294967295");
  expect(() => xdrReader(xdrWriter().u32(60_000).bytes()).list((each) => each.u32())).toThrow("4 bytes wanted, 0 left");
});

test("a domain keeps its name and uuid", () => {
  const domain = { name: `-odd "name" <x>`, uuid: "6695eb01-f6a4-8304-79aa-97f2502e193f" };
  expect(readDomain(xdrReader(writeDomain(xdrWriter(), domain).bytes()))).toEqual(domain);
});

const frame: fc.Arbitrary<Frame> = fc.record({
  program: fc.nat(),
  procedure: fc.nat(),
  type: fc.nat(3),
  serial: fc.nat(),
  status: fc.nat(2),
  body: fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
});

test("frames arrive whole however they were cut", () => {
  fc.assert(
    fc.property(
      fc.array(frame, { maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }),
      (sent, cuts) => {
        const arrived: Frame[] = [];
        const push = createFrames((one) => arrived.push({ ...one, body: Buffer.from(one.body) }));
        const all = Buffer.concat(sent.map(encodeFrame));
        for (let at = 0, turn = 0; at < all.length; turn++) {
          const size = cuts[turn % cuts.length] ?? 1;
          push(all.subarray(at, at + size));
          at += size;
        }
        expect(arrived).toEqual(sent);
      },
    ),
  );
});

test.each([0, 27, 33_554_437, 0xffff_ffff])("a frame of %i bytes is none", (size) => {
  const head = Buffer.alloc(28);
  head.writeUInt32BE(size);
  expect(() => createFrames(() => {})(head)).toThrow(`a frame of ${size} bytes`);
});
