/** Characters of a word that share a token; o200k has most English and German ones in one or two. */
const PER_TOKEN = 4;

/**
 * Tokens of a text, rather too many than too few for what people say: the real count needs a table of 2 MB, which
 * `steward prompt` and the tests load and a running composer does not.
 */
export function tokensAtMost(text: string): number {
  const parts = text.match(/[\p{L}\p{M}]+|\p{N}{1,3}|\n|[^\s]/gu) ?? [];
  return parts.reduce((sum, part) => sum + costOf(part), 0);
}

function costOf(part: string): number {
  if (/^[A-Za-z]+$/.test(part)) return Math.ceil(part.length / PER_TOKEN);
  // A letter beyond ASCII begins a token of its own, and an emoji takes up to three.
  return /^[\p{L}\p{M}]/u.test(part) ? Math.ceil(part.length / 2) + 1 : part.length > 1 || part > "\u007f" ? 3 : 1;
}
