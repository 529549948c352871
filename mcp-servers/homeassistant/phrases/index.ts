import type { Phrases } from "../../../kernel/phrases.ts";
import { colorNames } from "../colors.ts";
import { kinds } from "../kinds.ts";
import { climate } from "./climate.ts";
import { german } from "./german.ts";
import { lights } from "./lights.ts";
import { machines } from "./machines.ts";
import { openings } from "./openings.ts";
import { runs } from "./scenes.ts";
import { switching } from "./switching.ts";
import { lists } from "./lists.ts";
import { media } from "./media.ts";
import { measureSayings } from "./measures.ts";
import { questions } from "./questions.ts";
import { rules, sayings } from "./rules.ts";
import { things } from "./things.ts";

// "light blue" is said as two words, written as one.
const TWO_WORDS =
  /^(light|dark|medium|pale|deep|hot|lime|forest|sky|steel|royal|navy|midnight|spring|sea|slate|rosy|sandy|lemon|alice|antique|blue|cadet|corn|dim|dodger|fire|floral|ghost|indian|lavender|lawn|mint|misty|navajo|old|olive|orange|papaya|peach|powder|rebecca|saddle|white|yellow|green|honey)(?=[a-z]{3})/;
const spoken = (name: string) => name.replace(TWO_WORDS, "$1 ");
const colors = Object.fromEntries(
  colorNames.flatMap((name) => [
    [name, name],
    [spoken(name), name],
  ]),
);

/** How people say in English what the home's tools do. */
export const english: Phrases = {
  language: "en",
  rules,
  kinds,
  values: {
    ...sayings,
    color: colors,
    measure: measureSayings,
    halfway: { halfway: 50, "half way": 50, half: 50, "half open": 50 },
  },
  things,
  phrases: [...runs, ...switching, ...lights, ...openings, ...machines, ...climate, ...media, ...lists, ...questions],
};

/** Every language the home is spoken to in. */
export const phrases: readonly Phrases[] = [english, german];
