import { wordsOf } from "../../../kernel/names/words.ts";

const DONE =
  "turned|switched|set|locked|unlocked|opened|closed|started|stopped|restarted|rebooted|added|removed|created|deleted|dimmed|raised|lowered|changed|adjusted|scheduled|cancelled|canceled|paused|resumed|played|muted|activated|made|shut|put|sent";
const HABEN = new Set("habe hab wurde wurden ist sind".split(" "));
const GETAN =
  "geschaltet gestellt gesetzt gemacht gestartet gestoppt beendet geoffnet geschlossen gesperrt geloscht hinzugefugt entfernt gedimmt angelegt erledigt".split(
    " ",
  );
/** German puts what was done at the end, this many words behind the verb at most. */
const BETWEEN = 10;
/** How models say that they did something, in the languages that are understood. */
const CLAIMS = [
  new RegExp(`\\b(?:i|we)(?:['’]ve| have)? (?:just |now |also |successfully )*(?:${DONE}|done)\\b`, "i"),
  new RegExp(`\\b(?:has|have|was|were|is|are) (?:just |now |all |successfully )*(?:been )?(?:${DONE})\\b`, "i"),
  new RegExp(`^\\W*(?:(?:ok(?:ay)?|sure|yes|alright|all right)\\W+)?(?:${DONE}|done|all set|all done)\\b`, "i"),
  /\b(?:is|are) now (?:on|off|open|playing|running|at|in)\b/i,
  /^[^\p{L}]*(?:(?:ok|okay|gut)[^\p{L}]+)?(?:erledigt|fertig|gemacht)(?!\p{L})/iu,
  /\b(?:ist|sind) (?:jetzt|nun) (?:an|aus|offen|zu)\b/i,
];

/** Whether words say that something was done: only a tool's result says that. */
export const claimsDone = (text: string): boolean => CLAIMS.some((claim) => claim.test(text)) || claimsGetan(text);

function claimsGetan(text: string): boolean {
  const words = wordsOf(text);
  return words.some(
    (word, at) =>
      HABEN.has(word) &&
      words.slice(at + 1, at + 1 + BETWEEN).some((behind) => GETAN.some((done) => behind.endsWith(done))),
  );
}

/** Whether words only ask back. */
export const asksBack = (text: string): boolean => /\?["”’»)]*\s*$/.test(text.trim());
