import type { Said } from "./said.ts";

/** What people say when they mean the scene or script that is called so in some houses. */
const routine = (say: string[], names: string[]): Said[] =>
  names.map((name) => ({ say, needs: name, tool: "home_run", args: { name } }));

/** Scenes and scripts. */
export const runs: Said[] = [
  {
    say: [
      "(run|start|activate|execute|launch|trigger|begin|play|do|apply|initiate) <routine> <routine_name> [(scene|script|routine|automation|mode)]",
      "(set|turn on|switch on|enable) <routine> ({name:scene}|{name:script}) [(scene|script|routine|mode)]",
      "(turn|switch|set) ({name:scene}|{name:script}) on",
      "its <routine_name> [time]",
      "it is <routine_name> [time]",
      "time for <routine_name>",
      "<routine_name> [(scene|please)]",
      "(im|i am|we are) <routine_name>",
      "set the scene (to|for) <routine_name>",
    ],
    tool: "home_run",
    args: { name: "{name}" },
  },
  ...routine(
    [
      "[(have a|its|it is|wish us a)] (good night|goodnight)",
      "<i> going to (bed|sleep)",
      "[its|it is] [time for] (bed|bed time)",
    ],
    ["bedtime", "good night", "goodnight", "night", "sleep"],
  ),
  ...routine(["<i> (leaving|going out|off|heading out) [(now|home|the house)]"], ["leaving home", "goodbye", "away"]),
  ...routine(["<i> [(back|coming)] home", "<i> back"], ["coming home", "welcome home", "arriving home"]),
  ...routine(["good morning", "(<i> awake|<i> up)"], ["good morning", "morning", "wake up"]),
  ...routine(
    [
      "lets watch (a|the) (movie|film)",
      "[its|it is] movie time",
      "<i> [going to] (watch|watching) (a|the) (movie|film)",
    ],
    ["movie night", "movie", "movie time"],
  ),
];
