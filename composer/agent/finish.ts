import { keepTurn } from "../gate/turns.ts";
import type { Executed, Request } from "../gate/types.ts";
import { hasSecrets } from "../gate/secrets.ts";
import type { Conversation } from "./conversation.ts";
import { QUESTION_MS, keepExchange, remember } from "./conversation.ts";
import { sayDone } from "./say.ts";
import type { Turn } from "./turn.ts";
import type { AskParts, Came, Way } from "./way.ts";

/** A call as answers show it. */
export const shown = ({ server, tool, args, risk, result, ok, ms }: Executed) => ({
  server,
  tool,
  args,
  risk,
  result,
  ok,
  ms,
});
const rounded = (ms: number) => Math.round(ms * 100) / 100;

/** The answer, kept with what takes it back; its question waits in the conversation. */
export async function finish(parts: AskParts, { request, conversation, began, asked }: Way, came: Came): Promise<Turn> {
  const { clock, elapsed } = parts;
  const { executed = [], undoes, ask, tier } = came;
  const expires = clock.now() + QUESTION_MS;
  if (ask) conversation.pending = { ...ask, expires };
  if (!asked.dryRun) keepSaid(parts, { request, conversation, came });
  if (!asked.dryRun && undoes === undefined) remember(conversation, executed, came.name);
  const ms = {
    total: rounded(elapsed() - began),
    route: rounded(came.route),
    model: rounded(came.modelMs ?? 0),
    tools: rounded(came.tools ?? 0),
  };
  const turn = {
    ...answerOf(request.turn, came.say, executed),
    tier,
    model: came.model ?? null,
    ...(came.usage && { usage: came.usage }),
    reason: came.reason,
    answered: came.answered,
    ask: ask ? { ...ask.question, expires } : null,
    ms,
    voice: asked.heard,
  };
  if (undoes !== undefined) turn.undoable = false;
  const kept = { ...request, tier, reason: came.reason, area: asked.area };
  await keepTurn(parts, { turn, request: kept, executed, undoes });
  return turn;
}

/** Keeps what was said and answered for the next sentence, unless a secret was in it. */
function keepSaid(
  { catalogue, brain }: Pick<AskParts, "catalogue" | "brain">,
  { request: { sentence }, conversation, came }: { request: Request; conversation: Conversation; came: Came },
): void {
  if (sentence === undefined) return;
  const { executed = [], tier, say } = came;
  conversation.unsettled = tier === "none" || (executed.length === 0 && !came.ask) ? sentence : undefined;
  const tools = executed.flatMap(({ tool }) => catalogue.find(tool) ?? []);
  if (tools.some(hasSecrets)) return;
  const { isPrivateSentence, isPrivateTool } = brain.tiers.privacy;
  keepExchange(conversation, {
    said: sentence,
    answer: say,
    isPrivate: isPrivateSentence(sentence) || tools.some(isPrivateTool),
    // What was looked at may hold anybody's words: a title, a name, an item of a list.
    isForeign: executed.some(({ risk }) => risk === "read") || tools.some(({ trusted }) => !trusted),
  });
}

/** Keeps the call of an MCP client, so that it can be taken back and what waits can be approved. */
export async function keepCall(parts: AskParts, request: Request, executed: Executed[]): Promise<void> {
  const tools = executed.reduce((sum, { ms }) => sum + ms, 0);
  const answer = answerOf(request.turn, sayDone(executed, executed.length), executed);
  const turn = { ...answer, reason: request.reason ?? "", ms: { total: tools, route: 0, model: 0, tools } };
  await keepTurn(parts, { turn, request, executed });
}

const answerOf = (turn: string, say: string, executed: Executed[]): Turn => ({
  turn,
  say,
  tier: "none",
  model: null,
  reason: "",
  calls: executed.filter(({ needs }) => !needs).map(shown),
  needs: executed.flatMap(({ needs }) =>
    needs ? [{ id: needs.id, summary: needs.summary, expires: needs.expires }] : [],
  ),
  ask: null,
  undoable: executed.some(({ undo }) => undo && undo.length > 0),
  usage: { inputTokens: 0, outputTokens: 0, cost: 0 },
  ms: { total: 0, route: 0, model: 0, tools: 0 },
});
