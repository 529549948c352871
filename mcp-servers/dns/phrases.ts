import type { Kinds } from "../../kernel/names/index.ts";
import type { Phrases } from "../../kernel/phrases.ts";

/** What has a local name, or may get one: a service, by its own name or by its domain. */
export const kinds: Kinds = { "local name": { words: ["local name"], many: ["local names"] } };

const named = "{name:local name}";
const target = "{target:local name}";

/** How people name services on the network. */
export const phrases: Phrases = {
  language: "en",
  kinds,
  rules: {
    name: "(name|local name|dns name|domain|domain name|hostname)",
    the: "[(the|a|an|its|another|my|our)]",
    set: "(point|aim|direct|map)",
    taking: "(remove|delete|drop|clear|take away|erase)",
  },
  phrases: [
    {
      say: [
        `give ${target} (a|its|some) [(local|dns)] (name|domain|hostname)`,
        `(add|create|make|set up) <the> <name> for ${target}`,
      ],
      tool: "dns_set",
      args: { name: "{target}", target: "{target}" },
    },
    {
      say: [
        `give ${target} <the> <name> {name:text}`,
        `name ${target} {name:word}`,
        `rename ${target} [to] {name:word}`,
        `call ${target} {name:word} on the network`,
        `<set> {name:text} (at|to) ${target}`,
        `<set> <the> <name> {name:text} (at|to) ${target}`,
        `make {name:text} (point|lead) (at|to) ${target}`,
        `(add|create|set up) <the> <name> {name:text} for ${target}`,
        `(set|change) <the> <name> of ${target} to {name:text}`,
      ],
      tool: "dns_set",
      args: { name: "{name}", target: "{target}" },
    },
    {
      say: [
        "<set> {name:text} (at|to) {target:address}",
        "<set> <the> <name> {name:text} (at|to) {target:address}",
        "make {name:text} (point|lead) (at|to) {target:address}",
        "(add|create|set up) <the> <name> {name:text} for {target:address}",
        "give {target:address} <the> <name> {name:text}",
      ],
      tool: "dns_set",
      args: { name: "{name}", target: "{target}" },
    },
    {
      say: [
        `<taking> <the> <name> (of|from|for) ${named}`,
        `<taking> <the> (local|dns) name ${named}`,
        `<taking> <the> domain ${named}`,
        `take <the> <name> (away|off) from ${named}`,
        `take <the> <name> (of|from) ${named} [away]`,
        `take away <the> <name> (of|from) ${named}`,
        `unname ${named}`,
        `${named} needs no <name> [any more]`,
      ],
      tool: "dns_remove",
      args: { name: "{name}" },
    },
  ],
};
