import type { Kinds } from "../../kernel/names/index.ts";
import type { Phrases } from "../../kernel/phrases.ts";

/** What worlds are called in general. */
export const kinds: Kinds = {
  "minecraft world": {
    words: ["minecraft world", "minecraft server"],
    many: ["minecraft worlds", "minecraft servers"],
  },
};

type Said = Phrases["phrases"][number];
const world = "<the> {name:minecraft world} [(server|world|minecraft server|minecraft world)]";
const any = "<the> minecraft [(server|world)]";

const power = (verb: string, say: (what: string) => string[]): Said[] => [
  { say: say(world), tool: "minecraft_power", args: { name: "{name}", do: verb } },
  { say: say(any), tool: "minecraft_power", args: { name: "minecraft", do: verb } },
];
const status = (name: string, say: string[], when: string[] = []): Said => ({
  say,
  when,
  tool: "minecraft_status",
  args: { name },
});

/** How people speak of Minecraft. */
export const phrases: Phrases = {
  language: "en",
  kinds,
  rules: {
    the: "[(the|my|our)]",
    on: "(start|boot|start up|turn on|switch on|fire up|spin up|launch|bring up)",
    off: "(stop|shut down|shutdown|turn off|switch off|bring down)",
    now: "[(right now|now|currently|at the moment)]",
    running: "(running|on|up|online)",
    playing: "(playing|online|there|playing minecraft)",
  },
  phrases: [
    ...power("start", (what) => [`<on> ${what}`, `(turn|switch|fire|bring) ${what} (on|up)`]),
    ...power("stop", (what) => [`<off> ${what}`, `(turn|switch|shut|bring) ${what} (off|down)`]),
    ...power("backup", (what) => [
      `(back up|backup) ${what}`,
      `back ${what} up`,
      `(make|take|create|do) (a|another|one) [new] (backup|back up) (of|for) ${what}`,
    ]),
    status("{name} on", [`is ${world} [still] <running> <now>`], [`${world} is <running>`]),
    status("minecraft on", [`is ${any} [still] <running> <now>`], [`${any} is <running>`]),
    status("{name} off", [`is ${world} [still] (off|down|stopped) <now>`], [`${world} is (off|down|stopped)`]),
    status(
      "{name} played",
      [`is (anyone|anybody|someone|somebody) <playing> on ${world} <now>`],
      [`(anyone|anybody|someone|somebody) is <playing> on ${world}`, `${world} is being played`],
    ),
    status(
      "minecraft played",
      [
        `is (anyone|anybody|someone|somebody) (playing minecraft|playing on ${any}) <now>`,
        `(does|do) (anyone|anybody|someone|somebody) play minecraft <now>`,
      ],
      ["(anyone|anybody|someone|somebody) (is playing|plays) minecraft"],
    ),
    status("{name}", [
      `(who is|whos|which players are|how many players are|how many people are|how many are) [<playing>] on ${world} <now>`,
      `(who|how many) plays on ${world} <now>`,
      `(what is|whats) the (state|status) of ${world}`,
      `how is ${world} [doing]`,
      `when was ${world} [last] backed up [last]`,
      `when was the last backup of ${world}`,
      `(what|which) version (is|runs|has) ${world} [on]`,
      `is ${world} backed up`,
    ]),
    status("all", [
      "(who is|whos|which players are|how many players are|how many people are) (playing minecraft|playing|on minecraft|online on minecraft|in minecraft) <now>",
      "(what|which) minecraft (worlds|servers) (are there|do (i|we) have|are <running>) <now>",
      `(what is|whats) the (state|status) of ${any}`,
      `how is ${any} [doing]`,
      "(list|show|show me) [all] <the> minecraft (worlds|servers)",
      "(who|how many) plays minecraft <now>",
    ]),
    {
      say: [
        "(tell|let) (everyone|everybody|all players|the players) (on|in) {name:minecraft world} [know] [that] {text:text}",
        "(say|announce|write) (on|in) {name:minecraft world} [that] {text:text}",
        "(say|announce|write) {text:text} (on|to everyone on|to everybody on|to the players on) {name:minecraft world}",
      ],
      tool: "minecraft_say",
      args: { name: "{name}", text: "{text}" },
    },
    {
      say: [
        "(tell|let) (the players|all players|everyone playing|everybody playing|everyone in minecraft|everybody in minecraft|the minecraft players) [know] [that] {text:text}",
        "(say|announce|write) (in|on) minecraft [that] {text:text}",
        "(say|announce|write) {text:text} (in|on|to everyone in|to everybody in) minecraft",
      ],
      tool: "minecraft_say",
      args: { text: "{text}" },
    },
  ],
};
