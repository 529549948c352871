import type { Language, NounWords } from "../language/language.ts";

type Kept = Omit<NounWords, "except" | "plurals" | "joints">;
/** The small words of noun phrases in one language, ready to be looked up. */
export type Small = Record<keyof Kept, ReadonlySet<string>> & {
  /** between what is meant and what is left out, the longest first */
  except: readonly (readonly string[])[];
  plurals: NounWords["plurals"];
  joints: NounWords["joints"];
  /** what "&" is read as */
  and: string;
  /** all of them: words that name nothing by themselves */
  words: ReadonlySet<string>;
};

export function smallOf({ nouns, spelling }: Pick<Language, "nouns" | "spelling">): Small {
  const { except, plurals, joints, ...kept } = nouns;
  const split = (sayings: readonly string[]) => sayings.map((said) => said.split(" "));
  return {
    articles: new Set(kept.articles),
    determiners: new Set(kept.determiners),
    all: new Set(kept.all),
    both: new Set(kept.both),
    alone: new Set(kept.alone),
    everything: new Set(kept.everything),
    prepositions: new Set(kept.prepositions),
    here: new Set(kept.here),
    home: new Set(kept.home),
    rooms: new Set(kept.rooms),
    joins: new Set(kept.joins),
    except: split(except).toSorted((one, other) => other.length - one.length),
    plurals,
    joints,
    and: spelling.and,
    words: new Set([",", ...split([...Object.values(kept).flat(), ...except]).flat()]),
  };
}
