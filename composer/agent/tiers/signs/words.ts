/** What makes a sentence hard for a small model. */
export type Sign = "condition" | "comparison" | "exception" | "order" | "choice" | "planning";

/**
 * Ways to say each sign, separated by commas: words in a row; "…" for anything between, "(a|b)" for one of them, "~" for
 * a word that means the most of something.
 */
export interface Signs {
  says: Record<Sign, string>;
  /** how words end that mean the most of something, and words that end so and do not */
  most: { ends: RegExp; others: ReadonlySet<string> };
  /** ways to say something simple with the words of a sign; left out before any sign is looked for */
  plain: string;
  /** ways to ask whether something is so, which are no condition where nothing else is wished for */
  asks: string;
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(" "));

export const english: Signs = {
  says: {
    condition: `if, unless, otherwise, whenever, as (soon|long) as, in case, provided, depending on,
      when (its|the|i|he|she|we|they|it|my|there|somebody|someone|everybody|everyone|nobody|anybody),
      once (the|it|i|he|she|we|they|everybody|everyone), while (the|i|he|she|we|they|it|somebody|someone|nobody),
      until (he|she|they|everybody|everyone|nobody), until (the|it|my) … (is|are|has|have|goes|gets),
      but only, on days when, after (i|he|she|we|they|the … is|everybody|everyone), (keep|stay|hold) … between, and whether, so that, so (it|that|we|they) … (is|are|can), make sure that, wait (for|until|till)`,
    comparison: `than, compare, compared, difference, as … as, the same … as, twice, double, half of, ~, most, least,
      fewest, on average, (which|who|what) … (more|fewer|less), (that|which) (match|matches), in common, the number of, which of the two,
      (which|who|what|there) … (brighter|darker|warmer|colder|louder|quieter|higher|lower|bigger|smaller|older|newer|faster|cheaper|better), at the same time, match`,
    exception: `except, apart from, other than, excluding, but not, but (leave|keep|let), everything but, besides, without, all but, but (more|less|not|none|never), (all|every) … but,
      (leave|keep|without) … the (rest|others)`,
    order: `first … then, then … then, and then, after that, afterwards, one after (another|the other), one by one,
      step by step, every … until, before that, alternate, alternately, slowly, gradually, little by little, instead of,
      swap, in turn, in order, the opposite, copy the, reverse, at a time, in between, by … every, (all|every) … by (a|an|half|one|two|five|ten), (two|three|four|five|several|many) times`,
    choice: `whichever, (rooms|lights|lamps|machines|services|names|tasks|worlds|players|things) (that|who|which),
      whatever, whoever, each … (a different|its own|their own), each (of|one), in the last (hour|hours|day|days|week), (rooms|lights|machines|services) where, (everyone|everybody|anyone|those|all) who, that (was|were|had|has been|have been),
      only what, (rename|move|change|check|give|update) (all|every|each), those (that|who|which|without), the ones (that|who|which|without|not),
      the one (that|which|with|without), every … (that|who|which|without), all … (that|who|which|without),
      any … (that|who|which), everything that, what is not, the last … (that|who|which), and in which`,
    planning: `why, explain, analyse, analyze, worth, what is missing, test whether, (which|what|who) … (would|could|should), plan, suggest, recommend, propose, figure out, find out, decide, prepare, organise, organize,
      reorganise, reorganize, optimise, optimize, sort, summarise, summarize, summary, work out,
      what (would|should|could), which … should, the best, as if, how long (until|till), how (much|many) … would,
      what happened, did you do, advise, think about, what is wrong, broken, repair, postpone, have been … since, has been … since, what (i|we) (did|said|changed|turned|put|told|had), how (did|has|have), the better, should not, that should, balance, and (why|since when), find a (free|way|better|good),
      (which|what|all|any) … no longer, get … ready for`,
  },
  most: {
    ends: /^[a-z]{3,}est$/,
    others: set(
      "rest test west east guest nest forest request interest nearest priest harvest contest arrest chest latest protest suggest digest invest honest modest everest konntest mochtest wurdest solltest wolltest durftest",
    ),
  },
  plain: `if you (can|could|would|will|may|like|want|please|dont mind|have time|have a moment|get the chance),
    if (possible|necessary|needed|need be|i may), if (thats|that is|its|it is) (ok|okay|fine|possible|alright|not too much),
    when you (can|could|get a chance|have time|have a moment|like), when (it is|its) convenient,
    as … as (possible|you can), than (now|that|this|before|usual), as (warm|bright|loud|dark|cold|quiet) as it gets, ~ (you can|possible),
    (glad|happy|grateful|great|nice|lovely) if (you|somebody|someone|we) (can|could|would), (no|not) more than, at (most|least),
    (to|at|on) ~, (to|at|on) (the|its|their) ~, what sort of, sort of, kind of, best of, the plan, whatever is playing,
    if you (dont mind|please|would), if (you would|youd) be so (kind|good) (as to|and), if (you would|youd) be so (kind|good),
    if i (may ask|might ask|may say), if (im|i am) not mistaken, if memory serves, if i (remember|recall) (right|rightly|correctly),
    if it pleases you, if (its|it is) (all the same to you|no trouble|not asking too much), if nobody minds,
    if not already done, if it isnt already, if (youre|you are) listening, if anything, if so, if only,
    unless (im|i am) (wrong|mistaken), unless you object, unless youve done it already,
    when all is said and done, when in doubt, when it comes to, when i come to think of it, when i say,
    when you (find the time|get a minute|have a second|have a minute|are ready|are done), when youve got (a second|a minute|a moment),
    when youre (ready|done|done with that), whenever you (can|like|find the time|are ready), whenever youre ready,
    as far as (i can tell|i know|im concerned|i am concerned), as soon as you can, as long as youre listening, as you can (see|hear),
    as i (said|say), as (always|usual|ever|for|of now|per), as a (favour|favor|matter of fact), while (youre|you are) (at it|there|about it),
    while (ive|i have) got you, before (i forget it again|i forget it|i forget|you ask|anything else), after all, after you,
    then again, (now|well|right|ok|okay|so|but) then, even so, so be it, without further ado, without wanting to be a pain,
    more or less, less is more, no less than, more than anything, better late than never, the sooner the better, most of all,
    first of all, the most important thing first, in other words, once (again|more|and for all), otherwise fine,
    other than that nothing, except for one thing, why (dont|not) (you|we), why not, how about, what about, what do you say we,
    what i (mean|need|want|really want) is, what (id|i would) (really like|like) is, all i want is, would it be too much trouble to,
    whatever you say, whoever is listening, just (in case|to be safe), (im|i am|i was) (wondering|hoping) (if|whether) you (can|could|would),
    i wonder (if|whether) you (can|could|would), (id|i would) (appreciate it|be glad|be happy|be grateful|be much obliged) if,
    (it would|itd) be (nice|lovely|great|kind) if, could it be that, is it possible to, is there any way you (can|could)`,
  asks: "(check|see|find out|know|tell me|wonder|wondering|let me know|look|idea|clue|check for me) (if|whether)",
};

export const german: Signs = {
  says: {
    condition: `wenn, falls, sobald, solange, sofern, es sei denn, sonst, ansonsten, andernfalls, damit, und ob, sodass,
      so dass, so … † dass, warte, je nachdem, bis (er|sie|es|wir|niemand|alle|jemand), bis (der|die|das) … (ist|sind|hat|haben)`,
    comparison: `(mehr|weniger|kalter|warmer|heller|dunkler|lauter|leiser|grosser|kleiner|hoher|langer|besser) … als,
      vergleiche, vergleich, unterschied, so … wie, am meisten, gleiche … wie, doppelt, ~`,
    exception: "ausser, bis auf, aber nicht, mit ausnahme",
    order: `zuerst … dann, erst … dann, danach, nacheinander, der reihe nach, anschliessend, abwechselnd, langsam,
      allmahlich, schrittweise, tausche, statt`,
    choice:
      "diejenigen, alle … † (die|ohne), jede … † die, jeden … † der, jedes … † das, alles was, alles † was, jeweils",
    planning: `warum, wieso, weshalb, erklare, plane, bereite … vor, schlag … vor, finde heraus, sortiere,
      fasse … zusammen, organisiere, was (ware|wurde|sollte|konnte), als ob, uberlege, am besten`,
  },
  most: {
    ends: /^(?:\p{L}{2,}[^aeious]|\p{L}{4,}e)sten?$/u,
    others: set(
      "ernste ersten erste nachste nachsten fernsten liste listen dienste diensten fenster gaste gasten kosten kiste kasten garten testen starten",
    ),
  },
  plain: `wenn (du|es) (kannst|konntest|magst|geht), wenns geht, wenn du so (lieb|nett|gut) bist, wenn moglich,
    falls moglich, sonst noch, ausser (mir|uns|dir), wenn das (moglich ist|geht|passt), so … wie moglich,
    wenn ich (mich nicht irre|bitten darf|fragen darf), wenns recht ist, wenn es (recht ist|dir nichts ausmacht), falls du mich horst,
    sobald du kannst, solange es geht, bevor ich es vergesse, soweit ich weiss, wie (immer|gesagt|ublich), was solls, wer weiss,
    warum nicht, also gut, na dann, alles klar, sonst nichts, ansonsten nur, erst mal, wieder mal, ich (glaube|denke|finde)`,
  asks: "",
};
