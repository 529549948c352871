import { sensed } from "../detectors.ts";
import { conditions } from "../conditions.ts";
import type { Said } from "./said.ts";

type Ways = Pick<Said, "say" | "further" | "when">;
const get = (what: string, ways: Ways): Said => ({ ...ways, tool: "home_get", args: { name: "{name}", what } });

/** How a condition is said of things: its own word and others. */
const SAID: Record<string, string> = {
  on: "(on|turned on|switched on|running|active|activated|powered|powered on|lit|working|enabled|up and running|functioning|operational|operating|spinning|whirling|whirling away|circulating|blowing|going|shining)",
  off: "(off|turned off|switched off|inactive|deactivated|powered off|out|disabled|not running|not on|shut off)",
  open: "(open|opened|up|raised|ajar|unclosed|unsealed|pulled up|rolled up|wide open)",
  closed: "(closed|shut|down|lowered|sealed|pulled down|rolled down|all closed|all shut|fully closed)",
  opening: "(opening|raising|rising|going up|moving up|being opened)",
  closing: "(closing|lowering|going down|moving down|being closed)",
  locked: "(locked|lock|all locked|all locked up|properly locked|secured|secure|bolted|locked up|engaged|locked down)",
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
  detected: "(detected|triggered|tripped|set off)",
  normal: "(normal|fine|okay|ok)",
  charging: "(charging|being charged)",
  "not charging": "not charging",
  cold: "cold",
  hot: "(hot|overheating)",
  connected: "(connected|online|reachable)",
  disconnected: "(disconnected|offline|not connected|unreachable)",
  wet: "(wet|leaking)",
  dry: "dry",
  moving: "moving",
  still: "(still|not moving)",
  vibrating: "(vibrating|shaking)",
  occupied: "(occupied|in use|taken)",
  "not occupied": "(empty|vacant|unoccupied|not occupied|free|clear)",
  "plugged in": "(plugged in|plugged)",
  unplugged: "(unplugged|not plugged in)",
  powered: "(powered|powered on|powered up)",
  "without power": "(without power|unpowered)",
  safe: "safe",
  unsafe: "(unsafe|not safe)",
  "tampered with": "(tampered with|tampered)",
  "up to date": "(up to date|updated)",
  "out of date": "(out of date|outdated)",
  quiet: "(quiet|silent)",
  dark: "dark",
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
  .flatMap((what) => {
    const [things, said] = [`{name:about ${what}}`, SAID[what]];
    const isState = `${things} <be> <lately> ${said} <lately>`;
    return [
      get(what, {
        say: [
          `<ask> <question> <lately> ${things} <lately> ${said} <lately> [${things}]`,
          `<asked> [if|whether] ${things} <question> <lately> ${said} <lately>`,
          `<ask> (are|is) there ${things} ${said} <lately> [${things}]`,
          `<ask> (are|is) there (any|a) ${said} ${things}`,
          `(do|did) (i|we) [(leave|have)] [any] ${things} ${said}`,
          `any ${things} ${said} <lately> [${things}]`,
          ...(DONE[what] ?? []).map(
            (done) => `<ask> (did|have|has) (i|we|you|anyone|somebody) ${done.replace("{}", things)}`,
          ),
        ],
        further: [`${things} [<question>] <lately> ${said} <lately>`],
        when: [isState, `there (is|are) ${things} ${said}`],
      }),
      get(`none ${what}`, {
        say: [`<ask> <question> (no|none of) ${things} <lately> ${said} <lately>`],
        when: [`(no|none of) ${isState}`],
      }),
      get(`which ${what}`, {
        say: [
          `<ask> (which|what) [of] ${things} <question> <lately> ${said} <lately> [${things}]`,
          `(which|what) ${said} ${things} (are|is) there`,
        ],
      }),
      get(`count ${what}`, {
        say: [
          `<ask> (how many|what number of) ${things} <question> <lately> ${said} <lately> [${things}]`,
          `how many ${said} ${things} (are|is) there`,
        ],
      }),
    ];
  });

/** What is there or not: smoke in the kitchen, motion at the door. */
const SENSED: Record<string, string> = {
  motion: "(motion|movement)",
  smoke: "(smoke|a fire|fire)",
  gas: "(gas|a gas leak)",
  "carbon monoxide": "(carbon monoxide|co)",
  water: "(water|a leak|a water leak|water leaking|leak|leaks)",
  sound: "(sound|noise|a sound|a noise)",
  light: "light",
  vibration: "vibration",
  problem: "(a problem|problem|problems)",
};

const isThere = Object.keys(sensed).map((what) => {
  const [things, it] = [`{name:about ${what}}`, SENSED[what] ?? what];
  return get(what, {
    say: [
      `<ask> (is|are) there [any] ${it} [detected] <lately> [(in|at|on|by|near|from)] ${things} <lately>`,
      `any ${it} [detected] <lately> [(in|at|on|by|near|from)] ${things}`,
      `<ask> (is|are|was) [any] ${it} detected <lately> [(in|at|on|by|near|from)] ${things}`,
      `<ask> (is|does|has) ${things} (detecting|detect|detected|sensing|sense|sensed|see|seeing|seen|hear|hearing|heard|report|reporting) [any] ${it} <lately>`,
    ],
    when: [
      `there is [any] ${it} [(in|at|on|by|near|from)] ${things}`,
      `${it} is detected [(in|at|on|by|near|from)] ${things}`,
      `${things} (detects|sees|hears|reports) [any] ${it}`,
    ],
  });
});

const about = (name: string, what: string, ways: Ways): Said => ({ ...ways, tool: "home_get", args: { name, what } });
const ANYONE = "(anyone|anybody|someone|somebody)";

/** Who is where. */
const people: Said[] = [
  about("anyone", "home", {
    say: [`<ask> is ${ANYONE} [still] [at] home <lately>`, `<ask> is there ${ANYONE} [at] home`],
    when: [`${ANYONE} is [still] [at] home`],
  }),
  about("anyone", "none home", {
    say: ["<ask> is (nobody|no one|noone) [at] home", "<ask> is (the house|the home) empty"],
    when: [
      "(nobody|no one|noone) is [at] home",
      "everyone (is out|is away|has left|left)",
      "everybody (is out|is away|has left|left)",
      "(the house|the home) is empty",
    ],
  }),
  about("everyone", "which home", { say: ["<ask> (who is|whos) <lately> [at] (home|in|there|here|around)"] }),
  about("everyone", "which away", { say: ["<ask> (who is|whos) <lately> (away|out|not [at] home|gone)"] }),
  get("occupied", {
    say: [`<ask> is ${ANYONE} <lately> (in|at|inside) {name:about occupied} <lately>`],
    when: [`${ANYONE} is (in|at|inside) {name:about occupied}`],
  }),
  get("home", {
    say: ["is {name:about home} [at] home", "is (there) {name:about home} [at] home"],
    when: ["{name:about home} is [at] home"],
  }),
];

/** What people say of the sky. */
const WEATHER: Record<string, string> = {
  sunny: "(sunny|clear)",
  cloudy: "(cloudy|overcast|foggy)",
  raining: "(raining|rainy|wet)",
  snowing: "(snowing|snowy)",
  windy: "(windy|stormy)",
};
const skies = Object.entries(WEATHER).map(([what, said]): Said => ({
  ...about("weather", what, {
    say: [`<ask> is it <lately> ${said} [(outside|out|out there)] <lately>`],
    when: [`it is <lately> ${said} [(outside|out)]`],
  }),
  needs: "weather",
}));

/** Questions that have a yes or no, which, and how many. */
export const conditionQuestions: Said[] = [...isSo, ...isThere, ...people, ...skies];
