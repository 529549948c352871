import { english } from "./english.ts";
import { german } from "./german.ts";
import type { Language } from "./language.ts";

/** The languages that are understood, the one that is tried first before the others. */
export const languages: readonly [Language, ...Language[]] = [english, german];

/** Whether a language, by its BCP 47 code, is this one or one of its varieties. */
export const isIn = (code: string, { code: own }: Pick<Language, "code">): boolean =>
  code === own || code.startsWith(`${own}-`);
