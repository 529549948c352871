import { expect, test } from "vitest";
import { PeerError } from "../../kernel/errors.ts";
import { house, principalOf, requestOf } from "./testing.ts";

const room = { mebibytes: 5_120, host: "local", isPinned: false };
const owner = requestOf(principalOf("owner"));

async function lampOf(makeRoom: () => Promise<void>, verb: string) {
  const home = await house({ memory: { room: () => room, makeRoom } });
  const planned = await home.gate.plan(owner, [{ tool: "lamp_set", args: { do: verb } }]);
  if (!("steps" in planned)) throw new Error(JSON.stringify(planned));
  const run = (options = {}) => home.gate.execute(owner, planned.steps, options);
  return { home, run };
}

test("what needs the language model's memory runs once that is free, and says so", async () => {
  let made = 0;
  const { home, run } = await lampOf(async () => void (made += 1), "huge");
  await run({ dryRun: true });
  expect(made).toBe(0);
  const said = "The language model gave its memory for that; phrases and the cloud answer until it is back.";
  const [executed] = await run();
  expect(executed).toMatchObject({ ok: true, result: `The lamp is huge.\n${said}`, undo: [expect.anything()] });
  expect(executed?.raw.content).toEqual([
    { type: "text", text: "The lamp is huge." },
    { type: "text", text: said },
  ]);
  await run();
  expect([made, home.world.calls.length]).toEqual([1, 1]);
});

test("nothing else asks for it", async () => {
  const { home, run } = await lampOf(() => Promise.reject(new Error("never")), "on");
  expect(await run()).toMatchObject([{ ok: true, result: "The lamp is on." }]);
  expect(home.world.calls).toHaveLength(1);
});

test("where it is not given nothing is done", async () => {
  const { home, run } = await lampOf(() => Promise.reject(new PeerError("Ollama does not answer.")), "huge");
  expect(await run()).toMatchObject([
    {
      ok: false,
      result: "The language model did not give its memory back, so nothing was done: Ollama does not answer.",
    },
  ]);
  expect(home.world.calls).toEqual([]);
});
