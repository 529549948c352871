import { z } from "zod";
import { rgbOf } from "../../colors.ts";
import { invalid } from "../faults.ts";
import { float, int, text, triple } from "../fields.ts";
import type { Attributes } from "../house.ts";
import { type Domain, numberOf, service, textsOf } from "../service.ts";
import type { Change, Thing } from "../world.ts";
import { roundHalfEven } from "./color.ts";
import {
  type Color,
  colored,
  colorOfHs,
  colorOfRgb,
  colorOfRgbw,
  dark,
  isDimmable,
  modesOf,
  plainLook,
} from "./light-look.ts";

const byte = int(0, 255);
const fields = {
  color_name: text.optional(),
  rgb_color: triple.optional(),
  rgbw_color: z.tuple([byte, byte, byte, byte], "expected a list of 4 numbers").optional(),
  hs_color: z.tuple([float(0, 360), float(0, 100)], "expected a list of 2 numbers").optional(),
  color_temp_kelvin: int(1).optional(),
  kelvin: int(1).optional(),
  color_temp: int(1).optional(), // mireds
  brightness: int(0, 255).optional(),
  brightness_pct: float(0, 100).optional(),
  brightness_step: int(-255, 255).optional(),
  brightness_step_pct: float(-100, 100).optional(),
  effect: text.optional(),
  flash: text.optional(),
  transition: float(0, 6553).optional(),
};
type Wish = z.infer<z.ZodObject<typeof fields>>;

/** Lights: brightness, whites and colors as far as their `supported_color_modes` go; the rest of a wish is dropped. */
export const light: Domain = {
  features: { EFFECT: 4, FLASH: 8, TRANSITION: 32 },
  services: {
    turn_on: service(fields, turnOn),
    turn_off: service({ transition: fields.transition, flash: fields.flash }, turnOff),
    toggle: service(fields, (thing, wish) => (thing.state === "on" ? turnOff(thing) : turnOn(thing, wish))),
  },
  complete(given, state) {
    const modes = modesOf(given);
    const whites = modes.includes("color_temp") ? { min_color_temp_kelvin: 2000, max_color_temp_kelvin: 6535 } : {};
    const always = { supported_features: 0, ...whites, ...given, supported_color_modes: modes };
    if (state !== "on") return { ...always, ...dark(always) };
    const shown = Object.entries(given).filter(([, value]) => value !== null);
    return { ...always, ...plainLook(always), ...Object.fromEntries(shown) };
  },
};

function turnOn(thing: Thing, wish: Wish): Change {
  const before = thing.state === "on" ? thing.attributes : { ...plainLook(thing.attributes), ...thing.hidden.memory };
  const color = colorOf(wish);
  const brightness = brightnessOf(
    wish,
    thing.state === "on" ? (numberOf({ attributes: before }, "brightness") ?? 0) : 0,
  );
  if (brightness === 0) return turnOff(thing);
  const look = Object.keys(dark(thing.attributes)).map((key) => [key, before[key] ?? null] as const);
  const dimmed = brightness !== undefined && isDimmable(thing.attributes) ? { brightness } : {};
  const tinted = color ? colored(thing.attributes, color) : {};
  return { state: "on", attributes: { ...Object.fromEntries(look), ...dimmed, ...tinted, ...effectOf(thing, wish) } };
}

function turnOff(thing: Thing): Change {
  const off = dark(thing.attributes);
  if (thing.state !== "on") return { state: "off", attributes: off };
  const memory = Object.fromEntries(Object.keys(off).map((key) => [key, thing.attributes[key]]));
  return { state: "off", attributes: off, hidden: { memory } };
}

/** The brightness (0–255) that is wished for, if any; steps go from the present one. */
function brightnessOf(wish: Wish, present: number): number | undefined {
  if (wish.brightness_step !== undefined) return within(present + wish.brightness_step);
  if (wish.brightness_step_pct !== undefined) {
    const percent = roundHalfEven((present / 255) * 100) + wish.brightness_step_pct;
    return within(roundHalfEven((percent / 100) * 255));
  }
  if (wish.brightness_pct !== undefined) return roundHalfEven((255 * wish.brightness_pct) / 100);
  return wish.brightness;
}

const within = (brightness: number) => Math.max(0, Math.min(255, brightness));

/** @throws Refusal invalid_format for two colors at once */
function colorOf(wish: Wish): Color | undefined {
  const { color_name, rgb_color, rgbw_color, hs_color } = wish;
  const kelvin = wish.color_temp_kelvin ?? wish.kelvin ?? (wish.color_temp && Math.floor(1_000_000 / wish.color_temp));
  const wished: Color[] = [
    ...(color_name === undefined ? [] : [colorOfRgb(rgbOf(color_name) ?? [255, 255, 255])]),
    ...(rgb_color === undefined ? [] : [colorOfRgb(rgb_color)]),
    ...(rgbw_color === undefined ? [] : [colorOfRgbw(rgbw_color)]),
    ...(hs_color === undefined ? [] : [colorOfHs(hs_color)]),
    ...(kelvin === undefined ? [] : [{ kelvin }]),
  ];
  if (wished.length > 1)
    throw invalid("two or more values in the same group of exclusion 'Color descriptors' @ data[<Color descriptors>]");
  return wished[0];
}

function effectOf(thing: Thing, { effect }: Wish): Attributes {
  return effect !== undefined && textsOf(thing, "effect_list").includes(effect) ? { effect } : {};
}
