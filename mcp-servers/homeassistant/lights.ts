import { UserError } from "../../kernel/errors.ts";
import type { Action, Rule, Verb } from "./actions.ts";
import { near } from "./actions.ts";
import { brightnessOf, numberOf, textsOf } from "./attributes.ts";
import { rgbOf } from "./colors.ts";
import { amountOf, between, percentOf } from "./values.ts";

const COLORFUL = ["hs", "xy", "rgb", "rgbw", "rgbww"];
const WHITES: Record<string, number> = {
  candle: 2000,
  warm: 2700,
  "warm white": 2700,
  soft: 3000,
  neutral: 4000,
  white: 4000,
  cool: 5500,
  cold: 5500,
  daylight: 6000,
};

const brightness: Rule = ({ thing, now }, value) => {
  const modes = textsOf(now, "supported_color_modes");
  if (modes.length > 0 && modes.every((mode) => mode === "onoff"))
    throw new UserError(`${thing.name} cannot be dimmed.`);
  const wanted = percentOf(value, "Brightness", brightnessOf(now));
  if (wanted === 0) return { service: "light.turn_off", reached: ({ state }) => state === "off" };
  return turnOn({ brightness_pct: wanted }, (state) => near(brightnessOf(state), wanted, 1));
};

const color: Rule = ({ thing, now }, value) => {
  const name = (value ?? "").toLowerCase().replaceAll(/[^a-z]/g, "");
  const rgb = rgbOf(name);
  if (!rgb)
    throw new UserError(
      `${JSON.stringify(value ?? "")} is no colour I know, for example red, warm white or light blue.`,
    );
  const modes = textsOf(now, "supported_color_modes");
  if (modes.length > 0 && !modes.some((mode) => COLORFUL.includes(mode)))
    throw new UserError(`${thing.name} shows no colours.`);
  return turnOn({ color_name: name }, ({ attributes }) => isHue(attributes["rgb_color"], rgb));
};

const kelvin: Rule = ({ thing, now }, value) => {
  const modes = textsOf(now, "supported_color_modes");
  const able = modes.length === 0 || modes.some((mode) => mode === "color_temp" || COLORFUL.includes(mode));
  if (!able) throw new UserError(`${thing.name} has one white only.`);
  const low = numberOf(now, "min_color_temp_kelvin") ?? 2000;
  const high = numberOf(now, "max_color_temp_kelvin") ?? 6535;
  const { number, relative } = amountOf(value, "The white", WHITES);
  const named = WHITES[value?.trim().toLowerCase() ?? ""] !== undefined || relative;
  const asked = relative ? (numberOf(now, "color_temp_kelvin") ?? 3500) + number : number;
  const wanted = named ? Math.min(high, Math.max(low, asked)) : between(asked, low, high, "The white", "kelvin");
  // A lamp without whites of its own mixes one, and does not tell it.
  if (modes.length > 0 && !modes.includes("color_temp"))
    return { ...turnOn({ color_temp_kelvin: wanted }, () => true), always: true };
  return turnOn({ color_temp_kelvin: wanted }, (state) =>
    near(numberOf(state, "color_temp_kelvin"), wanted, wanted / 50),
  );
};

const turnOn = (data: Record<string, unknown>, isSo: Action["reached"]): Action => ({
  service: "light.turn_on",
  data,
  reached: (state) => state.state === "on" && isSo(state),
});

// A lamp shows a colour as near as it can: the hue counts, not each channel.
function isHue(shown: unknown, wanted: readonly [number, number, number]): boolean {
  if (!Array.isArray(shown) || shown.length < 3) return true;
  const [one, other] = [hueOf(shown.map(Number)), hueOf(wanted)];
  if (one === undefined || other === undefined) return one === other;
  const apart = Math.abs(one - other);
  return Math.min(apart, 360 - apart) <= 15;
}

/** Hue in degrees (HSV); undefined for greys. */
function hueOf([red = 0, green = 0, blue = 0]: readonly number[]): number | undefined {
  const most = Math.max(red, green, blue);
  const span = most - Math.min(red, green, blue);
  if (span < most / 8 || most === 0) return undefined;
  if (most === red) return (((green - blue) / span) * 60 + 360) % 360;
  return most === green ? ((blue - red) / span) * 60 + 120 : ((red - green) / span) * 60 + 240;
}

/** What can be said to lights beside on and off. */
export const lightVerbs: Record<string, Verb> = {
  brightness: { light: brightness },
  color: { light: color },
  kelvin: { light: kelvin },
};
