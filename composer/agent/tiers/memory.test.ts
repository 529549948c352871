import { expect, onTestFinished, test } from "vitest";
import { silentLog } from "../../../kernel/log.ts";
import { ModelFault } from "../models/fault.ts";
import type { Standing } from "../models/control.ts";
import { holdModel } from "./memory.ts";

const GIB = 1_073_741_824;
const MINUTE = 60_000;

/** A model of 5 GB whose server and machine do as a test says. */
function held(more: { mode?: "pin" | "yield"; host?: string; free?: number } = {}) {
  const seen: string[] = [];
  const world: {
    time: number;
    free: number;
    isLoaded: boolean;
    fault?: ModelFault | undefined;
    holds: boolean;
    tools: string;
  } = {
    time: 0,
    free: (more.free ?? 16) * GIB,
    isLoaded: false,
    /** a warm-up goes on until it is stopped */
    holds: false,
    tools: "some",
  };
  const standing = async (): Promise<Standing> => {
    if (world.fault) throw world.fault;
    return world.isLoaded ? { state: "loaded", bytes: 5 * GIB, others: [] } : { state: "unloaded", others: [] };
  };
  const memory = holdModel({
    name: "small:1b",
    host: more.host ?? "local",
    mode: more.mode ?? "yield",
    clock: { now: () => world.time },
    log: silentLog,
    free: () => world.free,
    prefix: () => world.tools,
    control: {
      standing,
      async unload() {
        seen.push("unload");
        if (world.fault) throw world.fault;
        world.isLoaded = false;
      },
    },
    async warm(signal) {
      seen.push("warm");
      if (world.holds) {
        const held = Promise.withResolvers<void>();
        signal.addEventListener("abort", () => held.reject(signal.reason));
        await held.promise;
      }
      if (world.fault) throw world.fault;
      world.isLoaded = true;
    },
  });
  onTestFinished(() => memory.close());
  return { memory, world, seen };
}

test("it is warmed at the start, and stays", async () => {
  const { memory, seen } = held();
  expect([memory.state(), memory.room()]).toEqual(["warming", undefined]);
  await memory.look();
  await memory.look();
  expect([memory.state(), memory.health().word, seen]).toEqual(["ready", "ok", ["warm"]]);
  expect(memory.room()).toEqual({ mebibytes: 5120, host: "local", isPinned: false });
});

test("where what it reads is another, it is read anew, and sentences need not wait", async () => {
  const { memory, world, seen } = held();
  await memory.look();
  world.tools = "others";
  world.holds = true;
  const reading = memory.look();
  expect([memory.state(), seen]).toEqual(["ready", ["warm", "warm"]]);
  await memory.close();
  await reading;
});

test("it gives its room to a machine, and comes back after a while, when there is room", async () => {
  const { memory, world, seen } = held();
  await memory.look();
  await memory.makeRoom();
  expect([memory.state(), memory.health(), memory.room()]).toEqual([
    "unloaded",
    { word: "unloaded", line: "small:1b gave its memory to a machine and comes back later" },
    undefined,
  ]);
  world.time += 9 * MINUTE;
  await memory.look();
  expect(memory.state()).toBe("unloaded");
  world.time += MINUTE;
  world.free = 5.5 * GIB;
  await memory.look();
  expect(memory.state()).toBe("unloaded");
  world.free = 7 * GIB;
  await memory.look();
  expect([memory.state(), seen]).toEqual(["ready", ["warm", "unload", "warm"]]);
});

test("of another host only the time is known: its Ollama refuses what does not fit", async () => {
  const { memory, world } = held({ host: "gpu.lan", free: 0 });
  await memory.look();
  await memory.makeRoom();
  world.time += 10 * MINUTE;
  world.fault = new ModelFault("away", "small:1b does not fit into the memory that is free where Ollama runs.");
  await memory.look();
  expect(memory.state()).toBe("unloaded");
  world.fault = undefined;
  world.time += 10 * MINUTE;
  await memory.look();
  expect(memory.state()).toBe("ready");
});

test("a machine does not wait for a warm-up", async () => {
  const { memory, world, seen } = held();
  world.holds = true;
  const looking = memory.look();
  await memory.makeRoom();
  await looking;
  expect([memory.state(), seen]).toEqual(["unloaded", ["warm", "unload"]]);
});

test("a server that is away is told, and asked again; what was put out of memory is warmed anew", async () => {
  const { memory, world } = held();
  world.fault = new ModelFault("away", "Ollama does not answer: is it running? (OLLAMA_URL)");
  await memory.look();
  expect([memory.state(), memory.health()]).toEqual([
    "warming",
    { word: "unreachable", line: "Ollama does not answer: is it running? (OLLAMA_URL)" },
  ]);
  world.fault = undefined;
  await memory.look();
  expect([memory.state(), memory.health().word]).toEqual(["ready", "ok"]);
  world.isLoaded = false; // Ollama was started anew
  await memory.look();
  expect([memory.state(), world.isLoaded]).toEqual(["ready", true]);
  world.fault = new ModelFault("setup", "Ollama has no model small:1b: pull it there, or choose another.");
  await memory.look();
  expect(memory.health().word).toBe("misconfigured");
});

test("a pinned one gives its room only when it is told to", async () => {
  const { memory } = held({ mode: "pin" });
  await memory.look();
  expect(memory.room()).toEqual({ mebibytes: 5120, host: "local", isPinned: true });
});

test("a machine is told when the room could not be made", async () => {
  const { memory, world } = held();
  await memory.look();
  world.fault = new ModelFault("away", "Ollama does not answer: is it running? (OLLAMA_URL)");
  await expect(memory.makeRoom()).rejects.toThrow("Ollama does not answer");
});
