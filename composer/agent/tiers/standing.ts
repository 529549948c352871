import type { Model } from "../models/model.ts";
import type { Tier, Tiers } from "./types.ts";

/** A tier that can be asked, or why not; `isSet` is false where nobody set it up. */
export type Standing = Tier | { away: string; isSet: boolean };

/** Milliseconds and turns of a model that a sentence has, in all its models. */
export const ANSWER = { ms: 60_000, steps: 8 };
/** What the first of two models may take of it. */
const FIRST_MS = 30_000;
const FIRST_STEPS = 5;

/** How the tiers stand for a sentence, in the order they are to be asked. */
export async function standings(
  tiers: Tiers,
  order: readonly Model["tier"][],
  { isPrivate, isLong }: { isPrivate: boolean; isLong: boolean },
): Promise<{ tier: Model["tier"]; standing: Standing }[]> {
  const cloud = await cloudOf(tiers, isPrivate);
  const hasOther = order.includes("cloud") && "model" in cloud;
  return order.map((tier) => ({ tier, standing: tier === "cloud" ? cloud : localOf(tiers, isLong, hasOther) }));
}

function localOf({ local }: Tiers, isLong: boolean, hasOther: boolean): Standing {
  if (!local) return { away: "no local model is set up", isSet: false };
  const state = local.memory.state();
  const away = (why: string) => ({ away: why, isSet: true });
  if (isLong) return away("the sentence is too long for the local model");
  if (state === "unloaded") return away("the local model gave its memory to a machine");
  if (state === "warming" && hasOther) return away("the local model is still warming up");
  return local.breaker.isOpen() ? away("the local model keeps failing") : local;
}

async function cloudOf({ cloud }: Tiers, isPrivate: boolean): Promise<Standing> {
  if (!cloud) return { away: "no cloud model is set up", isSet: false };
  const away = (why: string) => ({ away: why, isSet: true });
  if (isPrivate) return away("that is private and stays in the house");
  if (cloud.breaker.isOpen()) return away("the cloud keeps failing");
  return (await cloud.purse.allows()) ? cloud : away("this month's money for the cloud is spent");
}

/** What a tier may take, of what is left of whole milliseconds and of turns; the last one has it all. */
export const shareOf = (left: { ms: number; steps: number }, isLast: boolean): { ms: number; steps: number } => ({
  ms: Math.max(1, Math.floor(isLast ? left.ms : Math.min(left.ms, FIRST_MS))),
  steps: isLast ? left.steps : Math.min(left.steps, FIRST_STEPS),
});
