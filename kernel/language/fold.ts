/** A text as words are compared by: lower case, without diacritics, "ß" as "ss" (Unicode's CaseFolding.txt). */
export const folded = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replaceAll("ß", "ss");
