import { expect, test } from "vitest";
import { phraseSet } from "../../../kernel/phrases.ts";
import type { Catalogue } from "../../hub/door.ts";
import { createVocabulary } from "./vocabulary.ts";

type Spoken = ReturnType<Catalogue["language"]>[number];

const home: Spoken = {
  server: "home",
  tools: ["home_set"],
  names: [{ kind: "light", name: "Ceiling Light", aliases: ["big lamp"], area: "Hall" }],
  phrases: [
    phraseSet.parse({
      language: "en",
      kinds: { light: { words: ["light"], many: ["lights"] } },
      values: { verb: { on: "on", off: "off" } },
      phrases: [{ say: ["(turn|switch) [the] {name} {verb}", "brighten {name}"], tool: "home_set" }],
    }),
  ],
};
const game: Spoken = {
  server: "game",
  tools: ["game_power"],
  names: [{ kind: "world", name: "creative" }],
  phrases: [
    phraseSet.parse({
      language: "en",
      kinds: { world: { words: ["world"] } },
      phrases: [{ say: ["turn {name} on", "who is playing"], tool: "game_power", args: { do: "start" } }],
    }),
  ],
};

function vocabularyOf(...first: Spoken[]) {
  let [language, changed] = [first, () => {}];
  const catalogue: Pick<Catalogue, "language" | "onChange"> = {
    language: () => language,
    onChange: (listener) => {
      changed = listener;
      return () => {};
    },
  };
  const change = (...now: Spoken[]) => {
    language = now;
    changed();
  };
  return { vocabulary: createVocabulary(catalogue), change };
}

test("the words of a server are its kinds and what its phrases hand to its tools", () => {
  const { vocabulary } = vocabularyOf(home, game);
  expect([...vocabulary.of("home_set")]).toEqual(["light", "lights", "on", "off"]);
  expect([...vocabulary.of("game_power")]).toEqual(["world", "start"]);
  expect([...vocabulary.of("nothing")]).toEqual([]);
});

test("a name is meant by its telling words, or by an alias", () => {
  const { vocabulary } = vocabularyOf(home, game);
  expect(vocabulary.namesIn("make the ceiling nicer")).toEqual(["Ceiling Light"]);
  expect(vocabulary.namesIn("my big lamp and creative, please")).toEqual(["Ceiling Light", "creative"]);
  expect(vocabulary.namesIn("some light")).toEqual([]);
  expect(vocabulary.serverOf("creative")).toBe("game");
});

test("a sentence speaks of a server by a name of it, or by a word that is its alone", () => {
  const { vocabulary } = vocabularyOf(home, game);
  expect(vocabulary.domains("brighten things up")).toEqual(["home"]);
  expect(vocabulary.domains("is somebody playing")).toEqual(["game"]);
  expect(vocabulary.domains("creative and the big lamp").toSorted()).toEqual(["game", "home"]);
  expect(vocabulary.domains("turn it")).toEqual([]);
});

test("it is read anew when the house changes", () => {
  const { vocabulary, change } = vocabularyOf(home);
  expect(vocabulary.domains("creative")).toEqual([]);
  change(home, game);
  expect(vocabulary.domains("creative")).toEqual(["game"]);
});
