import fc from "fast-check";
import { expect, test } from "vitest";
import { createEvents } from "./sse.ts";

function read(pieces: string[]): string[] {
  const found: string[] = [];
  const take = createEvents((data) => void found.push(data));
  for (const piece of pieces) take(piece);
  return found;
}

test("data is given event by event; comments, ids and empty events are not", () => {
  const stream =
    ": hello\n\nid: 1\nevent: message\ndata: one\n\nid: 2\ndata:\n\ndata:two\r\ndata: three\r\n\r\nretry: 5\n\n";
  expect(read([stream])).toEqual(["one", "two\nthree"]);
});

test("an event that is not finished is not given", () => {
  expect(read(["data: one\n"])).toEqual([]);
});

test("where a stream is cut makes no difference", () => {
  const ends = fc.constantFrom("\n", "\r\n", "\r");
  const events = fc.array(fc.stringMatching(/^[a-z :]{1,9}$/), { maxLength: 6 });
  fc.assert(
    fc.property(events, ends, fc.array(fc.nat(80)), (lines, end, cuts) => {
      const stream = lines.map((line) => `data: ${line}${end}${end}`).join("");
      const at = [0, ...cuts.filter((cut) => cut < stream.length).toSorted((one, other) => one - other), stream.length];
      const pieces = at.slice(1).map((to, index) => stream.slice(at[index], to));
      expect(read([...pieces, "\n"])).toEqual(read([stream, "\n"]));
      expect(read([...pieces, "\n"])).toEqual(lines);
    }),
  );
});

test("an event that never ends is refused", () => {
  const take = createEvents(() => {}, 10);
  expect(() => ["data: 1", "23456789"].forEach(take)).toThrow("more than 10 characters");
});
