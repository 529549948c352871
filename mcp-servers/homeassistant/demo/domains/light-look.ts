import type { Attributes } from "../house.ts";
import { numberOf, textsOf } from "../service.ts";
import { hsToRgb, kelvinToHs, type Pair, rgbToHs, rgbToXy, type Triple, xyToKelvin } from "./color.ts";

/** What a light is to look like: a white of so many kelvin, or a color. */
export type Color = { kelvin: number } | { rgb: Triple; hs: Pair };

const colorModes = ["hs", "rgb", "rgbw", "rgbww", "xy"];

export const colorOfRgb = (rgb: Triple): Color => ({ rgb, hs: rgbToHs(rgb) });
/** The white lamp of an RGBW light adds to each color. */
export const colorOfRgbw = ([red, green, blue, white]: readonly [number, number, number, number]): Color =>
  colorOfRgb([Math.min(255, red + white), Math.min(255, green + white), Math.min(255, blue + white)]);
export const colorOfHs = (hs: Pair): Color => ({ rgb: hsToRgb(hs), hs });

/** The modes of a light; one that says none can do whites and colors. */
export function modesOf(attributes: Attributes): string[] {
  const modes = textsOf({ attributes }, "supported_color_modes");
  return modes.length > 0 ? modes : ["color_temp", "hs"];
}

/** Whether a light can be dimmed: every mode but `onoff` can. */
export const isDimmable = (attributes: Attributes) => modesOf(attributes).some((mode) => mode !== "onoff");

/** What a light that is off shows: null for everything it would show when on. */
export function dark(attributes: Attributes): Attributes {
  const modes = modesOf(attributes);
  const hasWhite = modes.includes("color_temp");
  const hasColor = modes.some((mode) => colorModes.includes(mode));
  const keys = [
    "color_mode",
    ...(isDimmable(attributes) ? ["brightness"] : []),
    ...(hasWhite ? ["color_temp_kelvin"] : []),
    ...(hasWhite || hasColor ? ["hs_color", "rgb_color", "xy_color"] : []),
    ...["rgbw", "rgbww"].filter((mode) => modes.includes(mode)).map((mode) => `${mode}_color`),
    ...("effect_list" in attributes ? ["effect"] : []),
  ];
  return Object.fromEntries(keys.map((key) => [key, null]));
}

/** What a light shows for a color, as near as its modes come; nothing when they have no color at all. */
export function colored(attributes: Attributes, color: Color): Attributes {
  const modes = modesOf(attributes);
  const mode = modes.find((name) => colorModes.includes(name));
  if ("kelvin" in color) {
    if (modes.includes("color_temp")) return white(attributes, color.kelvin);
    return mode ? hued(modes, mode, colorOfHs(kelvinToHs(color.kelvin))) : {};
  }
  if (mode) return hued(modes, mode, color);
  return modes.includes("color_temp") ? white(attributes, xyToKelvin(rgbToXy(color.rgb))) : {};
}

/** What a light that was never seen on shows when it goes on: a warm white, unless it tells another. */
export function plainLook(attributes: Attributes): Attributes {
  const [first] = modesOf(attributes);
  const mode = { ...dark(attributes), color_mode: first };
  const brightness = isDimmable(attributes) ? { brightness: 255 } : {};
  return {
    ...mode,
    ...brightness,
    ...colored(attributes, { kelvin: numberOf({ attributes }, "color_temp_kelvin") ?? 2700 }),
  };
}

function white(attributes: Attributes, kelvin: number): Attributes {
  const min = numberOf({ attributes }, "min_color_temp_kelvin") ?? 2000;
  const max = numberOf({ attributes }, "max_color_temp_kelvin") ?? 6535;
  const color_temp_kelvin = Math.max(min, Math.min(max, kelvin));
  const hs = kelvinToHs(color_temp_kelvin);
  return { color_mode: "color_temp", color_temp_kelvin, ...shades(hsToRgb(hs), hs) };
}

function hued(modes: readonly string[], mode: string, color: Color): Attributes {
  if ("kelvin" in color) return {};
  const { rgb, hs } = color;
  const [red, green, blue] = rgb;
  const dimmest = Math.min(red, green, blue);
  return {
    color_mode: mode,
    ...(modes.includes("color_temp") ? { color_temp_kelvin: null } : {}),
    ...shades(rgb, hs),
    ...(mode === "rgbw" ? { rgbw_color: [red - dimmest, green - dimmest, blue - dimmest, dimmest] } : {}),
    ...(mode === "rgbww" ? { rgbww_color: [red, green, blue, 0, 0] } : {}),
  };
}

const shades = (rgb: Triple, hs: Pair): Attributes => ({ hs_color: hs, rgb_color: rgb, xy_color: rgbToXy(rgb) });
