import type { Phrases } from "../../../kernel/phrases.ts";
import { germanPhrases } from "./german-said.ts";
import { things } from "./things.ts";

const noun = (words: string, many: string) => ({ words: words.split(", "), many: many.split(", ") });

/** What a home is told in German, and the nouns of its things. */
export const german: Phrases = {
  language: "de",
  rules: {
    // "Bitte" stands behind the verb as often as before it.
    now: "[(bitte|mal|bitte mal|doch|doch bitte|doch mal|jetzt)]",
    make: "(mach|mache|schalte|schalt|stell|stelle) <now>",
    put: "(mach|mache|stell|stelle|setz|setze|dreh|drehe|fahr|fahre) <now>",
    move: "(mach|mache|zieh|ziehe|fahr|fahre|lass|lasse) <now>",
    bit: "(etwas|ein bisschen|ein wenig|ein stück|viel)",
    in: "(in|im|auf|am|bei)",
    of: "(in|im|von|vom|am|auf)",
    on: "(auf|am|im|in|über)",
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
  phrases: germanPhrases,
};
