import type { Said } from "./said.ts";
import { plain, set, to } from "./said.ts";

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
  plain("all locks", "lock", undefined, ["lock (up|the house|everything|the house up)"]),
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
