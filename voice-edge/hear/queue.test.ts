import { expect, test } from "vitest";
import { PeerError, UserError } from "../../kernel/errors.ts";
import { createQueue } from "./queue.ts";

const within = 60_000;
const soon = () => new Promise((resolve) => setImmediate(resolve));

test("work is done one after the other, in order, and what fails does not stop what follows", async () => {
  const queue = createQueue(10);
  const done: string[] = [];
  const work = (name: string, fault?: Error) =>
    queue(
      async () => {
        done.push(`${name} begins`);
        await soon();
        done.push(`${name} ends`);
        if (fault) throw fault;
        return name;
      },
      { within },
    );
  const outcomes = await Promise.allSettled([work("one"), work("two", new Error("broken")), work("three")]);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(done).toEqual(["one begins", "one ends", "two begins", "two ends", "three begins", "three ends"]);
});

test("more than may wait are refused at once, and there is room again when one is done", async () => {
  const queue = createQueue(2);
  const gate = Promise.withResolvers<void>();
  const first = [queue(() => gate.promise, { within }), queue(() => gate.promise, { within })];
  await expect(queue(() => gate.promise, { within })).rejects.toThrow(
    new UserError("2 are waiting to be heard already. Try again in a moment."),
  );
  gate.resolve();
  await Promise.all(first);
  await soon();
  expect(await queue(() => Promise.resolve("there"), { within })).toBe("there");
});

test("who goes before it begins is answered, and it never begins", async () => {
  const queue = createQueue(5);
  const gate = Promise.withResolvers<void>();
  const first = queue(() => gate.promise, { within });
  const gone = new AbortController();
  let begun = false;
  const second = queue(() => Promise.resolve((begun = true)), { within, signal: gone.signal });
  gone.abort(new Error("gone"));
  await expect(second).rejects.toThrow("gone");
  gate.resolve();
  await first;
  await soon();
  expect(begun).toBe(false);
});

test("what takes too long is told, and the work learns of it", async () => {
  const queue = createQueue(5);
  let told: unknown;
  const work = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject((told = signal.reason))));
  const late = new PeerError("It was not heard within 0 s. Try again.");
  await expect(queue(work, { within: 1 })).rejects.toThrow(late);
  expect(told).toEqual(late);
});
