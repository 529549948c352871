import type { Exchange } from "../prompt/turn.ts";
import { userTurn } from "../prompt/turn.ts";
import type { AskParts, Way } from "../way.ts";

/** The user's turn for a tier, and what its names and numbers may come from beside the sentence. */
export interface Note {
  /** undefined where the sentence is too long for this tier */
  turn: string | undefined;
  grounds: string[];
  isTainted: boolean;
}

/** What a sentence goes to a model with: the same for both, less what does not leave the house. */
export interface Notes {
  local: Note;
  cloud: Note;
  /** servers the person spoke of, in the sentence or just before */
  domains: string[];
}

/** Names that are noted, at least as many as the sentence has. */
const NEAR = 3;
/** Tokens of a user's turn for the cloud: 2,000 characters are 800 at most. */
const CLOUD_TOKENS = 1_000;

/** Gathers the moment, the room, what was said before, and names like the words of the sentence. */
export function notesFor(parts: AskParts, { asked, request, conversation }: Way, text: string): Notes {
  const { catalogue, understanding, clock } = parts;
  const { privacy } = parts.brain.tiers;
  const { vocabulary } = parts.brain;
  const before = asked.before ?? conversation.exchanges ?? [];
  const seen = new Map(understanding.names(request.principal).map((entry) => [entry.name, entry]));
  const meant = vocabulary.namesIn(text).filter((name) => seen.has(name));
  const near = understanding.near(text, request.principal);
  const names = [...new Set([...meant, ...near])].slice(0, Math.max(NEAR, meant.length));
  const isPrivateName = (name: string) => {
    const tool = catalogue.find(seen.get(name)?.tool ?? "");
    return tool !== undefined && privacy.isPrivateTool(tool);
  };
  const note = (exchanges: readonly Exchange[], own: readonly string[], most?: number): Note => {
    const situation = { text, now: clock.now(), area: asked.area, names: own, before: exchanges };
    return {
      turn: userTurn(situation, most),
      grounds: [
        ...(asked.area === undefined ? [] : [asked.area]),
        ...exchanges.flatMap(({ said, answer }) => [said, answer]),
        ...own.filter((name) => meant.includes(name)),
      ],
      isTainted: exchanges.some(({ isForeign }) => isForeign),
    };
  };
  const spoken = [text, ...before.map(({ said }) => said)].flatMap(vocabulary.domains);
  const byName = near.flatMap((name) => vocabulary.serverOf(name) ?? []);
  return {
    local: note(before, names),
    cloud: note(
      before.filter(({ isPrivate }) => !isPrivate),
      names.filter((name) => !isPrivateName(name)),
      CLOUD_TOKENS,
    ),
    domains: [...new Set([...spoken, ...byName])],
  };
}
