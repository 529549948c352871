import { sayPending } from "../../db/services/follow.ts";
import { jsonObject } from "../../kernel/schema.ts";
import type { Result } from "../../kernel/tool.ts";
import { done } from "../../kernel/tool.ts";
import type { Change, Kept } from "./changes.ts";
import { backwards } from "./changes.ts";
import { spoken } from "./describe.ts";

/** What changes came to: the sentence, before and after, and the way back; `pending` says why the names are not there yet. */
export function changed(say: string, changes: readonly Change[], pending?: string): Result {
  const states = (side: (change: Change) => Kept | null) =>
    jsonObject.parse(Object.fromEntries(changes.map((change) => [change.key, side(change)])));
  const text = pending === undefined ? say : spoken(sayPending(pending));
  if (changes.length === 0) return done(text);
  return done(text, {
    changed: { before: states(({ was }) => was), after: states(({ is }) => is) },
    undo: [{ tool: "service_restore", args: jsonObject.parse({ changes: backwards(changes) }) }],
  });
}
