import { PeerError, UserError } from "../../kernel/errors.ts";
import { clean, listed } from "../../kernel/text.ts";
import type { Ask, Context } from "../../kernel/tool.ts";
import type { Target } from "./actions.ts";
import type { Home, Thing } from "./home.ts";
import { away } from "./link.ts";

/** What a name means to the tools: things with their states, or a question. */
export type Meant = { targets: Target[]; group: boolean } | Ask;

/**
 * Resolves what was said among the kinds a verb can act on; "here" is the speaker's room.
 * @throws UserError with what is there instead, or when the home is away
 */
export function meant(home: Home, name: string, kinds: readonly string[] | undefined, context: Context): Meant {
  mustBeThere(home);
  return seen(home, name, kinds, context);
}

/** The same, on what was last seen when the home is away: to look at only. @throws UserError */
export function seen(home: Home, name: string, kinds: readonly string[] | undefined, context: Context): Meant {
  mustBeSeen(home);
  const options = { ...(kinds && { kinds }), ...(context.area && { here: context.area }) };
  // What is hidden by this very name is not repaired into something else of a similar name.
  const found = home.names().resolve(name, { ...options, fuzzy: home.hidden(name) === undefined });
  if ("ask" in found) return found;
  if ("unknown" in found) throw new UserError(notFound(home, name, kinds, context));
  return { targets: found.things.map((thing) => ({ thing, now: stateOf(home, thing) })), group: found.group };
}

/** @throws UserError when the home is away or has not started yet */
export function mustBeThere(home: Home): void {
  const state = home.state();
  if (state === "starting") throw new UserError("Home Assistant is still starting. Try again in a moment.");
  if (state !== "ok") throw new PeerError(away(state));
}

function mustBeSeen(home: Home): void {
  if (home.counts().exposed === 0) mustBeThere(home);
}

/** The state as it is now; "unavailable" when the thing has gone. */
export const stateOf = (home: Home, { id }: Thing) => home.get(id) ?? { state: "unavailable", attributes: {} };

/** The things of a plan's targets, as they are now. @throws UserError when one is not there any more */
export function targetsOf(home: Home, ids: readonly string[]): Target[] {
  mustBeThere(home);
  return seenTargets(home, ids);
}

/** The same, as they were last seen when the home is away. @throws UserError */
export function seenTargets(home: Home, ids: readonly string[]): Target[] {
  return ids.map((id) => {
    const thing = home.thing(id);
    if (!thing) throw new UserError(`${id} is not there (any more).`);
    return { thing, now: stateOf(home, thing) };
  });
}

function notFound(home: Home, name: string, kinds: readonly string[] | undefined, { owner }: Context): string {
  const hidden = owner ? home.hidden(name) : undefined;
  if (hidden) return `${hidden} is in Home Assistant but not exposed to assistants: expose it there to use it here.`;
  const other = home.names().resolve(name);
  if (kinds && "things" in other)
    return `${listed(other.things.slice(0, 3).map((thing) => thing.name))} cannot do that.`;
  const near = home.names().near(name);
  const hint =
    near.length > 0
      ? ` Did you mean ${listed(
          near.map((thing) => thing.name),
          "or",
        )}?`
      : "";
  return `I know nothing called ${JSON.stringify(clean(name, 60))}.${hint}`;
}
