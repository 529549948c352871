import { keepTurn } from "../gate/turns.ts";
import type { Executed, Request } from "../gate/types.ts";
import { QUESTION_MS, remember } from "./conversation.ts";
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
  if (!asked.dryRun && undoes === undefined) remember(conversation, executed, came.name);
  const ms = {
    total: rounded(elapsed() - began),
    route: rounded(came.route),
    model: 0,
    tools: rounded(came.tools ?? 0),
  };
  const turn = {
    ...answerOf(request.turn, came.say, executed),
    tier,
    reason: came.reason,
    ask: ask ? { ...ask.question, expires } : null,
    ms,
  };
  if (undoes !== undefined) turn.undoable = false;
  const kept = { ...request, tier, reason: came.reason, area: asked.area };
  await keepTurn(parts, { turn, request: kept, executed, undoes });
  return turn;
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
