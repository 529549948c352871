export type Triple = readonly [number, number, number];
export type Pair = readonly [number, number];

const round = (value: number, digits: number) => Number(value.toFixed(digits));
const byte = (value: number) => Math.max(0, Math.min(255, Math.round(value)));

/** Halves go to the even neighbour, as Python rounds: 30 % of 255 is 76. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Hue (0–360) and saturation (0–100) of red, green and blue (0–255). */
export function rgbToHs([red, green, blue]: Triple): Pair {
  const max = Math.max(red, green, blue);
  const span = max - Math.min(red, green, blue);
  if (span === 0) return [0, 0];
  const sixth =
    max === red ? (green - blue) / span : max === green ? 2 + (blue - red) / span : 4 + (red - green) / span;
  return [round(((sixth + 6) % 6) * 60, 3), round((span / max) * 100, 3)];
}

/** Red, green and blue at full brightness. */
export function hsToRgb([hue, saturation]: Pair): Triple {
  const channel = (offset: number) => {
    const k = (offset + hue / 60) % 6;
    return byte(255 * (1 - (saturation / 100) * Math.max(0, Math.min(k, 4 - k, 1))));
  };
  return [channel(5), channel(3), channel(1)];
}

/** CIE 1931 x and y, by the conversion Philips published for Hue (wide RGB, D65). */
export function rgbToXy(rgb: Triple): Pair {
  const linear = rgb.map((value) => {
    const part = value / 255;
    return part > 0.04045 ? ((part + 0.055) / 1.055) ** 2.4 : part / 12.92;
  });
  const [red = 0, green = 0, blue = 0] = linear;
  const x = red * 0.664511 + green * 0.154324 + blue * 0.162028;
  const y = red * 0.283881 + green * 0.668433 + blue * 0.047685;
  const z = red * 0.000088 + green * 0.07231 + blue * 0.986039;
  const sum = x + y + z;
  return sum === 0 ? [0, 0] : [round(x / sum, 3), round(y / sum, 3)];
}

/** Hue and saturation of a white of `kelvin`, by Tanner Helland's approximation. */
export function kelvinToHs(kelvin: number): Pair {
  const heat = Math.max(1000, Math.min(40_000, kelvin)) / 100;
  const red = heat <= 66 ? 255 : 329.698727446 * (heat - 60) ** -0.1332047592;
  const green =
    heat <= 66 ? 99.4708025861 * Math.log(heat) - 161.1195681661 : 288.1221695283 * (heat - 60) ** -0.0755148492;
  const blue = heat >= 66 ? 255 : heat <= 19 ? 0 : 138.5177312231 * Math.log(heat - 10) - 305.0447927307;
  const within = (value: number) => Math.max(0, Math.min(255, value));
  return rgbToHs([within(red), within(green), within(blue)]);
}

/** Kelvin of the white nearest to a color, by McCamy's formula. */
export function xyToKelvin([x, y]: Pair): number {
  const n = (x - 0.332) / (0.1858 - y);
  return Math.round(437 * n ** 3 + 3601 * n ** 2 + 6861 * n + 5517);
}
