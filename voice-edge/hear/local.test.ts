import { expect, test } from "vitest";
import type { Child } from "../children/index.ts";
import { LateError } from "../children/index.ts";
import { localBy } from "./local.ts";

const samples = new Float32Array(32_000);
const asked = { names: [{ kind: "service", name: "Grafana" }], language: "en" };

/** A child with so many free cores, in which several threads wait for each other. */
function busyChild(threads: number) {
  const orders: unknown[] = [];
  const preparations: unknown[] = [];
  const child: Child = {
    async run(job, input, result, { limit } = {}) {
      if (job === "prepare") {
        preparations.push(input);
        return result.parse({ seconds: 2, decode: 1, threads });
      }
      orders.push({ ...Object(input), limit });
      if (orders.length === 1)
        throw new LateError("Hearing stopped in the middle of it (took longer than 5 s). Try again.");
      return result.parse({ text: "Where is Grafana?", engine: "native", stt: 300 });
    },
    pid: () => 1,
    close: () => Promise.resolve(),
  };
  return { child, orders, preparations };
}

test("what takes too long with several threads is heard again with one", async () => {
  const { child, orders } = busyChild(2);
  const heard = await localBy(child, { model: "tiny.en", engine: "native" }).hear({ samples }, asked);
  expect(heard).toEqual({ text: "Where is Grafana?", engine: "native", seconds: 2, ms: { decode: 1, stt: 300 } });
  const order = { prompt: "Where is Grafana?", language: "en" };
  expect(orders).toEqual([
    { ...order, threads: 2, limit: 5_000 },
    { ...order, threads: 1, limit: 60_000 },
  ]);
});

test("a recording is read once, however often it is heard, and again by a child that came new", async () => {
  const { child, orders, preparations } = busyChild(1);
  orders.push("as if one had failed");
  const isUnderstood = () => Promise.resolve(false);
  await localBy(child, { model: "tiny.en", engine: "native" }).hear({ samples }, { ...asked, isUnderstood });
  expect([orders.length, preparations.length]).toEqual([4, 1]);
  const late = busyChild(2);
  await localBy(late.child, { model: "tiny.en", engine: "native" }).hear({ samples }, asked);
  expect(late.preparations).toEqual([{ samples }, { samples }]);
});

test("WebAssembly gets one thread, and time", async () => {
  const { child, orders } = busyChild(4);
  orders.push("as if one had failed");
  await localBy(child, { model: "tiny.en", engine: "wasm" }).hear({ samples }, asked);
  expect(orders.at(-1)).toMatchObject({ threads: 1, limit: 300_000 });
});
