import type { Said } from "./said.ts";
import { set } from "./said.ts";

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
