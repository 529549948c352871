import type { Said } from "./said.ts";
import { set, to } from "./said.ts";

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
