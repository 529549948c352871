/** Ways of saying that many phrases share. */
export const rules: Record<string, string> = {
  switch: "(turn|switch|put|power|flip)",
  on_verb: "(activate|enable|engage|start|light up|bring on|fire up|power up|illuminate|run)",
  off_verb: "(deactivate|disable|kill|cut|extinguish|shut down|power down|disengage)",
  sure: "(make (sure|certain)|ensure|see to it) [that]",
  be: "(is|are|be|stays|stay)",
  // "we're" is written "were" when its apostrophe is gone.
  i: "(im|i am|we are|were)",
  want: "(i want|i need|id like|i would like|lets have|we want|we need|i wish|have)",
  set: "(set|change|adjust|make|put|turn|bring|get|switch)",
  to: "(to|at|to be)",
  up: "(increase|raise|turn up|up|boost|bump up|step up|crank up|ramp up|pump up)",
  down: "(decrease|lower|reduce|turn down|drop|cut|step down|bring down|ramp down)",
  brightness: "(brightness|brightness level|light level|dimness|intensity|luminosity)",
  color: "(color|colour|hue|tint)",
  temp: "(temp|temperature|heat|heating|climate temperature|target temperature)",
  temp_now: "(temperature|temp|room temperature)",
  vol: "(volume|sound|loudness|audio)",
  raise: "(open|raise|lift|pull up|roll up|draw|unshut)",
  shut: "(close|shut|lower|pull down|roll down|drop|seal)",
  halt: "(stop|halt|freeze|cease|quit|abort)",
  // Said by name or noun: of a bare room, these verbs would mean something else.
  opener: "({name:cover}|{name:valve})",
  heater: "({name:thermostat}|{name:water heater})",
  moody: "({name:thermostat}|{name:water heater}|{name:fan}|{name:humidifier})",
  base: "(home|to [(the|its)] (base|dock|charger|charging station|charging base|docking station|home|station))",
  routine: "[(the|my)] [(scene|script|routine|automation)]",
  routine_name: "({name:scene}|{name:script}|{name:automation})",
  // "at 7" is a time of the day.
  level: "((to|to be|to at) {value:percent}|at {value:share})",
  track: "(track|song|title|item|one|tune|episode|video|chapter)",
  where: "(on|in|at|for|with|of)",
  curtly: "(a bit|a little|a little bit|slightly|some|a notch|a touch)",
  question: "(is|are)",
  asked:
    "(can you tell me|could you tell me|tell me|do you know|i wonder|check|see|any idea|let me know|can you check|could you check|please check|please tell me|id like to know|i want to know|do you happen to know|is it true that|can you confirm|could you confirm|confirm|can you see|could you see|verify|is it the case that|would you know|i would like to know|could you inform me|inform me|update me|is it possible for you to tell me|im wondering|i was wondering)",
  ask: "[so|well|and] [<asked>] [if|whether|that]",
  lately:
    "[(right now|currently|now|at the moment|still|already|at present|at this time|presently|yet|at this moment|at the present moment)]",
};

const PERCENT_WORDS = {
  max: 100,
  maximum: 100,
  "the max": 100,
  "the maximum": 100,
  highest: 100,
  "the highest": 100,
  full: 100,
  "full brightness": 100,
  min: 1,
  minimum: 1,
  "the minimum": 1,
  "the min": 1,
  lowest: 1,
  "the lowest": 1,
};

// What televisions and receivers call their inputs and apps; others are said with the word "source" or "input".
const SOURCES =
  "tv|live tv|netflix|youtube|spotify|plex|prime video|disney plus|apple tv|chromecast|fire tv|kodi|jellyfin|emby|airplay|bluetooth|aux|line in|optical|usb|radio|tuner|fm|dab|cd|vinyl|phono|playstation|ps5|xbox|switch|nintendo switch|pc|computer|game|blu ray|dvd|hdmi".split(
    "|",
  );
const source = Object.fromEntries(
  [...SOURCES, ...[1, 2, 3, 4, 5, 6].map((number) => `hdmi ${number}`)].map((name) => [name, name]),
);

/** Sayings that stand for a value. */
export const sayings = {
  source,
  extreme: PERCENT_WORDS,
  white: {
    "warm white": "warm",
    warm: "warm",
    "soft white": "soft",
    "cool white": "cool",
    "cold white": "cool",
    cool: "cool",
    cold: "cool",
    neutral: "neutral",
    "neutral white": "neutral",
    daylight: "daylight",
    "candle light": "candle",
    candlelight: "candle",
  },
  mode: {
    heat: "heat",
    heating: "heat",
    cool: "cool",
    cooling: "cool",
    auto: "auto",
    automatic: "auto",
    dry: "dry",
    drying: "dry",
    off: "off",
    eco: "eco",
    "fan only": "fan_only",
    "heat cool": "heat_cool",
    away: "away",
    boost: "boost",
    comfort: "comfort",
    sleep: "sleep",
    home: "home",
    activity: "activity",
  },
  level: { low: "low", medium: "medium", high: "high", minimum: "low", maximum: "high", max: "high", full: "high" },
};
