import { expect, onTestFinished, test, vi } from "vitest";
import { z } from "zod";
import { PeerError, UserError } from "../../kernel/errors.ts";
import { silentLog } from "../../kernel/log.ts";
import type { ChildParts } from "./index.ts";
import { createChild } from "./index.ts";

const program = new URL("../../test/fixtures/voice-child.ts", import.meta.url);
const samples = z.instanceof(Float32Array);

function started(parts: Partial<ChildParts> = {}) {
  const child = createChild({ name: "The ears", program, log: silentLog, memory: 400_000_000, ...parts });
  onTestFinished(() => child.close());
  return child;
}

test("a job is done in another process, and what it gives comes back as it is", async () => {
  const child = started();
  expect(child.pid()).toBeUndefined();
  const given = Float32Array.from({ length: 960_000 }, (_, at) => at / 960_000);
  expect(await child.run("echo", given, samples)).toEqual(given);
  expect(child.pid()).not.toBe(process.pid);
});

test("what a job says to its caller arrives as that, and a bug as a bug", async () => {
  const child = started();
  await expect(child.run("refuse", 1, z.unknown())).rejects.toThrow(new UserError("That is no recording."));
  await expect(child.run("fault", 1, z.unknown())).rejects.toThrow(new Error("fault: a bug"));
  await expect(child.run("dance", 1, z.unknown())).rejects.toThrow("dance: there is no job dance");
});

test.each([
  ["dies", "die", {}, /^The ears stopped in the middle of it \(ended by SIGABRT.*\)\. Try again\.$/],
  ["hangs", "hang", { limit: 300 }, "The ears stopped in the middle of it (took longer than 0.3 s). Try again."],
  ["grows", "grow", {}, "The ears stopped in the middle of it (took more than 400 MB). Try again."],
])("one that %s is answered for, and the next is there before it is asked for", async (_, job, options, why) => {
  const child = started();
  await child.run("echo", 1, z.number());
  const before = child.pid();
  const [asked, beside] = [child.run(job, 1, z.unknown(), options), child.run("echo", 1, z.unknown())];
  const others = expect(beside).rejects.toThrow(PeerError);
  await expect(asked).rejects.toThrow(why);
  await others;
  expect(child.pid()).not.toBe(before);
  expect(child.pid()).toBeDefined();
  expect(await child.run("echo", 2, z.number())).toBe(2);
});

test("one that is killed from outside comes back", async () => {
  const child = started();
  await child.run("echo", 1, z.number());
  const before = child.pid() ?? 0;
  process.kill(before, "SIGKILL");
  await vi.waitFor(() => expect(child.pid()).not.toBe(before));
  expect(await child.run("echo", 2, z.number())).toBe(2);
});

test("who goes is answered at once, and the work goes on", async () => {
  const child = started();
  const gone = new AbortController();
  const asked = child.run("echo", 1, z.number(), { signal: gone.signal });
  gone.abort(new Error("gone"));
  await expect(asked).rejects.toThrow("gone");
  expect(await child.run("echo", 2, z.number())).toBe(2);
});

test("a new process begins with its first job; where that fails, all that wait are told why, and it is not tried for ever", async () => {
  const child = started({ first: { job: "load", input: "broken" } });
  await expect(child.run("hang", 1, z.unknown())).rejects.toThrow(new UserError("The model is broken."));
  expect(child.pid()).toBeUndefined();
});

test("one that has nothing to do goes, and comes when there is something", async () => {
  const child = started({ idle: 50 });
  await child.run("echo", 1, z.number());
  await vi.waitFor(() => expect(child.pid()).toBeUndefined());
  expect(await child.run("echo", 2, z.number())).toBe(2);
});

test("it goes with its parent's wish, and takes no more", async () => {
  const child = started();
  await child.run("echo", 1, z.number());
  const pid = child.pid() ?? 0;
  await child.close();
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  await expect(child.run("echo", 1, z.number())).rejects.toThrow("The ears is closed.");
});
