import type { Reply, WrittenCall } from "../../../test/models/reply.ts";
import { houseWith } from "../../testing.ts";
import { ModelFault } from "../models/fault.ts";
import type { Message, Model, WriteOptions } from "../models/model.ts";
import type { LocalMemory, Tiers } from "./types.ts";

/** A model that answers as a test wants, and what it was asked. */
interface Scripted extends Model {
  asked: { messages: readonly Message[]; tools: string[]; options: WriteOptions | undefined }[];
}

type Says = Reply | ModelFault;

/** A model that answers one after the other, the last again and again; a fault is thrown. */
export function scriptedModel(tier: Model["tier"], ...replies: readonly Says[]): Scripted {
  const asked: Scripted["asked"] = [];
  return {
    tier,
    name: `${tier}-test`,
    price: tier === "cloud" ? { input: 1, cached: 0.1, output: 10 } : { input: 0, cached: 0, output: 0 },
    asked,
    async write(prefix, messages, options) {
      const reply = replies[Math.min(asked.length, replies.length - 1)] ?? {};
      asked.push({ messages: [...messages], tools: prefix.tools.map(({ name }) => name), options });
      if (reply instanceof ModelFault) throw reply;
      const { text = "", calls = [] } = reply;
      for (const words of text.match(/\S+\s*/g) ?? []) options?.onWords?.(words);
      const wishes = calls.map(({ name, args }: WrittenCall, index) => ({ id: `call-${index}`, tool: name, args }));
      return { text, wishes, usage: { inputTokens: 100, cachedTokens: 0, outputTokens: 10 } };
    },
  };
}

/** Tiers over models, with a router, purse, breakers and privacy that do as a test says. */
export function tiersOf({
  local,
  cloud,
  ...given
}: Partial<Omit<Tiers, "local" | "cloud">> & { local?: Model; cloud?: Model }) {
  const spent: number[] = [];
  const faults: string[] = [];
  const state: { memory: ReturnType<LocalMemory["state"]>; isOpen: boolean; allows: boolean } = {
    memory: "ready",
    isOpen: false,
    allows: true,
  };
  const breaker = {
    isOpen: () => state.isOpen,
    good: () => void faults.push("good"),
    bad: ({ kind }: ModelFault) => void faults.push(kind),
  };
  const quiet = { isOpen: () => false, good() {}, bad() {} };
  const purse = {
    allows: async () => state.allows,
    spend: async (dollars: number) => void spent.push(dollars),
    left: async () => 1,
  };
  const tiers: Tiers = {
    router: { route: () => ({ tier: "local", score: 0, reason: "one domain" }) },
    privacy: { isPrivateSentence: (text) => text.includes("private"), isPrivateTool: () => false },
    ...given,
    ...(local && { local: { model: local, breaker, memory: { state: () => state.memory } } }),
    ...(cloud && { cloud: { model: cloud, breaker: quiet, purse } }),
  };
  return { tiers, spent, faults, state };
}

/** The small house of tests with scripted models in it. */
export async function thinkingHouse(given: Parameters<typeof tiersOf>[0]) {
  const { tiers, ...seen } = tiersOf(given);
  return { ...(await houseWith({ tiers })), ...seen };
}
