import { compileGrammar } from "../composer/agent/phrases/index.ts";
import type { Node } from "../composer/agent/phrases/template.ts";
import { templateReader } from "../composer/agent/phrases/template.ts";
import { silentLog } from "../kernel/log.ts";
import { ANY_KIND } from "../kernel/names/index.ts";
import type { PhraseSet } from "../kernel/phrases.ts";
import type { Json } from "../kernel/schema.ts";
import type { NameEntry } from "../kernel/wire.ts";

/** What a server says of itself. */
export interface Spoken {
  server: string;
  tools: string[];
  sets: readonly PhraseSet[];
}

/** A way to say a call, made from the template of a phrase. */
export interface Example {
  server: string;
  language: string;
  call: string;
  sentence: string;
}

const AREA = "Hall";
const MOST_WAYS = 3;
/** How a value of each type is said, by language. */
const VALUES: Record<string, Record<string, string>> = {
  en: {
    percent: "40 percent",
    share: "half",
    number: "7",
    temperature: "21",
    degrees: "21 degrees",
    duration: "ten minutes",
    color: "red",
  },
  de: {
    percent: "40 Prozent",
    share: "halb",
    number: "7",
    temperature: "21 Grad",
    degrees: "21 Grad",
    duration: "zehn Minuten",
    color: "rot",
  },
};
const SHARED: Record<string, string> = {
  kelvin: "2700 kelvin",
  address: "192.168.0.10:8096",
  text: "milk",
  word: "on",
  time: "7:30",
};
/** Things that are called by a name, not by their noun. */
const CALLED: Record<string, string> = {
  scene: "Movie Night",
  script: "Leaving Home",
  automation: "Dusk",
  list: "Shopping List",
  person: "Ada",
  service: "Grafana",
  area: AREA,
};

const capital = (text: string) => text.replaceAll(/(^| )\p{L}/gu, (letter) => letter.toUpperCase());
/** A language's own name for a thing of a kind; else the one another language has. */
const named = (set: PhraseSet, sets: readonly PhraseSet[], kind: string) =>
  nameOf([set, ...sets].find(({ kinds }) => kind in kinds) ?? set, kind);
const nameOf = (set: PhraseSet, kind: string) =>
  CALLED[kind] ?? capital(`${AREA} ${set.kinds[kind]?.words[0] ?? kind}`);

/** The shortest way through a template, with a value or a name in each slot; undefined where a name comes twice. */
function shortest(
  node: Node,
  set: PhraseSet,
  sets: readonly PhraseSet[],
  said = new Set<string>(),
): string[] | undefined {
  switch (node.kind) {
    case "word":
      return [node.word];
    case "choice": {
      const ways = node.parts.map((part) => shortest(part, set, sets, new Set(said)));
      return ways.find((way) => way?.length === 0) ?? ways.find((way) => way !== undefined);
    }
    case "sequence": {
      const parts = node.parts.map((part) => shortest(part, set, sets, said));
      return parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
    }
    case "slot": {
      if (node.type === "here") return [];
      const value =
        VALUES[set.language]?.[node.type] ?? SHARED[node.type] ?? Object.keys(set.values[node.type] ?? {})[0];
      if (value !== undefined) return [value];
      if (said.has(node.name)) return undefined;
      said.add(node.name);
      const kinds = set.things[node.type] ?? [node.type === "name" ? (Object.keys(set.kinds)[0] ?? "") : node.type];
      return [named(set, sets, kinds.find((kind) => kind !== ANY_KIND) ?? "")];
    }
  }
}

const callOf = (tool: string, args: Readonly<Record<string, Json>>) => {
  const told = Object.entries(args).filter(([, value]) => typeof value !== "string" || !value.startsWith("{"));
  return [tool, ...told.map(([, value]) => String(value))].join(" ");
};

/** Ways to say every phrase of the servers: what they make of it, and the house in which they are understood. */
export function examplesOf(spoken: readonly Spoken[]) {
  const examples = spoken.flatMap(({ server, sets }) =>
    sets.flatMap((set) => {
      const read = templateReader(set.rules);
      // What needs a name is written once for each of the names it may be.
      const once = set.phrases.filter(({ say, needs }, index) => {
        const isFirst = set.phrases.findIndex((other) => other.say.join() === say.join()) === index;
        return needs === undefined || isFirst;
      });
      return once.flatMap(({ say, tool, args }) =>
        say
          .flatMap((template) => shortest(read(template), set, sets)?.join(" ") ?? [])
          .slice(0, MOST_WAYS)
          .map((sentence): Example => ({ server, language: set.language, call: callOf(tool, args), sentence })),
      );
    }),
  );
  const houses = spoken.map(({ server, sets, tools }) => {
    const kinds = new Map(
      sets.toReversed().flatMap((set) => Object.keys(set.kinds).map((kind) => [kind, set] as const)),
    );
    const things: NameEntry[] = [...kinds].flatMap(([kind]) =>
      [...new Set(sets.filter((set) => kind in set.kinds).map((set) => nameOf(set, kind)))].map((name) => ({
        kind,
        name,
        area: AREA,
      })),
    );
    const needed = sets.flatMap(({ phrases }) => phrases.flatMap(({ needs }) => needs ?? []));
    const names = [{ kind: "area", name: AREA }, ...things, ...needed.map((name) => ({ kind: "scene", name }))];
    return { server, phrases: sets, names, tools };
  });
  return { examples, grammar: compileGrammar(houses, silentLog), area: AREA };
}

/** The page docs/sentences.md. */
export function sentenceSheet(examples: readonly Example[]): string {
  const groups = [...Map.groupBy(examples, ({ server, language }) => `${server} (${language})`)].map(
    ([title, some]) => {
      const rows = [...Map.groupBy(some, ({ call }) => call)].map(
        ([call, ways]) =>
          `| \`${call}\` | ${[...new Set(ways.map(({ sentence }) => sentence))].slice(0, 4).join(" · ")} |`,
      );
      return [`## ${title}`, "", "| call | said, for example |", "| --- | --- |", ...rows, ""].join("\n");
    },
  );
  const intro = [
    "# Sentences",
    "What is understood without any model, one line for each thing that can be told or asked; written by `npm run fix`,",
    "and every sentence here is read by a test. They can be joined (`and`, `then`), put on a condition (`if`, `unless`,",
    "`otherwise`), made polite, and be said of rooms, floors, lists and exceptions: see [phrases](phrases.md).",
    "",
  ];
  return [...intro, ...groups].join("\n");
}
