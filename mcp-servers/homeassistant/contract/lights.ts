import { describe, expect, test } from "vitest";
import type { Subject } from "../contract.ts";

const bed = "light.bed_light"; // whites, colors, effects
const ceiling = "light.ceiling_lights"; // whites, colors
const office = "light.office_rgbw_lights"; // colors only

/** Lights: on, off, brightness, colors as far as their modes go. */
export function lights({ home }: Subject): void {
  const look = async (entityId: string, data: object) => {
    await home().call("light.turn_on", entityId, data);
    return home().entity(entityId)?.attributes ?? {};
  };

  describe("lights", () => {
    test("show a percentage as so much of 255, halves to the even side", async () => {
      expect(await look(bed, { brightness_pct: 30 })).toMatchObject({ brightness: 76 });
      expect(await look(bed, { brightness_pct: 50 })).toMatchObject({ brightness: 128 });
      expect(await look(bed, { brightness_pct: 1 })).toMatchObject({ brightness: 3 });
      expect(await look(bed, { brightness_pct: "40" })).toMatchObject({ brightness: 102 });
    });

    test("step up and down from where they are, and stop at the ends", async () => {
      await look(bed, { brightness: 100 });
      const brighter = await look(bed, { brightness_step_pct: 10 });
      expect(brighter["brightness"]).toBe(home().isModern ? 125 : 126); // 39 % and 10 % since, 100 and 26 before
      await look(bed, { brightness: 126 });
      expect(await look(bed, { brightness_step: -26 })).toMatchObject({ brightness: 100 });
      expect(await look(bed, { brightness_step_pct: 100 })).toMatchObject({ brightness: 255 });
    });

    test("show nothing while off, and come back as they were", async () => {
      await look(bed, { brightness: 77, color_name: "blue" });
      await home().call("light.turn_off", bed);
      const dark = { brightness: null, color_mode: null, rgb_color: null, hs_color: null, color_temp_kelvin: null };
      expect(home().entity(bed)).toMatchObject({ state: "off", attributes: dark });
      expect(await look(bed, {})).toMatchObject({ brightness: 77 });
    });

    test("go off at brightness 0", async () => {
      await look(bed, { brightness: 100 });
      await look(bed, { brightness: 0 });
      expect(home().entity(bed)?.state).toBe("off");
    });

    test("toggle", async () => {
      await home().call("light.turn_on", ceiling);
      await home().call("light.toggle", ceiling);
      expect(home().entity(ceiling)?.state).toBe("off");
      await home().call("light.toggle", ceiling);
      expect(home().entity(ceiling)?.state).toBe("on");
    });

    test("take colors by name, by red, green and blue, and by hue", async () => {
      const red = { color_mode: "hs", hs_color: [0, 100], rgb_color: [255, 0, 0], color_temp_kelvin: null };
      expect(await look(bed, { color_name: "red" })).toMatchObject({ ...red, xy_color: [0.701, 0.299] });
      expect(await look(bed, { rgb_color: [0, 0, 255] })).toMatchObject({ hs_color: [240, 100] });
      expect(await look(bed, { hs_color: [120, 100] })).toMatchObject({ rgb_color: [0, 255, 0] });
      expect(await look(bed, { color_name: "Steel Blue" })).toMatchObject({ hs_color: [207.273, 61.111] });
    });

    test("take a white by its kelvin, within a mired", async () => {
      const white = await look(ceiling, { color_temp_kelvin: 2700 });
      expect(white["color_mode"]).toBe("color_temp");
      expect(Math.abs(Number(white["color_temp_kelvin"]) - 2700)).toBeLessThanOrEqual(10);
      expect(white["rgb_color"]).toEqual([255, 166, 87].map((byte) => expect.toSatisfy(near(byte))));
    });

    test("turn a white into a color where they have no whites", async () => {
      const look2700 = await look(office, { color_temp_kelvin: 2700 });
      expect(look2700).toMatchObject({ color_mode: "rgbw" });
      expect(look2700["color_temp_kelvin"]).toBeUndefined();
    });

    test("drop what they cannot do", async () => {
      const plain = await look(ceiling, { effect: "rainbow", transition: 1, brightness: 200 });
      expect(plain).toMatchObject({ brightness: 200 });
      expect(plain["effect"]).toBeUndefined();
      expect(await look(bed, { effect: "rainbow" })).toMatchObject({ effect: "rainbow" });
    });

    test("are white in a color nobody knows", async () => {
      expect(await look(bed, { color_name: "no such color" })).toMatchObject({ rgb_color: [255, 255, 255] });
    });

    test("are all meant by all", async () => {
      await home().call("light.turn_on", "all");
      const all = home()
        .ids()
        .filter((id) => id.startsWith("light."));
      expect(new Set(all.map((id) => home().entity(id)?.state))).toEqual(new Set(["on"]));
      await home().call("light.turn_off", { entity_id: all });
      expect(new Set(all.map((id) => home().entity(id)?.state))).toEqual(new Set(["off"]));
    });
  });
}

const near = (byte: number) => (value: unknown) => Math.abs(Number(value) - byte) <= 2;
