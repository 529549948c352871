import { sayPending } from "../../db/services/follow.ts";
import { jsonObject } from "../../kernel/schema.ts";
import { clean } from "../../kernel/text.ts";
import type { Result } from "../../kernel/tool.ts";
import { done } from "../../kernel/tool.ts";
import type { Saved } from "../../db/services/index.ts";
import type { Change } from "./changes.ts";
import { place } from "./changes.ts";

/** What changes of names came to, and the way back. */
export function came(say: string, changes: readonly Change[], pending: string | undefined): Result {
  const text = clean(pending === undefined ? say : sayPending(pending), 120);
  if (changes.length === 0) return done(text);
  const states = (side: (change: Change) => Saved | null) =>
    Object.fromEntries(
      changes.map((one) => {
        const state = side(one);
        return [one.key, state && { ...place(state), example: state.example }];
      }),
    );
  const before = states(({ was }) => was);
  const after = states(({ is }) => is);
  const undo = jsonObject.parse({ was: before, is: after });
  return done(text, { changed: { before, after }, undo: [{ tool: "dns_restore", args: undo }] });
}
