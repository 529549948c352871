import type { Said } from "./said.ts";
import { plain, set, to } from "./said.ts";

const play = (verb: string, say: string[]): Said => ({ say, tool: "home_play", args: { do: verb, name: "{name}" } });
/** Music and television: transport, volume, sources. */
export const media: Said[] = [
  to("volume", "{value}", [
    "<set> [the] <vol> (of|for|on|in) {name:volume} [(up|down)] <level> [<vol>]",
    "<set> {name:volume} <vol> [(up|down)] <level> [<vol>]",
    "<set> [(up|down)] [the] <vol> [(up|down)] <level> (on|in|of|for) {name:volume}",
    "(<up>|<down>) [the] <vol> (of|for|on|in) {name:volume} <level>",
    "(<up>|<down>) {name:volume} <vol> <level>",
    "(<up>|<down>) [the] <vol> <level> (on|in|of|for) {name:volume}",
    "{name:volume} <vol> [(up|down)] (<level>|{value:percent})",
    "<set> {name:media player} [(up|down)] <level>",
  ]),
  to("volume", "+10", [
    "<up> [the] <vol> (of|for|on|in) {name:volume} [<curtly>]",
    "<up> {name:volume} <vol> [<curtly>]",
    "turn [the] <vol> up (on|in|of) {name:volume}",
    "turn {name:volume} <vol> up [<curtly>]",
    "turn {name:media player} up [<curtly>]",
    "make {name:volume} [<curtly>] louder",
    "{name:volume} (<vol> up|louder)",
    "turn up {name:volume} <vol>",
    "turn up {name:media player}",
  ]),
  to("volume", "-10", [
    "<down> [the] <vol> (of|for|on|in) {name:volume} [<curtly>]",
    "<down> {name:volume} <vol> [<curtly>]",
    "turn [the] <vol> down (on|in|of) {name:volume}",
    "turn {name:volume} <vol> down [<curtly>]",
    "turn {name:media player} down [<curtly>]",
    "make {name:volume} [<curtly>] (quieter|softer)",
    "{name:volume} (<vol> down|quieter)",
    "turn down {name:volume} <vol>",
    "turn down {name:media player}",
  ]),
  set("mute", [
    "(mute|silence|hush) {name:volume} [for a (moment|second|minute|while)]",
    "<set> {name:volume} <to> mute",
    "mute [the] <vol> (of|on|in) {name:volume}",
  ]),
  set("unmute", ["unmute {name:volume}", "unmute [the] <vol> (of|on|in) {name:volume}"]),
  play("pause", [
    "pause {name:volume}",
    "pause [the] (music|playback|media|song|movie|film|video) <where> {name:volume}",
    "{name:volume} pause",
  ]),
  play("play", [
    "(resume|unpause|continue) {name:volume}",
    "(resume|unpause|continue) [the] (music|playback|media|playing) <where> {name:volume}",
    "(play|start|start playing|begin playing) [(music|playback|something)] [<where>] {name:volume}",
    "{name:volume} (resume|play|unpause)",
    "hit play on {name:volume}",
  ]),
  play("stop", [
    "<halt> {name:volume} [completely|entirely|playing]",
    "<halt> [the] (music|playback|media|playing) <where> {name:volume}",
    "{name:volume} stop",
  ]),
  play("next", [
    "[(skip|go|move|jump)] [to] [the] next [<track>] <where> {name:volume}",
    "skip [(this|the|the current)] [<track>] <where> {name:volume}",
    "(skip|next) [<track>] {name:volume}",
    "{name:volume} (next|skip) [to] [the] [next] [<track>]",
    "play [the] next <track> <where> {name:volume}",
  ]),
  play("previous", [
    "[(skip|go|move|jump|rewind)] [back] [to] [the] (previous|last) [<track>] <where> {name:volume}",
    "(play|replay|repeat) [the] (previous|last) <track> <where> {name:volume}",
    "go back <where> {name:volume}",
    "{name:volume} [(go|skip|play|replay|rewind)] [back] [to] [the] (previous|last) <track>",
    "(previous|last) <track> {name:volume}",
  ]),
  {
    say: ["(play|put on|put) {what:text} (on|in) {name:volume}"],
    tool: "home_play",
    args: { do: "play", name: "{name}", what: "{what}" },
  },
  {
    say: ["(pause|pause [the] (music|playback|media|song|movie|film|video))"],
    tool: "home_play",
    args: { do: "pause" },
  },
  {
    say: [
      "(resume|unpause|continue) [playing] [the] [(music|playback|movie)]",
      "keep playing [the] [(music|playback|movie)]",
      "(play|start|put on) [some|the|my] (music|radio|song|songs|tune|tunes)",
      "play",
    ],
    tool: "home_play",
    args: { do: "play" },
  },
  {
    say: [
      "(skip|next) [(this|the|to the next|to next)] [<track>]",
      "[(skip|go|move|jump)] [to] [the] next <track>",
      "play [the] next <track>",
    ],
    tool: "home_play",
    args: { do: "next" },
  },
  {
    say: [
      "go back",
      "[(skip|go|move|jump|rewind)] [back] [to] [the] (previous|last) <track>",
      "(play|replay|repeat) [the] (previous|last) <track>",
    ],
    tool: "home_play",
    args: { do: "previous" },
  },
  { say: ["(stop|halt) [the] (music|playback|media)"], tool: "home_play", args: { do: "stop" } },
  // Without a name the player is meant that plays, or stands where one speaks.
  plain("player", "volume", "{value}", [
    "<set> [the] <vol> [(up|down)] <level>",
    "(<up>|<down>) [the] <vol> <level>",
    "<vol> [(up|down)] [to] {value:percent}",
  ]),
  plain("player", "volume", "+10", [
    "<up> [the] <vol> [<curtly>]",
    "turn [the] <vol> up [<curtly>]",
    "<vol> up [<curtly>]",
    "[(make it|turn it|play it)] [<curtly>] louder",
  ]),
  plain("player", "volume", "-10", [
    "<down> [the] <vol> [<curtly>]",
    "turn [the] <vol> down [<curtly>]",
    "<vol> down [<curtly>]",
    "[(make it|turn it|play it)] [<curtly>] (quieter|softer)",
    "(it is|its) too loud [in here]",
  ]),
  plain("player", "volume", "+{value}", ["<up> [the] <vol> by {value:percent}"]),
  plain("player", "volume", "-{value}", ["<down> [the] <vol> by {value:percent}"]),
  plain("player", "mute", undefined, ["mute [(it|this|the <vol>|the music)]", "silence"]),
  plain("player", "unmute", undefined, ["unmute [(it|this|the <vol>|the music)]"]),
  {
    say: [
      "(switch|change|set|put|turn) {name:volume} (to|on|onto) {value:source}",
      "(switch|change|select|put) [to|on] {value:source} (on|for) {name:volume}",
      "<set> {name:volume} (source|input) (to|on) {value:text}",
      "<set> [the] (source|input) (of|on|for) {name:volume} (to|on) {value:text}",
    ],
    tool: "home_set",
    args: { name: "{name}", do: "source", value: "{value}" },
  },
];
