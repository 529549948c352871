import type { Clock } from "../../kernel/clock.ts";
import type { Json } from "../../kernel/schema.ts";
import { clean } from "../../kernel/text.ts";
import type { Question, Step } from "../../kernel/wire.ts";
import type { RandomText } from "../gate/random.ts";
import type { Channel, Executed } from "../gate/types.ts";
import type { Branch } from "./branch.ts";
import type { Timed } from "./later.ts";
import type { Last } from "./phrases/index.ts";
import type { Exchange } from "./prompt/turn.ts";

/** How long a conversation lasts without a word, and how long its question waits for an answer; ms. */
export const CONVERSATION_MS = 5 * 60_000;
export const QUESTION_MS = 60_000;
/** Exchanges that are kept, and characters of each side. */
const EXCHANGES = 3;
const SAID = 200;
/** Conversations that are kept: each scheduled run is one, and a program can make as many as it likes. */
const MOST = 10_000;

/** What was asked back, and what goes on once it is answered. */
export interface Pending {
  question: Question;
  /** the calls that wait for the answer; none when a turn is being taken back */
  steps: Step[];
  branch?: Branch | undefined;
  /** what was named last with them */
  name?: string | undefined;
  /** the turn that is being taken back */
  undoes?: string;
  explain: string;
  /** when it is for, where that is not now */
  timed?: Timed | undefined;
  dryRun: boolean;
  /** epoch milliseconds */
  expires: number;
}

export interface Conversation {
  /** its own, never used again: the last turn is looked for within it */
  id: string;
  pending?: Pending;
  /** what was last spoken of: what "it" means */
  last?: Last;
  /** what was said and answered, the last one last */
  exchanges: readonly Exchange[];
  /** the last sentence, where nothing came of it: what "use the cloud for this" means */
  unsettled?: string | undefined;
  /** a local model failed or was in doubt */
  hasFailed?: boolean;
  /** epoch milliseconds */
  touched: number;
}

/** Whose conversation, where: an id the client chose, else the device it speaks from. */
export interface Place {
  principal: string;
  channel: Channel;
  id: string;
}

export interface Conversations {
  /** The conversation of a place, or a new one when it has been still for 5 minutes. */
  open(place: Place): Conversation;
}

/** The one store of conversations; in memory, since none outlives 5 minutes of silence. */
export function createConversations(clock: Clock, random: RandomText): Conversations {
  const kept = new Map<string, Conversation>();
  const forget = (now: number) => {
    for (const [key, { touched }] of kept) {
      if (kept.size <= MOST && now - touched <= CONVERSATION_MS) return; // the longest still come first
      kept.delete(key);
    }
  };
  return {
    open({ principal, channel, id }) {
      const now = clock.now();
      forget(now);
      const key = JSON.stringify([principal, channel, id]);
      const conversation = kept.get(key) ?? { id: `${channel}-${random(9)}`, exchanges: [], touched: now };
      conversation.touched = now;
      kept.delete(key);
      kept.set(key, conversation);
      return conversation;
    },
  };
}

/** Remembers what the last call of a turn was about (its `name`, or what was `named` last in the sentence), and what changed. */
export function remember(conversation: Conversation, executed: readonly Executed[], named?: string): void {
  const last = executed.at(-1);
  const name = last?.args["name"] ?? named;
  if (!last || typeof name !== "string") return;
  const { server, tool, args, changed } = last;
  conversation.last = { server, tool, args, name, changed: namesOf(changed?.after) };
}

/** Keeps what was said and answered, the last few of it. */
export function keepExchange(conversation: Conversation, { said, answer, ...marks }: Exchange): void {
  const exchange = { said: clean(said, SAID), answer: clean(answer, SAID), ...marks };
  conversation.exchanges = [...conversation.exchanges, exchange].slice(-EXCHANGES);
}

const namesOf = (after: Json | undefined) =>
  typeof after === "object" && after !== null && !Array.isArray(after) ? Object.keys(after) : [];

/** The question that waits in a conversation, within its time. */
export const pendingIn = ({ pending }: Conversation, now: number): Pending | undefined =>
  pending && now < pending.expires ? pending : undefined;

/** The question that waits in a conversation, which is thereby answered: once. */
export function takePending(conversation: Conversation, now: number): Pending | undefined {
  const pending = pendingIn(conversation, now);
  conversation.pending = undefined;
  return pending;
}
