import { expect, test } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import type { Room } from "../../kernel/wire.ts";
import { demoHost } from "./demo.ts";
import type { Known } from "./machines.ts";
import { startOf, tooLittle } from "./memory.ts";

const { signal } = new AbortController();

/** What is asked before windows-lab (8 GB) starts where so many MiB are free, the others running. */
async function askedAt(free: number, room?: Room) {
  const host = { ...demoHost(systemClock), isDemo: false, memory: async () => ({ free, total: 32_768 }) };
  const known = (await host.list(signal)).map((machine): Known => ({
    ...machine,
    host,
    title: machine.name,
    record: null,
  }));
  const all = known.map((one): Known => (one.name === "friend-ubuntu" ? { ...one, state: "running" } : one));
  return tooLittle(
    all.filter(({ name }) => name === "windows-lab"),
    all,
    { signal, room },
  );
}
const model = (more: Partial<Room> = {}): Room => ({ mebibytes: 5_000, host: "local", isPinned: false, ...more });

test("the language model gives its memory where just that is lacking, on that host", async () => {
  expect(await askedAt(9_000, model())).toBeUndefined();
  expect(await askedAt(5_000, model())).toBe("room");
  const question = expect.not.stringContaining("language model");
  for (const room of [undefined, model({ mebibytes: 3_000 }), model({ host: "gpu.lan" })])
    expect(await askedAt(5_000, room)).toMatchObject({ ask: { question } });
});

test("a pinned one is a choice like any other, and what was chosen is read", async () => {
  const choice = "unload the language model, then start windows-lab";
  expect(await askedAt(5_120, model({ isPinned: true }))).toEqual({
    ask: {
      kind: "which",
      question:
        "windows-lab needs 8 GB, 5 GB are free: unload the language model, stop main-endeavouros or start anyway?",
      choices: [choice, "stop main-endeavouros, then start windows-lab", "start windows-lab anyway"],
    },
  });
  expect(startOf(choice)).toEqual({ name: "windows-lab", anyway: true, room: true });
});
