import type { Kinds } from "../../kernel/names/index.ts";
import type { Phrases } from "../../kernel/phrases.ts";

/** What machines are called in general. */
export const kinds: Kinds = {
  machine: {
    words: ["machine", "virtual machine", "vm", "guest"],
    many: ["machines", "virtual machines", "vms", "guests"],
  },
};

type Said = Phrases["phrases"][number];
const machine = "<the> {name:machine} [(vm|machine|virtual machine|guest|computer)]";

const power = (verb: string, say: string[]): Said => ({ say, tool: "vm_power", args: { name: "{name}", do: verb } });
const list = (say: string[], args: Said["args"] = {}, when: string[] = []): Said => ({
  say,
  when,
  tool: "vm_list",
  args: args ?? {},
});

/** How people speak of virtual machines. */
export const phrases: Phrases = {
  language: "en",
  kinds,
  rules: {
    the: "[(the|my|our)]",
    on: "(start|boot|boot up|start up|turn on|switch on|power on|power up|fire up|spin up|launch|wake up|bring up|resume)",
    off: "(stop|shut down|shutdown|turn off|switch off|power off|power down|halt|bring down)",
    again: "(restart|reboot|cycle|power cycle|reset)",
    force:
      "(kill|force stop|force off|hard stop|force shut down|force shutdown|pull the plug of|pull the plug on|cut the power of|cut the power to)",
    machines: "(machines|virtual machines|vms|guests)",
    now: "[(right now|now|currently|at the moment)]",
    asked: "[(tell me|show me|give me|can you tell me|do you know)]",
    running: "(running|on|up|online|started)",
  },
  phrases: [
    power("start", [
      `<on> ${machine}`,
      "(turn|switch|power|boot|start|fire|bring) <the> {name:machine} [(vm|machine|virtual machine)] (on|up)",
    ]),
    {
      say: [`<on> ${machine} (anyway|all the same|regardless)`],
      tool: "vm_power",
      args: { name: "start {name} anyway", do: "start" },
    },
    power("stop", [
      `<off> ${machine}`,
      "(turn|switch|power|shut|bring) <the> {name:machine} [(vm|machine|virtual machine)] (off|down)",
    ]),
    power("reboot", [`<again> ${machine}`]),
    power("snapshot", [
      `(take|make|create|do) (a|another|one) [new] snapshot (of|for|from) ${machine}`,
      `snapshot ${machine}`,
    ]),
    power("force", [
      `<force> ${machine}`,
      "force <the> {name:machine} [(vm|machine|virtual machine)] (off|down|to stop|to shut down)",
      "(turn|switch|power) <the> {name:machine} off (hard|by force)",
    ]),
    list([
      "<asked> (what|which) <machines> (are there|do (i|we) have|exist) <now>",
      "<asked> (what|which) <machines> are <running> <now>",
      "<asked> [all] <the> <machines>",
      "list [all] <the> <machines>",
      "are (any|there any) <machines> <running> <now>",
      "(what|how) (is the state of|are) <the> <machines> [doing] <now>",
    ]),
    list(
      [
        `(is|are) ${machine} [still] <running> <now>`,
        `(what is|whats) the (state|status) of ${machine}`,
        `how is ${machine} [doing]`,
      ],
      { name: "{name} running" },
      [`${machine} (is|are) <running>`],
    ),
    list([`(is|are) ${machine} [still] (off|down|shut down|stopped) <now>`], { name: "{name} off" }, [
      `${machine} (is|are) (off|down|shut down|stopped)`,
    ]),
    list(
      [
        `<asked> (what is|whats|which is) the (address|ip|ip address) of ${machine}`,
        "<asked> (what|which) (address|ip|ip address) (does|has) <the> {name:machine} [(have|got)]",
      ],
      { name: "{name}" },
    ),
    {
      say: [
        "(open|show|show me|get|get me|give me) the desktop (of|for|from) <the> {name:machine}",
        "(open|show|show me|give me) <the> {name:machine} desktop",
        "(connect|connect me|take me) to <the> [desktop of] {name:machine} [desktop]",
        "(i want|i would like|let me) [to] (use|work on|work with|see) <the> {name:machine}",
        "(open|start) a remote desktop (to|on|of) <the> {name:machine}",
      ],
      tool: "vm_desktop",
      args: { name: "{name}" },
    },
  ],
};
