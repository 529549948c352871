import { z } from "zod";
import type { MemoryControl } from "./control.ts";
import { modelFault } from "./fault.ts";

const named = z.object({
  models: z
    .array(z.looseObject({ name: z.string(), size: z.number().default(0), size_vram: z.number().default(0) }))
    .default([]),
});
/** Milliseconds of one question. */
const ASK_MS = 5_000;
/** How often it is asked whether a model is gone. */
const LOOK_MS = 100;

/** Speaks to an Ollama about a model: whether it is in memory, and that it be gone. */
export function ollamaControl(parts: {
  url: string;
  name: string;
  fetch?: typeof globalThis.fetch | undefined;
}): MemoryControl {
  const { url, name, fetch: fetcher = globalThis.fetch } = parts;
  const request = async (path: string, signal: AbortSignal | undefined, body?: object): Promise<unknown> => {
    const limit = AbortSignal.timeout(ASK_MS);
    const response = await fetcher(new URL(path, `${url.replace(/\/$/, "")}/`), {
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      ...(body && { method: "POST", body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw Object.assign(new Error(errorOf(answer)), { status: response.status });
    return answer;
  };
  const listed = async (path: string, signal?: AbortSignal) => named.parse(await request(path, signal)).models;
  const standing: MemoryControl["standing"] = async (signal) => {
    const running = await listed("api/ps", signal);
    const own = running.find((one) => isSame(one.name, name));
    const others = running.filter((one) => !isSame(one.name, name)).map((one) => one.name);
    if (own) return { state: "loaded", bytes: Math.max(0, own.size - own.size_vram), others };
    const has = (await listed("api/tags", signal)).some((one) => isSame(one.name, name));
    return has ? { state: "unloaded", others } : { state: "missing" };
  };
  const told = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (thrown) {
      throw modelFault({ server: "Ollama", model: name, setting: "OLLAMA_URL" }, thrown);
    }
  };
  return {
    standing: (signal) => told(() => standing(signal)),
    unload: (signal) =>
      told(async () => {
        await request("api/chat", signal, { model: name, messages: [], keep_alive: 0 });
        while ((await standing(signal)).state === "loaded") await pause(signal);
      }),
  };
}

/** Whose memory an Ollama takes: "local" for this machine, else its host. */
export function ollamaHost(url: string): string {
  const { hostname } = new URL(url);
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname) ? "local" : hostname;
}

/** "house" is "house:latest". */
const isSame = (one: string, other: string) => whole(one) === whole(other);
const whole = (name: string) => (name.includes(":") ? name : `${name}:latest`).toLowerCase();

const errorOf = (answer: unknown): string =>
  z.object({ error: z.string() }).safeParse(answer).data?.error ?? "Ollama refused";

async function pause(signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
}
