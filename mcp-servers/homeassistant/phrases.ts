import type { Phrases } from "../../kernel/phrases.ts";
import { kinds } from "./kinds.ts";

/** How people say what the home's tools do. */
export const phrases: Phrases = { language: "en", kinds, phrases: [] };
