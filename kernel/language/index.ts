import { english } from "./english.ts";
import { german } from "./german.ts";
import type { Language } from "./language.ts";

/** The languages that are understood, the one that is tried first before the others. */
export const languages: readonly [Language, ...Language[]] = [english, german];
