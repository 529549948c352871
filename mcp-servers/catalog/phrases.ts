import type { Kinds } from "../../kernel/names/index.ts";
import type { Phrases } from "../../kernel/phrases.ts";

/** What services are called in general. */
export const kinds: Kinds = { service: { words: ["service", "services"] } };

type Said = Phrases["phrases"][number];
const find = (say: string[], name = "{name}", when: string[] = []): Said => ({
  say,
  when,
  tool: "service_find",
  args: { name },
});

const set = (say: string[], args: Record<string, string>): Said => ({
  say,
  tool: "service_set",
  args: { name: "{name}", ...args },
});

/** How people ask for services and keep the catalogue. */
export const phrases: Phrases = {
  language: "en",
  kinds,
  values: { protocol: { http: "http", https: "https", tcp: "tcp", udp: "udp" } },
  rules: {
    asked: "[(tell me|show me|give me|do you know|can you tell me|could you tell me|remind me)]",
    place:
      "(address|ip|ip address|port|port number|url|link|location|host|domain|domain name|name|local name|dns name)",
    is: "(is|are)",
    what: "(what is|whats|what are|which is|which are)",
    now: "[(right now|now|currently|at the moment)]",
    the: "[(the|a|an|my|our)]",
    new: "[(the|a|an|my|our)] [new] [service] [(called|named)]",
    at: "(at|on|under|with the address|with address|running (at|on)|that (runs|listens) (at|on))",
    speaks: "[(with|over|using|by|via|speaking) {protocol:protocol}]",
  },
  phrases: [
    find([
      "<asked> [<what>] <the> <place> [and <place>] (of|for) {name:service} <now>",
      "(what|which) <place> (does|do) {name:service} (use|have|listen on|run on|run at|answer on|take|need) <now>",
      "<asked> (what|which) <place> {name:service} (uses|has|listens on|runs on|answers on) <now>",
      "(what|which) <place> (has|have|uses) {name:service} <now>",
      "(does|do|has|have) {name:service} [(have|got)] (a|any) [(local|dns)] (name|domain|hostname) <now>",
      "<what> {name:service} <place> <now>",
      "(what|which) <place> (is|are) {name:service} (on|at|under|running on|listening on) <now>",
      "<asked> where {name:service} (is|are|runs|lives|is running) <now>",
      "where <is> {name:service} [(running|hosted|located|to be found)] <now>",
      "where (does|do) {name:service} (run|live|listen)",
      "(where|how) (can|do) (i|we) (find|reach|open|get to|go to|access|visit) {name:service}",
      "(look up|find) {name:service}",
      "<asked> (about|more about) {name:service}",
      "what do you know about {name:service}",
    ]),
    find(
      [
        "<is> {name:service} [still] (up|reachable|online|alive|answering|responding|running) <now>",
        "(does|do) {name:service} [still] (answer|respond|run|work) <now>",
      ],
      "{name} up",
      ["{name:service} (is|are) (up|reachable|online|alive|answering|running)", "{name:service} (answers|responds)"],
    ),
    find(
      [
        "(what|which) (runs|listens|answers|is|service runs|service is|service uses|service has) (on|at|under) {address:address}",
        "(who|what|which service) (uses|has|owns) (the address|address) {address:address}",
      ],
      "{address}",
    ),
    find(
      [
        "(what|which) (runs|listens|answers|is|service runs|service is) (on|at|behind) port {port:number}",
        "(who|what|which service) (uses|has|owns|takes) port {port:number}",
        "is port {port:number} (taken|used|free|in use)",
      ],
      "port {port}",
    ),
    find(
      [
        "<asked> (what|which) services (are there|do (i|we) have|are running|run [here]|do you know|are known|exist) <now>",
        "<asked> (what|which) services (have|have got) [(a|local)] (name|names) <now>",
        "<asked> [(all|all of)] <the> services [(of the house|in the house|that run)]",
        "list <the> services",
        "list all [(the|my|our)] services",
        "(what|which) services are in the (catalogue|catalog)",
        "<asked> <the> (catalogue|catalog) [of services]",
      ],
      "all services",
    ),
    set(
      [
        "(add|register|enter|create|note|save) <new> {name:text} <at> {address:address} <speaks>",
        "(add|put) <new> {name:text} (to|in|into) <the> (catalogue|catalog|services) <at> {address:address} <speaks>",
        "(there is|theres) (a|the) new service [(called|named)] {name:text} <at> {address:address} <speaks>",
      ],
      { address: "{address}", protocol: "{protocol}" },
    ),
    set(
      [
        "(move|relocate) {name:service} to {address:address} <speaks>",
        "(move|relocate) {name:service} to port {address:number}",
        "(set|change|update) <the> (address|ip|ip address) of {name:service} to {address:address}",
        "(set|change|update) <the> port of {name:service} to {address:number}",
        "{name:service} (moved|has moved|is now|runs now|now runs) (to|at|on) {address:address}",
      ],
      { address: "{address}" },
    ),
    set(
      [
        "{name:service} (speaks|uses|is on) {protocol:protocol} [now]",
        "(set|switch|change) {name:service} to {protocol:protocol}",
      ],
      { protocol: "{protocol}" },
    ),
    set(["(note|remember|write down) (about|for) {name:service} [that] {notes:text}"], { notes: "{notes}" }),
    {
      say: [
        "(forget|remove|delete|unregister|drop) [the service] {name:service} [service] [from <the> (catalogue|catalog|services|list of services)]",
        "(take|strike) {name:service} (out of|off|from) <the> (catalogue|catalog|services|list of services)",
      ],
      tool: "service_remove",
      args: { name: "{name}" },
    },
  ],
};
