import type { Db } from "../../db/index.ts";
import type { Place } from "../../kernel/calendar/index.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Log } from "../../kernel/log.ts";
import type { Step } from "../../kernel/wire.ts";
import type { Events } from "../events/index.ts";
import type { Audit } from "../gate/audit.ts";
import type { RandomText } from "../gate/random.ts";
import type { Channel, Executed, Gate, Principal, Request } from "../gate/types.ts";
import type { Catalogue } from "../hub/door.ts";
import type { Conversation, Conversations, Pending } from "./conversation.ts";
import type { HeardSentence } from "../gate/heard.ts";
import type { Exchange } from "./prompt/turn.ts";
import type { Brain } from "./tiers/index.ts";
import type { Turn } from "./turn.ts";
import type { Understanding } from "./understanding.ts";

export interface AskParts {
  gate: Gate;
  db: Db;
  audit: Audit;
  catalogue: Catalogue;
  understanding: Understanding;
  brain: Brain;
  conversations: Conversations;
  clock: Clock;
  log: Log;
  events: Events;
  /** where the house is, for times */
  place: Place;
  random: RandomText;
  /** milliseconds from any start, finer than the clock's */
  elapsed(): number;
}

/** A sentence as it came. */
export interface Asked {
  principal: Principal;
  channel: Channel;
  text: string;
  /** the client's own id of the conversation; else the device it speaks from */
  conversation?: string;
  /** name of the room the speaker is in */
  area?: string;
  dryRun?: boolean;
  /** how it was heard, where it was spoken */
  heard?: HeardSentence;
  /** the turn's own id, where it is known before: a scheduled run finds its turn again by it */
  turn?: string;
  /** its maker said yes to these very calls when they were kept */
  confirmed?: boolean;
  /** the tools it may use, of those its principal may */
  tools?: readonly string[];
  /** the one tier that may answer; else the cheapest that can */
  tier?: "phrases" | "local" | "cloud";
  /** what was said before, where it is not the conversation's own */
  before?: readonly Exchange[];
  signal?: AbortSignal;
  /** told what is about to run */
  onPlan?(plan: { turn: string; steps: { tool: string; summary: string }[] }): void;
  /** told of a long answer, sentence by sentence, while it is being written */
  onWords?(words: string): void;
}

/** What a chosen tool is called with, without a sentence. */
export interface Called extends Omit<Asked, "text"> {
  step: Step;
}

/** Calls that were made of a sentence before. */
export interface CarriedOut extends Asked {
  steps: Step[];
}

/** What came of a sentence, before it is an answer. */
export interface Came {
  say: string;
  /** the words are the answer: nothing had to be called */
  answered?: boolean | undefined;
  tier: Turn["tier"];
  reason: string;
  executed?: Executed[];
  /** what was named last */
  name?: string | undefined;
  ask?: Omit<Pending, "expires">;
  undoes?: string;
  /** milliseconds until it was known what to do, and in tools */
  route: number;
  tools?: number;
  /** where a model answered: which, what it took, and milliseconds in it */
  model?: string;
  usage?: Turn["usage"];
  modelMs?: number;
}

/** A sentence under way. */
export interface Way {
  asked: Omit<Asked, "text">;
  request: Request;
  conversation: Conversation;
  began: number;
}
