import { UserError, messageOf } from "../../kernel/errors.ts";
import { clean } from "../../kernel/text.ts";
import type { Principal, Request } from "../gate/types.ts";
import { goOn, perform, takeBack } from "./act.ts";
import { inARow } from "./branch.ts";
import { pendingIn, takePending } from "./conversation.ts";
import type { Dated } from "./dated.ts";
import { readDated } from "./dated.ts";
import { finish } from "./finish.ts";
import { asReply } from "./phrases/explained.ts";
import type { Explained, Understood } from "./phrases/index.ts";
import { restOf } from "./phrases/sentence.ts";
import type { Prompts } from "./prompt/sent.ts";
import { sentOf } from "./prompt/sent.ts";
import { createReplies } from "./reply.ts";
import { sayNotUnderstood } from "./say.ts";
import { think } from "./tiers/index.ts";
import { notesFor } from "./tiers/notes.ts";
import { tierWish } from "./tiers/wish.ts";
import type { Turn } from "./turn.ts";
import type { AskParts, Asked, Called, Came, CarriedOut, Way } from "./way.ts";

export type { AskParts, Asked, Called, CarriedOut } from "./way.ts";

export interface Agent {
  /** one sentence, whatever it needs */
  ask(asked: Asked): Promise<Turn>;
  /** how a sentence would be read here and now; nothing is done, asked or answered */
  explain(asked: Asked): Explained;
  /** what each model would be sent for a sentence here and now; none is asked */
  prompt(asked: Asked): Prompts;
  /** one tool by its name, chosen on a page, in the terminal or by a program */
  call(called: Called): Promise<Turn>;
  /** calls that a sentence came to before, at their time */
  carryOut(carried: CarriedOut): Promise<Turn>;
  /** takes a turn back by its id, or the last of this conversation */
  undo(asked: Omit<Asked, "text">, id: string): Promise<Turn>;
}

/** The flow of one request, the same for every channel: understand, plan, permit, run, say, keep. */
export function createAgent(parts: AskParts): Agent {
  const begin = (asked: Omit<Asked, "text">, sentence?: string): Way => {
    const { principal, channel, area } = asked;
    const { turn = parts.random(9), tools, confirmed } = asked;
    // A run of a schedule remembers nothing of the one before, unless it is told in which conversation it stands.
    const device = channel === "schedule" ? turn : (principal.credential ?? "");
    const id = clean(asked.conversation ?? device, 80);
    const conversation = parts.conversations.open({ principal: principal.id, channel, id });
    const unsure = asked.heard?.fuzzy ? asked.heard.heard : undefined;
    const said = { turn, conversation: conversation.id, sentence, area, confirmed, unsure, tools: tools && [...tools] };
    const request: Request = { principal, channel, ...said, tier: "none" };
    return { asked, request, conversation, began: parts.elapsed() };
  };
  return {
    async ask(asked) {
      const way = begin(asked, asked.text);
      return finish(parts, way, await mended(parts, way, () => answer(parts, way, asked.text)));
    },
    explain(asked) {
      const { conversation, request } = begin(asked, asked.text);
      const pending = pendingIn(conversation, parts.clock.now());
      if (replies.isReply(asked.text, pending?.question)) return asReply(asked.text);
      const explained = parts.understanding.explain(asked.text, { area: asked.area, last: conversation.last });
      const seen = new Set(parts.gate.visible(request.principal, "all").map(({ name }) => name));
      if (explained.read.every(({ tool }) => seen.has(tool))) return explained;
      return {
        ...explained,
        read: [],
        stopped: "it asks for what is not yours to use",
        understood: "",
        rest: asked.text,
      };
    },
    prompt(asked) {
      const { local, cloud } = notesFor(parts, begin(asked, asked.text), asked.text);
      const { prefixes } = parts.brain;
      return {
        local: sentOf(prefixes.local(), local.turn ?? asked.text),
        cloud: sentOf(prefixes.cloud(), cloud.turn ?? asked.text),
      };
    },
    async call(called) {
      const way = begin(called);
      way.request.people = called.principal.role !== "client";
      const { step, dryRun = false } = called;
      const work = { steps: [step], explain: "called by name", tier: "none" as const, dryRun };
      return finish(parts, way, await mended(parts, way, () => perform(parts, way, work)));
    },
    async carryOut({ steps, ...asked }) {
      const way = begin(asked, asked.text);
      const work = { steps, explain: "as planned", tier: "none" as const, dryRun: false };
      return finish(parts, way, await mended(parts, way, () => perform(parts, way, work)));
    },
    async undo(asked, id) {
      const way = begin(asked, "undo");
      return finish(parts, way, await mended(parts, way, () => takeBack(parts, way, id)));
    },
  };
}

const replies = createReplies();

/** What the caller can mend is the answer; anything else is a bug. */
async function mended({ elapsed }: AskParts, way: Way, work: () => Promise<Came>): Promise<Came> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    return { say: messageOf(thrown), tier: way.request.tier, reason: "refused", route: elapsed() - way.began };
  }
}

async function answer(parts: AskParts, way: Way, text: string): Promise<Came> {
  const { asked, request, conversation, began } = way;
  const route = () => parts.elapsed() - began;
  const pending = takePending(conversation, parts.clock.now());
  const reply = pending && replies.read(text, pending.question);
  if (pending && reply) {
    if ("no" in reply)
      return { say: "All right, nothing was done.", answered: true, tier: "phrases", reason: "answer", route: route() };
    return goOn(parts, way, pending, "choice" in reply ? reply.choice : undefined);
  }
  if (replies.isUndo(text)) return takeBack(parts, way, "last");
  if (replies.isBare(text) && pending) {
    return { say: pending.question.question, tier: "phrases", reason: "asked again", ask: pending, route: route() };
  }
  if (replies.isBare(text)) return { ...(await unasked(parts, request.principal)), route: route() };
  const dryRun = asked.dryRun ?? false;
  const wished = asked.tier === undefined ? tierWish(text) : undefined;
  const only = wished?.tier ?? (asked.tier === "phrases" ? undefined : asked.tier);
  const wondered = wished ? wished.rest || conversation.unsettled : text;
  if (wondered === undefined) return { ...WHAT_FOR, route: route() };
  if (only) return think(parts, way, { text: wondered, only, unknown: undefined, dryRun });
  const parse = (sentence: string) =>
    parts.understanding.parse(sentence, { area: asked.area, last: conversation.last });
  const work = (read: Understood | Dated) => {
    const { timed, name, explain } = read;
    return perform(parts, way, { ...inARow(read), name, explain, timed, tier: "phrases", dryRun });
  };
  const parsed = parse(text);
  if ("steps" in parsed) return work(parsed);
  const dated = readDated(parts, text, parse);
  if (dated) return work(dated);
  const unknown = restOf(text, parsed.reached);
  if (asked.tier !== "phrases") return think(parts, way, { text, unknown, dryRun });
  const say = sayNotUnderstood(unknown, parts.understanding.near(text, request.principal));
  return { say, tier: "none", reason: parsed.silent, route: route() };
}

const WHAT_FOR = {
  say: "What for? Say it in one sentence, such as “use the cloud: …”.",
  tier: "none" as const,
  reason: "a tier, and nothing to do",
};

/** A bare yes or no with no question before it: what waits for an approval is not approved by a word. */
async function unasked({ gate }: AskParts, principal: Principal): Promise<Omit<Came, "route">> {
  const waiting = await gate.approvals.list(principal);
  const say =
    waiting.length > 0
      ? "That waits for an approval, which a word cannot give: approve it on the page or in the terminal."
      : "There is no question to answer.";
  return { say, tier: "none", reason: "no question" };
}
