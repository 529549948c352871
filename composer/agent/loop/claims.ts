const DONE =
  "turned|switched|set|locked|unlocked|opened|closed|started|stopped|restarted|rebooted|added|removed|created|deleted|dimmed|raised|lowered|changed|adjusted|scheduled|cancelled|canceled|paused|resumed|played|muted|activated|made|shut|put|sent";
const GETAN =
  "geschaltet|gestellt|gesetzt|gemacht|gestartet|gestoppt|beendet|geöffnet|geschlossen|gesperrt|gelöscht|hinzugefügt|entfernt|gedimmt|angelegt|erledigt";
/** How models say that they did something, in the languages that are understood. */
const CLAIMS = [
  new RegExp(`\\b(?:i|we)(?:['’]ve| have)? (?:just |now |also |successfully )*(?:${DONE}|done)\\b`, "i"),
  new RegExp(`\\b(?:has|have|was|were|is|are) (?:just |now |all |successfully )*(?:been )?(?:${DONE})\\b`, "i"),
  new RegExp(`^\\W*(?:ok(?:ay)?|sure|yes|alright|all right)?\\W*(?:${DONE}|done|all set|all done)\\b`, "i"),
  /\b(?:is|are) now (?:on|off|open|playing|running|at|in)\b/i,
  new RegExp(`\\b(?:habe|hab|wurde|wurden|ist|sind)\\b.{0,60}(?:${GETAN})(?!\\p{L})`, "iu"),
  /^\W*(?:ok(?:ay)?|gut)?\W*(?:erledigt|fertig|gemacht)(?!\p{L})/iu,
  /\b(?:ist|sind) (?:jetzt|nun) (?:an|aus|offen|zu)\b/i,
];

/** Whether words say that something was done: only a tool's result says that. */
export const claimsDone = (text: string): boolean => CLAIMS.some((claim) => claim.test(text));

/** Whether words only ask back. */
export const asksBack = (text: string): boolean => /\?["”’»)]*\s*$/.test(text.trim());
