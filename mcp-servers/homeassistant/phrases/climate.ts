import type { Said } from "./said.ts";
import { plain, to } from "./said.ts";

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
  plain("hvac", "temperature", "{value}", [
    "<set> [the] <temp> <to> {value:temperature}",
    "(<up>|<down>) [the] <temp> <to> {value:temperature}",
  ]),
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
  plain("hvac", "temperature", "+1", [
    "(make it|turn it) [<curtly>] warmer [in here]",
    "(it is|its) [too] (cold|chilly|freezing) [in here]",
    "<up> [the] <temp> [<curtly>]",
    "turn [the] <temp> up [<curtly>]",
    "<i> (cold|freezing)",
  ]),
  plain("hvac", "temperature", "-1", [
    "(make it|turn it) [<curtly>] cooler [in here]",
    "(it is|its) too (hot|warm) [in here]",
    "<down> [the] <temp> [<curtly>]",
    "turn [the] <temp> down [<curtly>]",
    "<i> (too hot|sweating|boiling)",
  ]),
  plain("hvac", "temperature", "+{value}", [
    "<up> [the] <temp> by {value:temperature}",
    "(turn|set) [the] <temp> up [by] {value:temperature}",
    "(make it|turn it) {value:degrees} warmer",
  ]),
  plain("hvac", "temperature", "-{value}", [
    "<down> [the] <temp> by {value:temperature}",
    "(turn|set) [the] <temp> down [by] {value:temperature}",
    "(make it|turn it) {value:degrees} (cooler|colder)",
  ]),
  plain("hvac", "off", undefined, [
    "(turn|switch|shut) off [the] (heat|heating|cooling)",
    "(turn|switch|shut) [the] (heat|heating|cooling) off",
  ]),
  to("mode", "{value}", [
    "(switch|set|turn) {name:thermostat} to {value:mode}",
    "<set> [the] mode (of|for|on) {name:modal} <to> {value:mode}",
    "<set> {name:modal} mode <to> {value:mode}",
    "<set> {name:modal} <to> {value:mode} mode",
    "<set> <moody> <to> {value:mode} [mode]",
    "put <moody> (in|into|on) {value:mode} [mode]",
    "put {name:modal} (in|into|on) {value:mode} mode",
  ]),
  plain("hvac", "mode", "{value}", [
    "<set> [the] (system|climate|climate system|hvac system|ac system) <to> {value:mode} [mode]",
  ]),
];
