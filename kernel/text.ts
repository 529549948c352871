// Control characters, line and paragraph separators, and everything that reorders or hides text (Unicode UAX #9, UTS #39).
// oxlint-disable-next-line no-control-regex
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+/g;

/** Text from outside as data: one line, without control and bidi characters, at most `limit` characters. */
export function clean(text: string, limit = 200): string {
  const line = text.replace(HIDDEN, " ").replace(/ {2,}/g, " ").trim();
  return line.length <= limit ? line : `${line.slice(0, limit - 1).trimEnd()}…`;
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
