import type { Phrases } from "../../../kernel/phrases.ts";
import { conditions, values } from "../properties.ts";

type Said = Phrases["phrases"][number];
const get = (what: string | undefined, say: string[], further: string[] = []): Said => ({
  say,
  further,
  tool: "home_get",
  args: { name: "{name}", ...(what && { what }) },
});

/** How a condition is said of things: its own word and others. */
const SAID: Record<string, string> = {
  on: "(on|turned on|switched on|running|active|activated|powered|powered on|lit|working|enabled|up and running|functioning|operational|operating|spinning|whirling|whirling away|circulating|blowing|going|shining)",
  off: "(off|turned off|switched off|inactive|deactivated|powered off|out|disabled|not running|not on|shut off)",
  open: "(open|opened|up|raised|ajar|unclosed|unsealed|pulled up|rolled up|wide open)",
  closed: "(closed|shut|down|lowered|sealed|pulled down|rolled down|all closed|all shut|fully closed)",
  opening: "(opening|raising|rising|going up|moving up|being opened)",
  closing: "(closing|lowering|going down|moving down|being closed)",
  locked: "(locked|all locked|all locked up|properly locked|secured|secure|bolted|locked up|engaged|locked down)",
  unlocked: "(unlocked|unsecured|unbolted|not locked|disengaged)",
  locking: "(locking|being locked|in the process of locking)",
  unlocking: "(unlocking|being unlocked|in the process of unlocking)",
  jammed: "(jammed|blocked)",
  home: "(home|at home|in|in the house|there|here)",
  away: "(away|out|not home|not at home|gone)",
  playing: "(playing|playing [(a|some|any)] (something|anything|music|media|song|sound|video))",
  paused: "(paused|on pause|on hold)",
  idle: "(idle|idling|inactive|doing nothing|resting|in standby|on standby)",
  cleaning: "(cleaning|vacuuming|sweeping|working|running|active|at work|on duty)",
  docked: "(docked|charging|at its dock|in its dock|at home|at its base|on its dock|resting|on its charger)",
  returning: "(returning|going home|heading home|on its way back|returning to its dock|heading back|coming back)",
  stuck: "(stuck|in error|having issues|having problems|in trouble)",
  running: "(running|active|counting down|ticking)",
  low: "(low|running low|empty|almost empty|flat)",
  detected: "(detected|triggered|tripped)",
};

/** How it is asked whether somebody made it so. */
const DONE: Record<string, readonly string[]> = {
  on: ["(turn|turned|switch|switched) on {}", "(turn|turned|switch|switched) {} on", "(leave|left) on {}"],
  off: ["(turn|turned|switch|switched|shut) off {}", "(turn|turned|switch|switched|shut) {} off"],
  open: ["(open|opened|raise|raised|pull up|pulled up) {}"],
  closed: ["(close|closed|shut|lower|lowered|pull down|pulled down) {}"],
  locked: ["(lock|locked|lock up) {}"],
  unlocked: ["(unlock|unlocked) {}"],
};

const isSo = Object.keys(SAID)
  .filter((what) => what in conditions)
  .flatMap((what) => [
    get(
      what,
      [
        `<ask> <question> <lately> {name:about ${what}} <lately> ${SAID[what]} <lately> [{name:about ${what}}]`,
        `<asked> [if|whether] {name:about ${what}} <question> <lately> ${SAID[what]} <lately>`,
        `<ask> (are|is) there {name:about ${what}} ${SAID[what]} <lately>`,
        `(do|did) (i|we) [(leave|have)] [any] {name:about ${what}} ${SAID[what]}`,
        `any {name:about ${what}} ${SAID[what]} <lately>`,
        ...(DONE[what] ?? []).map(
          (done) => `<ask> (did|have|has) (i|we|you|anyone|somebody) ${done.replace("{}", `{name:about ${what}}`)}`,
        ),
      ],
      [`{name:about ${what}} [<question>] <lately> ${SAID[what]} <lately>`],
    ),
    get(`which ${what}`, [
      `<ask> (which|what) [of] {name:about ${what}} <question> <lately> ${SAID[what]} <lately> [{name:about ${what}}]`,
    ]),
    get(`count ${what}`, [
      `<ask> (how many|what number of) {name:about ${what}} <question> <lately> ${SAID[what]} <lately> [{name:about ${what}}]`,
    ]),
  ]);

const VALUE: Record<string, string> = {
  temperature: "(temperature|temp|temperature reading|current temperature)",
  "target temperature": "(target temperature|set temperature|temperature set to|setpoint|target temp)",
  humidity: "(humidity|humidity level)",
  battery: "(battery|battery level|charge|battery charge|battery status|battery percentage)",
  brightness: "(brightness|brightness level)",
  position: "(position)",
  volume: "(volume|volume level)",
  source: "(source|input)",
  speed: "(speed|fan speed)",
  mode: "(mode)",
};

const howMuch = Object.entries(VALUE)
  .filter(([what]) => what in values)
  .map(([what, said]) =>
    get(what, [
      `<ask> (what is|whats|tell me|give me|how is|how high is) [the] [current] ${said} (of|in|on|for|at) {name:about ${what}} <lately>`,
      `<ask> (what is|whats|tell me|give me) {name:about ${what}} ${said} <lately>`,
      `<ask> [the] ${said} (of|in|on|for|at) {name:about ${what}}`,
      `(what is|whats) [the] [current] ${said} <lately> (of|in|on|for|at) {name:about ${what}}`,
    ]),
  );

/** Questions about states. */
export const questions: Said[] = [
  ...isSo,
  ...howMuch,
  {
    say: [
      "<ask> (what is|whats|tell me) [the] [current] <temp_now> [(here|inside)] <lately> {here}",
      "how (warm|hot|cold) is it [(here|inside)] <lately> {here}",
    ],
    tool: "home_get",
    args: { name: "{here}", what: "temperature" },
  },
  {
    say: [
      "<ask> (what is|whats|tell me) [the] [current] humidity [(here|inside)] <lately> {here}",
      "how humid is it [(here|inside)] <lately> {here}",
    ],
    tool: "home_get",
    args: { name: "{here}", what: "humidity" },
  },
  {
    say: [
      "<ask> (what is|whats|tell me) [the] [current] <temp_now> [(here|inside)] <lately>",
      "how (warm|hot|cold) is it [(here|inside)] <lately>",
    ],
    tool: "home_get",
    args: { name: "thermostat", what: "temperature" },
  },
  get("temperature", [
    "how (warm|hot|cold) is (it in|it) {name:about temperature}",
    "how (warm|hot|cold) is {name:about temperature}",
  ]),
  {
    say: [
      "(what is|whats) [the] temperature (outside|outdoors)",
      "how (warm|hot|cold) is it (outside|outdoors)",
      "(what is|whats) the (outside|outdoor) temperature",
    ],
    tool: "home_get",
    args: { name: "outdoor temperature", what: "temperature" },
  },
  get("count", [
    `<ask> [as to] how many {of:word} [there] [(are|can|do|remain|exist|have)] [(there|be found|i have|we have|i got|left|located|listed)] <lately> [(on|in)] (on|in) {name:list} <lately>`,
    `<ask> (what is|whats|for) the [current] (number|quantity|amount|count) of {of:word} (on|in) {name:list} <lately>`,
    `(may|can|could) i ask for the (number|quantity|amount) of {of:word} (on|in) {name:list} <lately>`,
  ]),
  get("count", ["how many {name} (are there|do i have|do we have) [in the house|at home]"]),
  get("brightness", [`<ask> how bright (is|are) {name:about brightness} <lately>`]),
  get("volume", [
    `(i need|i want|<asked>) [to know] the [current] (volume|volume level) (of|on) {name:about volume}`,
    `<ask> how loud is {name:about volume} <lately>`,
  ]),
  get(undefined, [
    `(what is|whats) <lately> [playing] (on|at) {name:about playing} <lately>`,
    `(what|which) [<track>] (is|are) <lately> [playing] on {name:about playing} <lately>`,
    `[is there] anything playing on {name:about playing} <lately>`,
    `(what is|whats) {name:about playing} playing <lately>`,
    `is {name:about on} {one:word} or [(in|on)] {other:word}`,
    `(what|which) [<track>] (is|are) {name:about playing} playing <lately>`,
  ]),
  get("home", [
    "is {name:about home} [at] home",
    "who is [at] {name:about home}",
    "is (there) {name:about home} [at] home",
    "where is {name:about home}",
  ]),
  get(undefined, [
    "(what is|whats|what are|tell me|give me|check|how is|hows|how are) [the] [current] (state|status|condition|update|situation|mode) (of|on|for|with) {name} [right now|now|currently|at the moment]",
    "(what is|whats|tell me|give me) {name} (state|status)",
    "[the] (state|status) (of|for|on) {name}",
    "{name} (status|state)",
    "(got any|any|do you have any) (updates|news|info|information|update) (on|about|for|regarding) {name}",
    "(what is|whats) the (word|story|news|latest) (on|with|about) {name} [right now|now|currently|at the moment]",
    "[can you|could you] update me on {name}",
    "where is {name:vacuum} <lately>",
    "(what is|whats) {name} (doing|up to) [right now|now|currently|at the moment]",
    "(what is|whats) (happening|going on|going down|up|the deal|the story|the word) with {name} [right now|now|currently|at the moment]",
    "(how is|hows) {name} (doing|going) [right now|now|currently|at the moment]",
    "(what is|whats|tell me) {name:reading} [reading|at|showing|saying|indicating]",
    "(what does|what is) {name:reading} (read|show|say|reading)",
    "is {name:mover} (open or closed|closed or open)",
    "is {name:lock} (locked or unlocked|unlocked or locked)",
    "is {name:about on} (on or off|off or on)",
  ]),
];
