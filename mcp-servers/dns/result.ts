import { jsonObject } from "../../kernel/schema.ts";
import { clean } from "../../kernel/text.ts";
import type { Result } from "../../kernel/tool.ts";
import { done } from "../../kernel/tool.ts";
import type { Saved } from "../../db/services/index.ts";
import type { Change } from "./changes.ts";
import { place } from "./changes.ts";

/** "Saved; pi is away.", "Saved; nginx failed: …": why a machine is away stands in the doctor's findings. */
export function saved(pending: string): string {
  const [who = "", ...why] = pending.split(" is away: ");
  const text = why.length > 0 ? `${who} is away` : pending;
  return `Saved; ${text.endsWith(".") ? text.slice(0, -1) : text}.`;
}

/** What changes of names came to, and the way back. */
export function came(say: string, changes: readonly Change[], pending: string | undefined): Result {
  const text = clean(pending === undefined ? say : saved(pending), 120);
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
