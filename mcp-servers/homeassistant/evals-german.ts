import type { EvalCase } from "../../kernel/evals.ts";
import type { JsonObject } from "../../kernel/schema.ts";

const set = (name: string, verb: string, value?: string) =>
  call("home_set", { name, do: verb, ...(value && { value }) });
const get = (name: string, what: string) => call("home_get", { name, what });
const call = (tool: string, args: JsonObject) => [{ tool, args }];

/** What a home is told most, in German, said to the demo house; answers are English. */
export const germanEvals: readonly EvalCase[] = [
  { say: "schalte bitte alle Lichter aus", steps: set("alle Lichter", "off"), result: "4 lights are off." },
  {
    say: "alle Lichter außer Floor Lamp aus",
    steps: set("alle Lichter außer Floor Lamp", "off"),
    result: "3 lights are off.",
  },
  {
    say: "dimme Kitchen Light auf vierzig Prozent",
    steps: set("Kitchen Light", "brightness", "40"),
    result: "Kitchen Light is on at 40 percent.",
  },
  {
    say: "mach die TV Strip blau",
    steps: set("die TV Strip", "color", "blue"),
    result: "TV Strip is on at 40 percent.",
  },
  {
    say: "Könntest du bitte die Jalousien im Living Room runterfahren?",
    steps: set("die Jalousien im Living Room", "close"),
    result: "Blinds are closed.",
  },
  {
    say: "stell die Heizung auf zwanzig Grad",
    steps: set("Thermostat", "temperature", "20"),
    result: "Thermostat is heating to 20 degrees, 20.4 now.",
  },
  { say: "ist Front Door abgeschlossen", steps: get("Front Door", "locked"), result: "Yes, Front Door is locked." },
  {
    say: "welche Lichter sind noch an?",
    steps: get("Lichter", "which on"),
    result: "4 of 9 lights are on: Ceiling Light, Floor Lamp, Kitchen Light and Hall Light.",
  },
  {
    say: "setz Eier auf die Shopping List",
    steps: call("home_list", { do: "add", item: "Eier", list: "die Shopping List" }),
    result: "Eier is on Shopping List.",
  },
  {
    say: "spiel Musik auf Kitchen Speaker",
    steps: call("home_play", { do: "play", name: "Kitchen Speaker" }),
    result: "Kitchen Speaker is playing at volume 30.",
  },
  {
    say: "starte Movie Night",
    steps: call("home_run", { name: "Movie Night" }),
    result: "Movie Night is set, 4 things changed.",
  },
  {
    say: "mach Hall Light aus und dann schließ Front Door auf",
    steps: [...set("Hall Light", "off"), ...set("Front Door", "unlock")],
    result: "Front Door is unlocked.",
  },
];
