import type { Phrases } from "../../../kernel/phrases.ts";
import type { Said } from "./said.ts";
import { plain, set, to } from "./said.ts";
import { things } from "./things.ts";

const noun = (words: string, many: string) => ({ words: words.split(", "), many: many.split(", ") });

const get = (what: string, say: string[]): Said => ({ say, tool: "home_get", args: { name: "{name}", what } });
const play = (verb: string, say: string[], named: string[]): Said[] => [
  { say: named, tool: "home_play", args: { do: verb, name: "{name}" } },
  { say, tool: "home_play", args: { do: verb } },
];
const list = (verb: string, say: string[]): Said => ({
  say,
  tool: "home_list",
  args: { do: verb, list: "{list}", ...(verb !== "read" && { item: "{item}" }) },
});

const IS_SO: Record<string, string> = {
  on: "(an|ein|eingeschaltet|angeschaltet)",
  off: "(aus|ausgeschaltet)",
  open: "(offen|auf|geöffnet)",
  closed: "(zu|geschlossen|unten)",
  locked: "(abgeschlossen|verriegelt|zugesperrt)",
  unlocked: "(aufgeschlossen|entriegelt|aufgesperrt)",
};
const questions = Object.entries(IS_SO).flatMap(([what, said]) => [
  {
    ...get(what, [`(ist|sind) {name:about ${what}} [noch] ${said}`, `(ist|sind) {name:about ${what}} [noch] ${said}`]),
    when: [`{name:about ${what}} ${said} (ist|sind)`],
  },
  get(`which ${what}`, [`(welche|welches|welcher) {name:about ${what}} (ist|sind) [noch] ${said}`]),
  get(`count ${what}`, [`wie viele {name:about ${what}} sind [noch] ${said}`]),
]);

/** How people say in German what a home is told most. */
export const german: Phrases = {
  language: "de",
  rules: {
    // "Bitte" stands behind the verb as often as before it.
    make: "(mach|mache|schalte|schalt|stell|stelle) [(bitte|mal|bitte mal|doch)]",
    put: "(mach|mache|stell|stelle|setz|setze|dreh|drehe|fahr|fahre) [(bitte|mal|bitte mal|doch)]",
    bit: "(etwas|ein bisschen|ein wenig|ein stück)",
    vol: "(die lautstärke|lautstärke|den ton|ton)",
    music: "[(die|der|den|das)] (musik|wiedergabe|lied|film|song|titel)",
  },
  kinds: {
    light: noun("licht, lampe, leuchte", "lichter, lichtern, lampen, leuchten"),
    switch: noun("schalter", "schalter"),
    outlet: noun("steckdose", "steckdosen"),
    fan: noun("ventilator, lüfter", "ventilatoren, lüftern"),
    cover: noun("rollo, rolladen, rollladen", "rollos, rolläden, rollläden"),
    blind: noun("rollo, rolladen, rollladen, jalousie", "rollos, rolläden, rollläden, jalousien"),
    shutter: noun("rollo, rolladen, rollladen, fensterladen", "rollos, rolläden, rollläden, fensterläden"),
    shade: noun("rollo", "rollos"),
    curtain: noun("vorhang, gardine", "vorhänge, gardinen"),
    "garage door": noun("garagentor, garage", "garagentore"),
    lock: noun("schloss, tür", "schlösser, türen"),
    "door sensor": noun("tür", "türen"),
    "window sensor": noun("fenster", "fenstern"),
    thermostat: noun("thermostat, heizung, klimaanlage", "thermostate, heizungen, klimaanlagen"),
    "media player": noun("player", "player"),
    tv: noun("fernseher", "fernsehern"),
    speaker: noun("lautsprecher, box", "lautsprechern, boxen"),
    list: noun("liste", "listen"),
    scene: noun("szene", "szenen"),
    person: noun("person", "personen, jemand"),
  },
  values: {
    color: {
      rot: "red",
      rote: "red",
      grün: "green",
      blau: "blue",
      gelb: "yellow",
      orange: "orange",
      lila: "purple",
      violett: "violet",
      rosa: "pink",
      pink: "pink",
      türkis: "turquoise",
    },
    white: { warmweiß: "warm", "warm weiß": "warm", kaltweiß: "cool", "kalt weiß": "cool", neutralweiß: "neutral" },
    halfway: { halb: 50, "zur hälfte": 50 },
  },
  things,
  phrases: [
    set("on", [
      "<make> {name:on} (an|ein)",
      "{name:on} (an|ein)",
      "(aktiviere|aktivier) {name:on}",
      "(mach|mache|schalte|schalt) (an|ein) {name:on}",
    ]),
    set("off", ["<make> {name:on} aus", "{name:on} aus", "(mach|mache|schalte|schalt) aus {name:on}"]),
    set("toggle", ["(schalte|schalt) {name:toggle} um"]),
    to("brightness", "{value}", [
      "(dimme|dimm) {name:brightness} auf {value:percent}",
      "<put> {name:brightness} auf {value:percent}",
      "{name:brightness} [auf] {value:share}",
    ]),
    to("brightness", "+20", ["<make> {name:brightness} [<bit>] heller", "{name:brightness} [<bit>] heller"]),
    to("brightness", "-20", [
      "<make> {name:brightness} [<bit>] dunkler",
      "{name:brightness} [<bit>] dunkler",
      "(dimme|dimm) {name:brightness}",
    ]),
    to("color", "{value}", [
      "<put> {name:brightness} [auf] {value:color}",
      "(färbe|färb) {name:brightness} {value:color}",
      "{name:brightness} [auf] {value:color}",
    ]),
    to("kelvin", "{value}", ["<put> {name:brightness} [auf] {value:white}", "{name:brightness} [auf] {value:white}"]),
    set("open", [
      "(öffne|öffnen) {name:open}",
      "(mach|mache|zieh|ziehe) {name:open} (auf|hoch)",
      "(fahr|fahre) {name:open} (auf|hoch|rauf)",
      "{name:open} (auf|hoch)",
    ]),
    set("close", [
      "(schließe|schließ|schließen) {name:close}",
      "(mach|mache|zieh|ziehe) {name:close} (zu|runter)",
      "(fahr|fahre) {name:close} (zu|runter|herunter)",
      "{name:close} (zu|runter)",
    ]),
    to("position", "{value}", [
      "(öffne|schließe|schließ) {name:open} {value:halfway}",
      "(mach|mache|fahr|fahre|zieh) {name:open} {value:halfway} (auf|zu|hoch|runter)",
      "(fahr|fahre|stell|stelle|setz|setze|öffne) {name:open} auf {value:percent}",
    ]),
    set("lock", [
      "(schließ|schließe|sperr|sperre) {name:lock} (ab|zu)",
      "(verriegle|verriegele|sperre) {name:lock}",
      "{name:lock} (abschließen|absperren)",
    ]),
    set("unlock", [
      "(schließ|schließe|sperr|sperre) {name:lock} auf",
      "(entriegle|entriegele) {name:lock}",
      "{name:lock} (aufschließen|aufsperren)",
    ]),
    to("temperature", "{value}", [
      "<put> {name:heating} auf {value:temperature}",
      "(heize|heiz|kühle) {name:heating} auf {value:temperature}",
      "<put> [die] temperatur (in|im|von) {name:heating} auf {value:temperature}",
      "{name:heating} [auf] {value:degrees}",
    ]),
    plain("hvac", "temperature", "{value}", ["<put> [die] (temperatur|heizung) auf {value:temperature}"]),
    to("temperature", "+1", ["<put> {name:heating} [<bit>] (wärmer|höher|hoch)"]),
    to("temperature", "-1", ["<put> {name:heating} [<bit>] (kälter|kühler|niedriger|runter)"]),
    plain("hvac", "temperature", "+1", ["(mach|mache) es [<bit>] wärmer", "(es ist|mir ist) [zu] kalt"]),
    plain("hvac", "temperature", "-1", ["(mach|mache) es [<bit>] (kälter|kühler)", "(es ist|mir ist) zu (warm|heiß)"]),
    ...play(
      "pause",
      ["pause", "(pausiere|stopp|stoppe) <music>", "<music> (pause|anhalten)", "halte <music> an"],
      ["(pausiere|pausier) {name:volume}", "(mach|mache) pause (auf|am|im|in) {name:volume}", "{name:volume} pause"],
    ),
    ...play(
      "play",
      ["weiter", "(spiel|spiele) weiter", "(spiel|spiele) [etwas] musik", "<music> weiter"],
      ["(spiel|spiele) [etwas] musik (auf|am|im|in) {name:volume}", "{name:volume} weiter"],
    ),
    ...play(
      "next",
      ["[das] nächstes (lied|titel)", "[das] nächste lied", "[der] nächster titel", "überspringen"],
      ["nächstes lied (auf|am|im|in) {name:volume}"],
    ),
    ...play(
      "previous",
      ["[das] vorherige lied", "vorheriges lied", "[das] letzte lied"],
      ["vorheriges lied (auf|am|im|in) {name:volume}"],
    ),
    to("volume", "{value}", [
      "<put> <vol> (von|vom|am|auf|im|in) {name:volume} auf {value:percent}",
      "<put> {name:media player} auf {value:percent}",
    ]),
    to("volume", "+10", ["<put> {name:volume} [<bit>] lauter"]),
    to("volume", "-10", ["<put> {name:volume} [<bit>] leiser"]),
    plain("player", "volume", "{value}", ["[<put>] <vol> auf {value:percent}"]),
    plain("player", "volume", "+10", ["[mach] [<bit>] lauter", "(mach|mache) es [<bit>] lauter"]),
    plain("player", "volume", "-10", ["[mach] [<bit>] leiser", "(mach|mache) es [<bit>] leiser"]),
    list("add", [
      "(setz|setze|schreib|schreibe|pack|packe|tu) {item:text} auf {list:list}",
      "(füg|füge) {item:text} (zu|zur|auf) {list:list} hinzu",
    ]),
    list("remove", ["(streich|streiche|lösch|lösche|nimm|entferne) {item:text} (von|vom|aus) {list:list}"]),
    list("read", ["was (steht|ist) auf {list:list}", "(lies|zeig|zeige) [mir] {list:list} [vor]"]),
    {
      say: ["(starte|start|aktiviere|aktivier) {name:run}", "(führ|führe) {name:run} aus", "{name:scene}"],
      tool: "home_run",
      args: { name: "{name}" },
    },
    ...questions,
    get("temperature", [
      "wie (warm|kalt|heiß) ist es (in|im|auf|am) {name:about temperature}",
      "(wie ist|was ist) die temperatur (in|im|von) {name:about temperature}",
    ]),
    { say: ["ist jemand [noch] (zuhause|daheim|da)"], tool: "home_get", args: { name: "anyone", what: "home" } },
  ],
};
