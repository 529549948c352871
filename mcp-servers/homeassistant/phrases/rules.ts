/** Ways of saying that many phrases share. */
export const rules: Record<string, string> = {
  switch: "(turn|switch|put|power|flip)",
  on_verb: "(activate|enable|engage|start|light up|bring on|fire up|power up|illuminate|run)",
  off_verb: "(deactivate|disable|kill|cut|extinguish|shut down|power down|disengage)",
  sure: "(make (sure|certain)|ensure|see to it|check|verify) [that]",
  be: "(is|are|be|stays|stay)",
  want: "(i want|i need|id like|i would like|lets have|we want|we need|i wish|have)",
  set: "(set|change|adjust|make|put|turn|bring|get|switch)",
  to: "(to|at|to be)",
  up: "(increase|raise|turn up|up|boost|bump up|step up|crank up|ramp up|pump up)",
  down: "(decrease|lower|reduce|turn down|drop|cut|step down|bring down|ramp down)",
  brightness: "(brightness|brightness level|light level|dimness|intensity|luminosity)",
  color: "(color|colour|hue|tint)",
  temp: "(temp|temperature|heat|heating|climate temperature|target temperature)",
  vol: "(volume|sound|loudness|audio)",
  raise: "(open|raise|lift|pull up|roll up|draw|unshut)",
  shut: "(close|shut|lower|pull down|roll down|drop|seal)",
  halt: "(stop|halt|freeze|cease|quit|abort)",
  track: "(track|song|title|item|one|tune|episode|video|chapter)",
  where: "(on|in|at|for|with|of)",
  curtly: "(a bit|a little|a little bit|slightly|some|a notch|a touch)",
  question: "(is|are)",
};

const PERCENT_WORDS = { max: 100, maximum: 100, "the max": 100, "the maximum": 100, highest: 100, "the highest": 100, full: 100, "full brightness": 100,
  min: 1, minimum: 1, "the minimum": 1, "the min": 1, lowest: 1, "the lowest": 1 };

/** Sayings that stand for a value. */
export const sayings = {
  extreme: PERCENT_WORDS,
  white: { "warm white": "warm", warm: "warm", "soft white": "soft", "cool white": "cool", "cold white": "cool", cool: "cool", cold: "cool", neutral: "neutral", "neutral white": "neutral", daylight: "daylight", "candle light": "candle", candlelight: "candle" },
  mode: { heat: "heat", heating: "heat", cool: "cool", cooling: "cool", auto: "auto", automatic: "auto", dry: "dry", drying: "dry", off: "off", eco: "eco", "fan only": "fan_only", "heat cool": "heat_cool", away: "away", boost: "boost", comfort: "comfort", sleep: "sleep", home: "home", activity: "activity" },
  level: { low: "low", medium: "medium", high: "high", minimum: "low", maximum: "high", max: "high", full: "high" },
};
