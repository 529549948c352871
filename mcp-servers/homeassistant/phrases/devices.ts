import type { Phrases } from "../../../kernel/phrases.ts";

type Said = Phrases["phrases"][number];
const set = (verb: string, say: string[], further: string[] = []): Said => ({
  say,
  further,
  tool: "home_set",
  args: { name: "{name}", do: verb },
});
const to = (verb: string, value: string | number, say: string[], further: string[] = []): Said => ({
  say,
  further,
  tool: "home_set",
  args: { name: "{name}", do: verb, value },
});

/** On, off and toggle. */
export const switching: Said[] = [
  set(
    "on",
    [
      "<switch> on {name:on}",
      "<switch> {name:on} on [{name:on}]",
      "<on_verb> {name:on}",
      "{name:on} on [{name:on}]",
      "<sure> {name:on} <be> [turned|switched] (on|running|active)",
      "<want> {name:on} [(turned|switched)] (on|running) [{name:on}]",
      "{name:on} (needs|need|has|have|should) [to] be [turned] on",
      "(time to|let there be) [turn on] {name:on}",
    ],
    ["on {name:on}", "{name:on} <be> [turned|switched] (on|running)"],
  ),
  set(
    "off",
    [
      "(<switch>|shut) off {name:on}",
      "(<switch>|shut) {name:on} off [{name:on}]",
      "(turn|put) out {name:light}",
      "<off_verb> {name:on}",
      "{name:on} (off|out) [{name:on}]",
      "<sure> {name:on} <be> [turned|switched] off",
      "<want> {name:on} [(turned|switched)] off [{name:on}]",
      "(we|i) (dont|do not) need {name:on} [(turned|switched)] on [anymore|any more|any longer]",
      "{name:on} (needs|need|has|have|should) [to] be [turned] off",
      "<halt> {name:fan}",
      "time to (<switch>|shut) {name:on} off",
      "time to (<switch>|shut) off {name:on}",
    ],
    ["off {name:on}", "{name:on} <be> [turned|switched] off"],
  ),
  ...["on", "off"].map((verb): Said => ({
    say: [
      `<switch> ${verb} {name:on} [,] but (leave|keep) {but:on} (on|off|alone|as (it is|they are))`,
      `<switch> {name:on} ${verb} [,] but (leave|keep) {but:on} (on|off|alone|as (it is|they are))`,
    ],
    tool: "home_set",
    args: { name: "{name} except {but}", do: verb },
  })),
  set("toggle", [
    "(toggle|flip) [both] {name:toggle}",
    "(switch|flip|toggle|change) {name:toggle} state",
    "(switch|flip|toggle|change|invert) the state of {name:toggle}",
  ]),
];

/** Brightness, colours and whites. */
export const lights: Said[] = [
  to(
    "brightness",
    "{value}",
    [
      "<set> [the] <brightness> (of|for|in|on) {name:brightness} <level>",
      "<set> {name:brightness} [<brightness>] [(up|down)] <level> [<brightness>]",
      "<set> {name:brightness} <brightness> at {value:percent}",
      "<set> [the] <brightness> (of|for|in|on) {name:brightness} at {value:percent}",
      "<set> [the] <brightness> <level> (in|on|of|for) {name:brightness}",
      "(<up>|<down>|dim|brighten) [the] <brightness> (of|for|in|on) {name:brightness} <level>",
      "(<up>|<down>|dim|brighten) {name:brightness} [<brightness>] <level> [<brightness>]",
      "{name:brightness} [<brightness>] (<level>|{value:percent}) [<brightness>]",
      "<sure> {name:brightness} <be> at {value:share} [<brightness>]",
      "<want> {name:brightness} at {value:share} [<brightness>]",
    ],
    ["{name:brightness} to {value:percent}"],
  ),
  to("brightness", "{value}", [
    "<set> [the] <brightness> (of|for|in|on) {name:brightness} <to> {value:extreme} [<brightness>]",
    "<set> {name:brightness} [<brightness>] <to> {value:extreme} [<brightness>]",
    "<set> [the] <brightness> <to> {value:extreme} (in|on|of|for) {name:brightness}",
    "{name:brightness} [<brightness>] [<to>] {value:extreme} [<brightness>]",
    "<set> {name:brightness} <to> {value:extreme} <brightness>",
  ]),
  {
    say: ["<set> [the] <brightness> <level> {here}", "<set> [the] <brightness> <to> {value:extreme} {here}"],
    tool: "home_set",
    args: { name: "{here}", do: "brightness", value: "{value}" },
  },
  {
    say: [
      "(it is|its) too dark [(in here|here)] {here}",
      "[(give me|i need|we need)] more light [(in here|here)] {here}",
    ],
    tool: "home_set",
    args: { name: "{here}", do: "brightness", value: "+20" },
  },
  {
    say: ["(it is|its) too bright [(in here|here)] {here}", "less light [(in here|here)] {here}"],
    tool: "home_set",
    args: { name: "{here}", do: "brightness", value: "-20" },
  },
  to("brightness", 100, [
    "make {name:brightness} as bright as possible",
    "<set> {name:brightness} all the way up",
    "(fully brighten|max|max out|maximize) {name:brightness}",
    "[(give me|i want)] (full|max|maximum) (brightness|light) (in|on|for|at) {name:brightness}",
    "{name:brightness} [on|at] (full|max|maximum) brightness",
  ]),
  to("brightness", "+{value}", [
    "(<up>|brighten) [the] [<brightness>] [(of|for|in|on)] {name:brightness} by {value:percent}",
    "<up> {name:brightness} [<brightness>] by {value:percent}",
    "(make|turn) {name:brightness} {value:percent} brighter",
  ]),
  to("brightness", "-{value}", [
    "(<down>|dim) [the] [<brightness>] [(of|for|in|on)] {name:brightness} by {value:percent}",
    "<down> {name:brightness} [<brightness>] by {value:percent}",
    "(make|turn) {name:brightness} {value:percent} dimmer",
  ]),
  to("brightness", "+20", [
    "(brighten|brighten up|lighten|lighten up) {name:brightness} [<curtly>]",
    "(raise|bring up) {name:light} [<curtly>]",
    "(it is|its) [too] dark in {name:brightness}",
    "[(give me|i need|we need)] (more|some more) light (in|at) {name:brightness}",
    "<up> [the] <brightness> (of|for|in|on) {name:brightness}",
    "<up> {name:brightness} <brightness>",
    "make {name:brightness} [<curtly>] brighter",
    "<set> {name:brightness} up [<curtly>]",
    "turn up {name:brightness} [<curtly>]",
    "{name:brightness} [<curtly>] brighter",
  ]),
  to("brightness", "-20", [
    "(dim|darken|dim down) {name:brightness} [<curtly>]",
    "(lower|bring down) {name:light} [<curtly>]",
    "(it is|its) too bright in {name:brightness}",
    "less light (in|at) {name:brightness}",
    "<down> [the] <brightness> (of|for|in|on) {name:brightness}",
    "<down> {name:brightness} <brightness>",
    "make {name:brightness} [<curtly>] (dimmer|darker)",
    "<set> {name:brightness} down [<curtly>]",
    "turn down {name:brightness} [<curtly>]",
    "{name:brightness} [<curtly>] (dimmer|darker)",
  ]),
  to("color", "{value}", [
    "<set> [the] <color> (of|for|in) {name:brightness} <to> {value:color}",
    "<set> {name:brightness} [<color>] [<to>] [(a|the color|the colour)] {value:color} [(shade|<color>|light)]",
    "(make|let) {name:brightness} (shine|glow|be|light up) [in] {value:color}",
    "<want> {name:brightness} [(to be|in|to|to shine in|to glow)] {value:color}",
    "(color|colour|paint|tint) {name:brightness} [in] {value:color}",
    "{name:brightness} [<color>] [to] {value:color}",
    "(can|could) {name:brightness} (display|show|shine|glow|be) [a] [in] {value:color} [light]",
    "{name:brightness} should be {value:color}",
    "[(give me|i want|make|we want)] {value:color} (light|lights|lighting) (in|at|on|for) {name:brightness}",
  ]),
  to("kelvin", "{value}", [
    "<set> [the] [<color>] temperature (of|for|in) {name:brightness} <to> {value:kelvin}",
    "<set> {name:brightness} <to> {value:kelvin}",
    "<set> {name:brightness} [<to>] {value:white} [light]",
    "(make|let) {name:brightness} (shine|glow|be) [in] {value:white}",
    "{name:brightness} [<to>] {value:white}",
    "<want> {name:brightness} [(to be|in)] {value:white}",
    "[(give me|i want|make|we want)] {value:white} (light|lights|lighting) (in|at|on|for) {name:brightness}",
  ]),
];

/** Blinds, garage doors, valves and locks. */
export const openings: Said[] = [
  to("position", "{value}", [
    "(<raise>|<shut>|move) {name:open} [position] <level> [(open|position)] [{name:open}]",
    "<set> <opener> [position] <level> [(open|position)] [<opener>]",
    "<set> {name:open} position <level>",
    "<set> [the] position (of|for) {name:open} <level>",
    "<opener> [position] [to] {value:percent} [open]",
    "<set> <opener> {value:percent} [open]",
    "<raise> {name:open} {value:percent} [open]",
  ]),
  to("position", "{value}", [
    "<raise> {name:open} {value:halfway}",
    "<shut> {name:open} {value:halfway}",
    "<set> <opener> {value:halfway} [open|closed]",
  ]),
  to("position", "+25", [
    "<raise> {name:open} (a bit|a little|a little bit|slightly|a crack|partly|partially|some) [more]",
    "<raise> {name:open} [some] more",
  ]),
  to("position", "-25", ["<shut> {name:open} (a bit|a little|a little bit|slightly|partly|partially|some) [more]"]),
  set(
    "open",
    [
      "<raise> [up] {name:open}",
      "<sure> {name:open} <be> (open|opened|up|raised)",
      "{name:open} (open|up)",
      "<raise> {name:open} up",
      "(put|pull|roll) {name:open} up",
      "<want> {name:open} (open|opened)",
    ],
    ["{name:open} <be> (open|opened)"],
  ),
  set(
    "close",
    [
      "<shut> [down] {name:close}",
      "<sure> {name:close} <be> (closed|shut|down|lowered)",
      "{name:close} (closed|shut|close|down)",
      "(put|pull|roll) {name:close} down",
      "<want> {name:close} (closed|shut)",
    ],
    ["{name:close} <be> (closed|shut)"],
  ),
  set("stop", ["<halt> [moving|opening|closing] <opener>", "<halt> <opener> from (moving|opening|closing)"]),
  set(
    "lock",
    [
      "(lock|secure|bolt|latch|lock up|lock down|engage|deadbolt) {name:lock}",
      "<sure> {name:lock} <be> (locked|secured|secure)",
      "<want> {name:lock} locked",
    ],
    ["{name:lock} <be> locked"],
  ),
  {
    say: ["lock (up|the house|everything|the house up)"],
    tool: "home_set",
    args: { name: "all locks", do: "lock" },
  },
  set(
    "unlock",
    [
      "(unlock|unsecure|unbolt|unlatch|disengage) {name:lock}",
      "<sure> {name:lock} <be> (unlocked|unsecured)",
      "<want> {name:lock} unlocked",
    ],
    ["{name:lock} <be> unlocked"],
  ),
];

/** Fans, vacuums, mowers, timers, helpers. */
export const machines: Said[] = [
  to("speed", "+", [
    "(<up>|step up) [the] speed (of|for|on) {name:fan}",
    "<up> {name:fan} speed",
    "(speed up|quicken|accelerate) {name:fan}",
    "(make|turn|run) {name:fan} [<curtly>] faster",
    "{name:fan} faster",
    "turn up {name:fan}",
  ]),
  to("speed", "-", [
    "<down> [the] speed (of|for|on) {name:fan}",
    "<down> {name:fan} speed",
    "(slow down|slow) {name:fan}",
    "(make|turn|run) {name:fan} [<curtly>] slower",
    "{name:fan} slower",
    "turn down {name:fan}",
  ]),
  to("speed", "{value}", [
    "<set> [the] speed (of|for) {name:fan} <level>",
    "<set> {name:fan} [speed] <level> [speed]",
    "(<up>|<down>|step up|speed up|slow down) {name:fan} [speed] to {value:percent}",
    "{name:fan} [speed] (<level>|{value:percent})",
  ]),
  to("speed", "{value}", [
    "<set> [the] speed (of|for) {name:fan} <to> {value:level}",
    "<set> {name:fan} [speed] <to> {value:level} [speed]",
    "{name:fan} on {value:level}",
  ]),
  set("start", [
    "(start|begin|run|launch|resume|continue|activate|turn on) {name:vacuum} [cleaning|vacuuming|up]",
    "send {name:vacuum} (cleaning|vacuuming|to clean|to work)",
    "(start|begin|resume) (cleaning|vacuuming|sweeping|mopping) (with|using) {name:vacuum}",
    "(vacuum|clean) (with|using) {name:vacuum}",
    "(start|begin|resume) {name:lawn mower} [mowing]",
    "(start|begin|resume) mowing with {name:lawn mower}",
    "start {name:timer}",
    "(let|have|make) {name:vacuum} (clean|start|vacuum)",
  ]),
  {
    say: ["(<set>|start) {name:timer} (for|to) {value:duration}", "(<set>|start) [a] {value:duration} {name:timer}"],
    tool: "home_set",
    args: { name: "{name}", do: "start", value: "{value}" },
  },
  set("pause", [
    "pause {name:vacuum} [cleaning]",
    "put {name:vacuum} on pause",
    "can we put {name:vacuum} on pause",
    "pause {name:lawn mower}",
    "pause {name:timer}",
    "(make|let) {name:vacuum} pause",
  ]),
  set("stop", [
    "<halt> {name:vacuum} [cleaning|vacuuming]",
    "<halt> {name:vacuum} current task",
    "make {name:vacuum} stop",
    "(<halt>|cancel|end) {name:timer}",
  ]),
  set("dock", [
    "(return|dock) {name:vacuum} [back] [<base>]",
    "(send|bring|take|get) {name:vacuum} (back [<base>]|<base>)",
    "(return|dock) {name:lawn mower} [back] [<base>]",
    "(send|bring|take) {name:lawn mower} (back [<base>]|<base>)",
  ]),
  set("locate", ["(locate|find) {name:vacuum}"]),
  set("press", ["(press|push|hit|trigger) {name:button} [button]"]),
  to("set", "{value}", ["<set> {name:number} <to> {value:number}"]),
  to("humidity", "{value}", [
    "<set> [the] [target] humidity (of|for|on|in) {name:humidity} <level>",
    "<set> {name:humidity} humidity <level>",
    "<set> {name:humidifier} <level> [humidity]",
  ]),
];

/** Heating and cooling. Where no thermostat is named, the one of the room is meant, or the only one. */
export const climate: Said[] = [
  to("temperature", "{value}", [
    "<set> [the] <temp> (of|for|on|in) {name:heating} <to> {value:temperature}",
    "<set> {name:heating} <temp> <to> {value:temperature}",
    "<set> <heater> <to> {value:temperature}",
    "<set> {name:heating} <to> {value:degrees}",
    "<set> [the] <temp> <to> {value:temperature} (in|on|for|of) {name:heating}",
    "(<up>|<down>) [the] <temp> (of|for|on|in) {name:heating} <to> {value:temperature}",
    "(heat|cool|warm|warm up|cool down) {name:heating} <to> {value:temperature}",
    "(<up>|<down>) {name:heating} <temp> <to> {value:temperature}",
    "(<up>|<down>) <heater> <to> {value:temperature}",
    "(<up>|<down>) {name:heating} <to> {value:degrees}",
    "{name:heating} <temp> [to] {value:temperature}",
    "<heater> [to] {value:temperature}",
    "{name:heating} [to] {value:degrees}",
  ]),
  {
    say: ["<set> [the] <temp> <to> {value:temperature}", "(<up>|<down>) [the] <temp> <to> {value:temperature}"],
    tool: "home_set",
    args: { name: "hvac", do: "temperature", value: "{value}" },
  },
  to("temperature", "+1", [
    "(make|turn) {name:heating} [<curtly>] (warmer|hotter)",
    "<up> [the] <temp> (of|for|on|in) {name:heating}",
    "<up> {name:heating} <temp>",
    "<up> <heater>",
    "{name:heating} [<curtly>] warmer",
  ]),
  to("temperature", "-1", [
    "(make|turn) {name:heating} [<curtly>] (cooler|colder)",
    "<down> [the] <temp> (of|for|on|in) {name:heating}",
    "<down> {name:heating} <temp>",
    "<down> <heater>",
    "{name:heating} [<curtly>] cooler",
  ]),
  to("temperature", "+{value}", [
    "<up> [the] <temp> (of|for|on|in) {name:heating} by {value:temperature}",
    "<up> {name:heating} <temp> by {value:temperature}",
    "<up> <heater> [by] {value:temperature}",
    "<set> <heater> up [by] {value:temperature}",
    "(make|turn) {name:heating} {value:degrees} (warmer|hotter)",
    "<up> {name:heating} by {value:degrees}",
  ]),
  to("temperature", "-{value}", [
    "<down> [the] <temp> (of|for|on|in) {name:heating} by {value:temperature}",
    "<down> {name:heating} <temp> by {value:temperature}",
    "<down> <heater> [by] {value:temperature}",
    "<set> <heater> down [by] {value:temperature}",
    "(make|turn) {name:heating} {value:degrees} (cooler|colder)",
    "<down> {name:heating} by {value:degrees}",
  ]),
  {
    say: [
      "(make it|turn it) [<curtly>] warmer [in here]",
      "(it is|its) [too] (cold|chilly|freezing) [in here]",
      "<up> [the] <temp> [<curtly>]",
      "turn [the] <temp> up [<curtly>]",
      "<i> (cold|freezing)",
    ],
    tool: "home_set",
    args: { name: "hvac", do: "temperature", value: "+1" },
  },
  {
    say: [
      "(make it|turn it) [<curtly>] cooler [in here]",
      "(it is|its) too (hot|warm) [in here]",
      "<down> [the] <temp> [<curtly>]",
      "turn [the] <temp> down [<curtly>]",
      "<i> (too hot|sweating|boiling)",
    ],
    tool: "home_set",
    args: { name: "hvac", do: "temperature", value: "-1" },
  },
  {
    say: [
      "<up> [the] <temp> by {value:temperature}",
      "(turn|set) [the] <temp> up [by] {value:temperature}",
      "(make it|turn it) {value:degrees} warmer",
    ],
    tool: "home_set",
    args: { name: "hvac", do: "temperature", value: "+{value}" },
  },
  {
    say: [
      "<down> [the] <temp> by {value:temperature}",
      "(turn|set) [the] <temp> down [by] {value:temperature}",
      "(make it|turn it) {value:degrees} (cooler|colder)",
    ],
    tool: "home_set",
    args: { name: "hvac", do: "temperature", value: "-{value}" },
  },
  {
    say: ["(turn|switch|shut) off [the] (heat|heating|cooling)", "(turn|switch|shut) [the] (heat|heating|cooling) off"],
    tool: "home_set",
    args: { name: "hvac", do: "off" },
  },
  to("mode", "{value}", [
    "(switch|set|turn) {name:thermostat} to {value:mode}",
    "<set> [the] mode (of|for|on) {name:modal} <to> {value:mode}",
    "<set> {name:modal} mode <to> {value:mode}",
    "<set> {name:modal} <to> {value:mode} mode",
    "<set> <moody> <to> {value:mode} [mode]",
    "put <moody> (in|into|on) {value:mode} [mode]",
    "put {name:modal} (in|into|on) {value:mode} mode",
  ]),
  {
    say: ["<set> [the] (system|climate|climate system|hvac system|ac system) <to> {value:mode} [mode]"],
    tool: "home_set",
    args: { name: "hvac", do: "mode", value: "{value}" },
  },
];
