import fc from "fast-check";
import { expect, test } from "vitest";
import { hsToRgb, kelvinToHs, rgbToHs, rgbToXy, roundHalfEven, xyToKelvin } from "./color.ts";

const byte = fc.integer({ min: 0, max: 255 });

test("a full-brightness color comes back from its hue and saturation", () => {
  fc.assert(
    fc.property(byte, byte, (middle, low) => {
      const rgb = [255, Math.max(middle, low), low] as const;
      expect(hsToRgb(rgbToHs(rgb))).toEqual(rgb);
    }),
  );
});

test("hue and saturation stay in their ranges", () => {
  fc.assert(
    fc.property(byte, byte, byte, (red, green, blue) => {
      const [hue, saturation] = rgbToHs([red, green, blue]);
      expect(hue).toBeGreaterThanOrEqual(0);
      expect(hue).toBeLessThanOrEqual(360);
      expect(saturation).toBeGreaterThanOrEqual(0);
      expect(saturation).toBeLessThanOrEqual(100);
    }),
  );
});

test("a white looks as Home Assistant 2026.2 shows it", () => {
  const hs = kelvinToHs(2631);
  expect([hs, hsToRgb(hs), rgbToXy(hsToRgb(hs))]).toEqual([
    [28.55, 67.974],
    [255, 164, 82],
    [0.532, 0.388],
  ]);
});

test("the white nearest to a color is found: daylight D65 and illuminant A", () => {
  expect(Math.abs(xyToKelvin([0.3127, 0.329]) - 6504)).toBeLessThan(15);
  expect(Math.abs(xyToKelvin([0.4476, 0.4074]) - 2856)).toBeLessThan(15);
});

test("halves go to the even side", () => {
  expect([76.5, 127.5, 0.4, 0.6].map(roundHalfEven)).toEqual([76, 128, 0, 1]);
});
