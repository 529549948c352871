import type { ListedTool } from "../../hub/door.ts";
import type { ModelFault } from "../models/fault.ts";
import type { Model } from "../models/model.ts";

/** What is known of a sentence beside its words. */
export interface Features {
  /** servers whose names or phrases it touches */
  domains: readonly string[];
  /** whether a local turn of this conversation failed */
  failedBefore: boolean;
}

/** Which model is asked first, and why in a few words ("one domain", "a comparison"). */
export interface Routed {
  tier: Model["tier"];
  /** how hard it looks; thresholds are the router's */
  score: number;
  reason: string;
}

/** Chooses the model for a sentence that phrases do not read: without I/O, in less than a millisecond. */
export interface Router {
  route(sentence: string, features: Features): Routed;
}

/** What may still be spent on the cloud this month, in dollars. */
export interface Purse {
  allows(): Promise<boolean>;
  spend(dollars: number): Promise<void>;
  left(): Promise<number>;
}

/** Spares a model that keeps failing, and whoever waits for it. */
export interface Breaker {
  isOpen(): boolean;
  good(): void;
  bad(fault: ModelFault): void;
}

/** What never leaves the house. */
export interface Privacy {
  isPrivateSentence(text: string): boolean;
  isPrivateTool(tool: Pick<ListedTool, "name" | "isPrivate">): boolean;
}

/** Whether the local model is in memory, or gave its room to a machine. */
export interface LocalMemory {
  state(): "ready" | "unloaded" | "warming";
}

/** A model, and what spares it. */
export interface Tier {
  model: Model;
  breaker: Breaker;
}

/** The models of this house and how they are chosen; without any of them phrases answer alone. */
export interface Tiers {
  local?: (Tier & { memory: LocalMemory }) | undefined;
  cloud?: (Tier & { purse: Purse }) | undefined;
  router: Router;
  privacy: Privacy;
}
