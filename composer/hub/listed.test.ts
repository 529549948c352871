import { expect, test } from "vitest";
import { META } from "../../kernel/wire.ts";
import { readPhrases } from "./listed.ts";

const english = { language: "en", phrases: [{ say: ["echo"], tool: "echo" }] };
const german = { language: "de", phrases: [] };

test.each([
  ["one set", english, ["en"]],
  ["a set for each language", [english, german], ["en", "de"]],
  ["none", undefined, []],
  ["no set", { phrases: "none" }, []],
  ["a list with something else in it", [english, "german"], []],
])("of a server's phrases, %s", (_, sent, languages) => {
  expect(readPhrases({ [META.phrases]: sent }).map(({ language }) => language)).toEqual(languages);
});
