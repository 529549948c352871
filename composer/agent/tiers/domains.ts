import { languages } from "../../../kernel/language/index.ts";
import { nameWords, wordsOf } from "../../../kernel/names/words.ts";
import type { PhraseSet } from "../../../kernel/phrases.ts";
import type { Catalogue } from "../../hub/door.ts";

/** Servers that a sentence touches: the fewest that know all of its words that somebody knows. */
export type Domains = (sentence: string) => string[];

type Language = ReturnType<Catalogue["language"]>;

/** Servers that are told apart; a sentence that touches more is hard anyway. */
const MOST = 4;
/** What of a sentence is looked at. */
const MOST_CHARACTERS = 1_000;
/** A task is about what it runs, not about tasks: it makes no sentence harder. */
const AROUND_OTHERS = ["scheduler"];

/**
 * Finds the servers of a sentence by the names and nouns they ship. A word of several servers says nothing
 * where one of them is touched anyway: "jellyfin" is a service and a name, and the TV of a home may show it.
 */
export function createDomains(language: Language): Domains {
  const known = new Map<string, Set<string>>();
  const all = language.filter(({ server }) => !AROUND_OTHERS.includes(server));
  for (const { server, names, phrases } of all) {
    const said = [
      ...names.flatMap(({ name, aliases = [] }) => [name, ...aliases].flatMap(nameWords)),
      ...phrases.flatMap(({ kinds }) =>
        Object.values(kinds).flatMap(({ words, many }) =>
          [...words, ...many].flatMap((noun) => wordsOf(noun).slice(0, 1)),
        ),
      ),
    ];
    for (const word of said.filter(isTelling)) serversOf(known, stem(word)).add(server);
  }
  // What stands in another server's phrases is no sign of the one that has it in a name: "the plug", "the right one".
  for (const { server, phrases } of all) for (const word of phrases.flatMap(spoken)) known.get(stem(word))?.add(server);
  return (sentence) =>
    fewest(wordsOf(sentence.slice(0, MOST_CHARACTERS)).flatMap((word) => known.get(stem(word)) ?? []));
}

/** Every word of the templates of a server. */
const spoken = ({ rules, phrases, values }: PhraseSet): string[] =>
  [
    ...Object.values(rules),
    ...phrases.flatMap(({ say, further, when }) => [...say, ...further, ...when]),
    ...Object.values(values).flatMap(Object.keys),
  ].flatMap((template) => wordsOf(template.replace(/\{[^{}]*\}|<[^<>]*>|[[\]()|]/g, " ")));

function serversOf(known: Map<string, Set<string>>, word: string): Set<string> {
  const servers = known.get(word) ?? new Set<string>();
  known.set(word, servers);
  return servers;
}

/** Words that stand in names and nouns too, and say nothing by themselves. */
const small = new Set(
  languages.flatMap(({ nouns, manners, amounts, times }) =>
    [
      nouns.articles,
      nouns.determiners,
      nouns.all,
      nouns.alone,
      nouns.everything,
      nouns.prepositions,
      nouns.home,
      nouns.rooms,
      nouns.here,
      nouns.except,
      manners.pronouns,
      manners.before,
      manners.after,
      manners.joins,
      amounts.port,
      amounts.degrees,
      amounts.percent,
      [...times.parts.keys(), ...times.weekdays.keys()],
    ].flatMap((sayings) => sayings.flatMap((saying) => saying.split(" "))),
  ),
);
/** Parts of names that are said of anything. */
const ATTRIBUTES = new Set(
  "left right main front back top bottom upper lower old new big small first second media friend links rechts neu alt".split(
    " ",
  ),
);
const isTelling = (word: string) => word.length > 1 && !/^\d+$/.test(word) && !small.has(word) && !ATTRIBUTES.has(word);
/** One thing and several of it are the same thing. */
const stem = (word: string) => word.replace(/(?<=\p{L}{3})s$/u, "");

/** The fewest servers so that each word is known to one of them; tried by number, as a sentence has one or two. */
export function fewest(words: readonly ReadonlySet<string>[]): string[] {
  for (let most = 0; most < MOST; most++) {
    const found = within(words, most);
    if (found) return found.toSorted();
  }
  return [...new Set(words.flatMap((servers) => [...servers]))].toSorted();
}

function within(words: readonly ReadonlySet<string>[], most: number): string[] | undefined {
  const [first] = words;
  if (!first) return [];
  if (most === 0) return undefined;
  for (const server of first) {
    const others = within(
      words.filter((servers) => !servers.has(server)),
      most - 1,
    );
    if (others) return [server, ...others];
  }
  return undefined;
}
