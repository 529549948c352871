import type { Phrases } from "../../kernel/phrases.ts";

type Said = Phrases["phrases"][number];
const world = "[(die welt|den server|der server|der welt|dem server)] {name:minecraft world}";
const any = "[(den|der|dem)] (minecraft|minecraft server)";

const power = (verb: string, say: (what: string) => string[]): Said[] => [
  { say: say(world), tool: "minecraft_power", args: { name: "{name}", do: verb } },
  { say: say(any), tool: "minecraft_power", args: { name: "minecraft", do: verb } },
];
const status = (name: string, say: string[]): Said => ({ say, tool: "minecraft_status", args: { name } });

/** How people speak of Minecraft in German. */
export const german: Phrases = {
  language: "de",
  kinds: {
    "minecraft world": {
      words: ["minecraft welt", "minecraft server"],
      many: ["minecraft welten", "alle minecraft server"],
    },
  },
  rules: { now: "[(bitte|mal|bitte mal|jetzt|gerade)]" },
  phrases: [
    ...power("start", (what) => [`(starte|start) <now> ${what}`, `(fahr|fahre) <now> ${what} hoch`]),
    ...power("stop", (what) => [`(stoppe|stopp|beende) <now> ${what}`, `(fahr|fahre) <now> ${what} runter`]),
    ...power("backup", (what) => [
      `(sichere|sicher) <now> ${what}`,
      `(mach|mache|erstelle) <now> (eine sicherung|ein backup) von ${what}`,
    ]),
    status("{name} on", [`(läuft|ist) ${world} <now> [an]`]),
    status("minecraft on", [`(läuft|ist) ${any} <now> [an]`]),
    status("{name}", [`wer (spielt|ist) <now> auf ${world}`, `wie viele [spieler] (sind|spielen) <now> auf ${world}`]),
    status("all", ["wer spielt <now> minecraft", "spielt <now> jemand minecraft"]),
    {
      say: ["(sag|sage) <now> allen auf {name:minecraft world} [dass] {text:text}"],
      tool: "minecraft_say",
      args: { name: "{name}", text: "{text}" },
    },
  ],
};
