import { expect, test } from "vitest";
import { renamer } from "./rename.ts";

const home = JSON.stringify({ entities: [{ entity_id: "light.attic", name: "Attic Light", state: "off" }] });
const said = JSON.stringify({ utterance: "turn off the attic light", expect_calls: [{ entity_id: "light.attic" }] });

test("names become others in home and sentence alike; ids and the words around them stay", () => {
  const change = renamer("7", [home, said]);
  const name: string = JSON.parse(change(home)).entities[0].name;
  expect(name).toMatch(/^(?!Attic)[A-Z][a-z]+ Light$/);
  expect(JSON.parse(change(said))).toEqual({
    utterance: `turn off the ${name.toLowerCase()}`,
    expect_calls: [{ entity_id: "light.attic" }],
  });
});

test("a seed gives the same names again, another seed others", () => {
  expect(renamer("7", [home])(home)).toBe(renamer("7", [home])(home));
  expect(renamer("7", [home])(home)).not.toBe(renamer("8", [home])(home));
});
