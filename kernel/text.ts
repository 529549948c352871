// Control characters (Cc), formats that reorder or hide text (Cf: UAX #9, UTS #39), line and paragraph separators.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** Text from outside as data: one line, without control and bidi characters, at most `limit` characters. */
export function clean(text: string, limit = 200): string {
  const line = text.replace(HIDDEN, " ").replace(/ {2,}/g, " ").trim();
  if (line.length <= limit) return line;
  const cut = line.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, ""); // never half a character
  return `${cut.trimEnd()}…`;
}

/** "a", "a and b", "a, b and c"; with `word` "or" for choices. */
export function listed(items: readonly string[], word = "and"): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} ${word} ${last}`;
}

/** "1 light", "4 lights". */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** A text without some signs at its end; by hand, as a pattern for that takes quadratic time. */
export function withoutEnd(text: string, signs: string): string {
  let end = text.length;
  while (end > 0 && signs.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
