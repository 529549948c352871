import type { Said } from "./said.ts";
import { plain, set, to } from "./said.ts";

const get = (what: string, say: string[], when: string[] = []): Said => ({
  say,
  when,
  tool: "home_get",
  args: { name: "{name}", what },
});
const play = (verb: string, say: string[], named: string[]): Said[] => [
  { say: named, tool: "home_play", args: { do: verb, name: "{name}" } },
  { say, tool: "home_play", args: { do: verb } },
];
const list = (verb: string, say: string[]): Said => ({
  say,
  tool: "home_list",
  args: { do: verb, list: "{list}", ...(verb !== "read" && { item: "{item}" }) },
});
/** An imperative in its forms, and the small words behind it. */
const verb = (forms: string) => `(${forms.replaceAll(" ", "|")}) <now>`;

// The verb stands in front and its particle behind ("mach … an"), or both at the end ("… anmachen").
const lights: Said[] = [
  set("on", [
    "<make> {name:on} (an|ein) [{name:on}]",
    "<make> (an|ein) {name:on}",
    "{name:on} (an|ein) [{name:on}]",
    "{name:on} (anmachen|anschalten|einschalten)",
    `${verb("aktiviere aktivier")} {name:on}`,
  ]),
  set("off", [
    "<make> {name:on} aus [{name:on}]",
    "<make> aus {name:on}",
    "{name:on} aus [{name:on}]",
    "{name:on} (ausmachen|ausschalten|abschalten)",
  ]),
  set("toggle", [`${verb("schalte schalt")} {name:toggle} um`, "{name:toggle} umschalten"]),
  to("brightness", "{value}", [
    `${verb("dimme dimm")} {name:brightness} auf {value:percent}`,
    "<put> {name:brightness} auf {value:percent}",
    "[<put>] [die] helligkeit <of> {name:brightness} auf {value:percent} [(stellen|setzen)]",
    "{name:brightness} auf {value:percent} (dimmen|stellen)",
    "{name:brightness} [auf] {value:share}",
  ]),
  to("brightness", 100, [
    "<put> {name:brightness} (ganz|so) hell [wie möglich]",
    "[<put>] {name:brightness} auf (volle|maximale) helligkeit [stellen]",
    "(volle|maximale) helligkeit <of> {name:brightness}",
  ]),
  to("brightness", "+20", [
    "[<put>] {name:brightness} [<bit>] heller [(machen|stellen)]",
    `${verb("erhöhe erhöh")} [die] helligkeit <of> {name:brightness}`,
  ]),
  to("brightness", "-20", [
    "[<put>] {name:brightness} [<bit>] dunkler [(machen|stellen)]",
    `${verb("dimme dimm")} {name:brightness}`,
    "{name:brightness} dimmen",
  ]),
  plain("{here}", "brightness", "+20", [
    "es ist [hier] [viel] zu dunkel [hier] {here}",
    "mach es [<bit>] heller {here}",
  ]),
  plain("{here}", "brightness", "-20", [
    "es ist [hier] [viel] zu hell [hier] {here}",
    "mach es [<bit>] dunkler {here}",
  ]),
  to("color", "{value}", [
    "[<put>] {name:brightness} [auf] {value:color} [(stellen|machen|färben)]",
    `${verb("färbe färb")} {name:brightness} {value:color}`,
  ]),
  to("kelvin", "{value}", ["[<put>] {name:brightness} [auf] {value:white} [(stellen|machen)]"]),
];

const openings: Said[] = [
  set("open", [
    `${verb("öffne öffnen")} {name:open}`,
    "<move> {name:open} (auf|hoch|rauf|nach oben)",
    "{name:open} (auf|hoch|rauf)",
    "{name:open} (öffnen|aufmachen|hochfahren|hochziehen|hochmachen)",
  ]),
  set("close", [
    `${verb("schließe schließ schließen")} {name:close}`,
    "<move> {name:close} (zu|runter|herunter|nach unten)",
    "{name:close} (zu|runter|herunter)",
    "{name:close} (schließen|zumachen|runterfahren|herunterfahren|herunterlassen|runterlassen|runtermachen)",
  ]),
  set("stop", [`${verb("stopp stoppe")} {name:stop}`, `${verb("halte halt")} {name:stop} an`, "{name:stop} anhalten"]),
  to("position", "{value}", [
    `${verb("öffne schließe schließ")} {name:open} {value:halfway}`,
    "<move> {name:open} {value:halfway} (auf|zu|hoch|runter)",
    "{name:open} {value:halfway} (auf|zu|hoch|runter|öffnen|schließen)",
    `${verb("fahr fahre stell stelle setz setze öffne")} {name:open} auf {value:percent}`,
    "{name:open} auf {value:percent} (fahren|stellen|öffnen)",
  ]),
  set("lock", [
    `${verb("schließ schließe sperr sperre")} {name:lock} (ab|zu)`,
    `${verb("verriegle verriegele sperre")} {name:lock}`,
    "{name:lock} (abschließen|absperren|zusperren|verriegeln)",
  ]),
  set("unlock", [
    `${verb("schließ schließe sperr sperre")} {name:lock} auf`,
    `${verb("entriegle entriegele entsperre")} {name:lock}`,
    "{name:lock} (aufschließen|aufsperren|entriegeln|entsperren)",
  ]),
];

const climate: Said[] = [
  to("temperature", "{value}", [
    "<put> {name:heating} auf {value:temperature}",
    `${verb("heize heiz kühle")} {name:heating} auf {value:temperature}`,
    "[<put>] [die] temperatur <of> {name:heating} auf {value:temperature} [stellen]",
    "{name:heating} auf {value:temperature} (stellen|heizen)",
    "{name:heating} [auf] {value:degrees}",
  ]),
  plain("hvac", "temperature", "{value}", ["[<put>] [die] (temperatur|heizung) auf {value:temperature} [stellen]"]),
  to("temperature", "+1", [
    "<put> {name:heating} [<bit>] (wärmer|höher|hoch)",
    "<put> es <in> {name:heating} [<bit>] wärmer",
  ]),
  to("temperature", "-1", [
    "<put> {name:heating} [<bit>] (kälter|kühler|niedriger|runter)",
    "<put> es <in> {name:heating} [<bit>] (kälter|kühler)",
  ]),
  plain("hvac", "temperature", "+1", ["<put> es [<bit>] wärmer", "(es|mir) ist [es] [hier] [zu] kalt"]),
  plain("hvac", "temperature", "-1", ["<put> es [<bit>] (kälter|kühler)", "(es|mir) ist [es] [hier] zu (warm|heiß)"]),
];

const media: Said[] = [
  ...play(
    "pause",
    [
      "pause",
      `${verb("pausiere pausier stopp stoppe")} <music>`,
      "<music> (pause|aus|anhalten|ausmachen|pausieren)",
      `${verb("halte halt")} <music> an`,
      "<make> <music> aus",
    ],
    [`${verb("pausiere pausier")} {name:volume}`, "<make> pause <on> {name:volume}", "{name:volume} pause"],
  ),
  ...play(
    "play",
    [
      "weiter",
      `${verb("spiel spiele")} weiter`,
      `${verb("spiel spiele")} [etwas] musik`,
      "<music> (weiter|an|anmachen|fortsetzen)",
      "<make> <music> an",
    ],
    [
      `${verb("spiel spiele")} [etwas] musik <on> {name:volume}`,
      "<make> <music> <on> {name:volume} an",
      "{name:volume} weiter",
    ],
  ),
  ...play(
    "next",
    ["[das] (nächste|nächstes) (lied|stück)", "[der] (nächste|nächster) (titel|song)", "überspringen"],
    ["(nächstes|nächste) lied <on> {name:volume}"],
  ),
  ...play(
    "previous",
    ["[das] (vorherige|vorheriges|letzte|letztes) (lied|stück)", "[der] (vorherige|vorheriger) (titel|song)"],
    ["(vorheriges|vorherige) lied <on> {name:volume}"],
  ),
  to("volume", "{value}", [
    "[<put>] <vol> <of> {name:volume} auf {value:percent} [stellen]",
    "<put> {name:media player} auf {value:percent}",
  ]),
  to("volume", "+10", ["[<put>] {name:volume} [<bit>] lauter [(machen|stellen)]"]),
  to("volume", "-10", ["[<put>] {name:volume} [<bit>] leiser [(machen|stellen)]"]),
  plain("player", "volume", "{value}", ["[<put>] <vol> auf {value:percent} [stellen]"]),
  plain("player", "volume", "+10", ["[<put>] [(es|<music>)] [<bit>] lauter [machen]"]),
  plain("player", "volume", "-10", ["[<put>] [(es|<music>)] [<bit>] leiser [machen]"]),
];

const lists: Said[] = [
  list("add", [
    `${verb("setz setze schreib schreibe pack packe tu")} {item:text} auf {list:list}`,
    `${verb("füg füge")} {item:text} (zu|zur|auf) {list:list} hinzu`,
    "{item:text} auf {list:list} (setzen|schreiben)",
  ]),
  list("remove", [
    `${verb("streich streiche lösch lösche nimm entferne")} {item:text} (von|vom|aus) {list:list}`,
    "{item:text} (von|vom|aus) {list:list} (streichen|löschen|nehmen)",
  ]),
  list("read", [
    "was (steht|ist) [alles] auf {list:list}",
    `${verb("lies zeig zeige")} [mir] {list:list} [vor]`,
    "{list:list} vorlesen",
  ]),
];

const runs: Said = {
  say: [
    `${verb("starte start aktiviere aktivier")} {name:run}`,
    `${verb("führ führe")} {name:run} aus`,
    "{name:run} (starten|aktivieren|ausführen)",
    "{name:scene}",
  ],
  tool: "home_run",
  args: { name: "{name}" },
};

const IS_SO: Record<string, string> = {
  on: "(an|ein|eingeschaltet|angeschaltet)",
  off: "(aus|ausgeschaltet)",
  open: "(offen|auf|geöffnet)",
  closed: "(zu|geschlossen|unten)",
  locked: "(abgeschlossen|verriegelt|zugesperrt)",
  unlocked: "(aufgeschlossen|entriegelt|aufgesperrt)",
};
const questions: Said[] = [
  ...Object.entries(IS_SO).flatMap(([what, said]) => [
    get(
      what,
      [`(ist|sind) [noch] {name:about ${what}} [noch] ${said}`],
      [`{name:about ${what}} [noch] ${said} (ist|sind)`, `{name:about ${what}} (ist|sind) [noch] ${said}`],
    ),
    get(`which ${what}`, [`(welche|welches|welcher) {name:about ${what}} (ist|sind) [noch] ${said}`]),
    get(`count ${what}`, [`wie viele {name:about ${what}} sind [noch] ${said}`]),
  ]),
  get("on", ["(brennt|brennen|läuft|laufen) [noch] {name:about on} [noch]"], ["{name:about on} (brennt|läuft|laufen)"]),
  get("temperature", [
    "wie (warm|kalt|heiß) ist es <in> {name:about temperature}",
    "wie (viel|viele) grad (hat|ist|sind) es <in> {name:about temperature}",
    "[(wie|was) ist] [die] temperatur <of> {name:about temperature}",
  ]),
  {
    say: ["wie (warm|kalt|heiß) ist es [hier] {here}", "wie (viel|viele) grad (hat|ist|sind) es [hier] {here}"],
    tool: "home_get",
    args: { name: "{here}", what: "temperature" },
  },
  { say: ["ist [noch] jemand (zuhause|daheim|da)"], tool: "home_get", args: { name: "anyone", what: "home" } },
];

/** How people say in German what a home is told most. */
export const germanPhrases: Said[] = [...lights, ...openings, ...climate, ...media, ...lists, runs, ...questions];
