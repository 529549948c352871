import { describe, expect, test } from "vitest";
import type { Subject } from "../contract.ts";

/** What is refused, with which code, and what is not. */
export function refusals({ home }: Subject): void {
  const refusal = (service: string, target: object | string, data?: object) =>
    home().refusal(home().call(service, target, data));

  describe("refusals", () => {
    test("succeeds on an entity that does not exist", async () => {
      expect(await home().call("light.turn_on", "light.does_not_exist")).toMatchObject({ context: {} });
    });

    test("does nothing to an entity of another domain, and succeeds", async () => {
      await home().call("switch.turn_off", "switch.ac");
      await home().call("light.turn_on", "switch.ac");
      await home().call("light.turn_off", { area_id: "nowhere" });
      await home().call("switch.turn_on", "switch.decorative_lights");
      expect(home().entity("switch.ac")?.state).toBe("off");
    });

    test("knows no service by a wrong name", async () => {
      expect(await refusal("light.turn_onn", "light.bed_light")).toBe("not_found");
      expect(await refusal("nonsense.turn_on", "light.bed_light")).toBe("not_found");
    });

    test.each([
      ["a text for a number", "light.turn_on", "light.bed_light", { brightness_pct: "abc" }],
      ["more than all", "light.turn_on", "light.bed_light", { brightness_pct: 300 }],
      ["a field it does not have", "light.turn_on", "light.bed_light", { brilliance: 3 }],
      ["two colors at once", "light.turn_on", "light.bed_light", { color_name: "red", color_temp_kelvin: 3000 }],
      ["a position beyond the end", "cover.set_cover_position", "cover.hall_window", { position: 101 }],
      ["no position", "cover.set_cover_position", "cover.hall_window", {}],
      ["no temperature", "climate.set_temperature", "climate.heatpump", {}],
      ["a mode nobody has", "climate.set_hvac_mode", "climate.hvac", { hvac_mode: "nope" }],
      ["a volume over one", "media_player.volume_set", "media_player.lounge_room", { volume_level: 3 }],
      ["no name for an entity", "light.turn_on", "Bed Light", {}],
      ["no target", "light.turn_on", {}, {}],
    ])("refuses %s as invalid_format", async (_, service, target, data) => {
      expect(await refusal(service, target, data)).toBe("invalid_format");
    });

    test("refuses what a named entity does not support", async () => {
      const unsupported = home().isModern ? "service_validation_error" : "home_assistant_error";
      expect(await refusal("lock.open", "lock.front_door")).toBe(unsupported);
      expect(await refusal("cover.set_cover_position", "cover.garage_door", { position: 10 })).toBe(unsupported);
    });

    test("refuses a choice that a thing does not offer", async () => {
      expect(await refusal("climate.set_fan_mode", "climate.hvac", { fan_mode: "x" })).toBe("service_validation_error");
      expect(await refusal("fan.set_preset_mode", "fan.living_room_fan", { preset_mode: "x" })).toBe(
        "service_validation_error",
      );
      expect(await refusal("select.select_option", "select.speed", { option: "x" })).toBe("service_validation_error");
    });

    test("takes 500 degrees in 2024.3 and refuses them since", async () => {
      const outcome = await refusal("climate.set_temperature", "climate.heatpump", { temperature: 500 });
      if (home().isModern) expect(outcome).toBe("service_validation_error");
      else expect(outcome).toMatch(/^no error/);
    });

    test("has no response where a service gives none", async () => {
      const asked = { domain: "light", service: "turn_off", target: { entity_id: "light.x" }, return_response: true };
      const code = home().isModern ? "service_validation_error" : "unknown_error";
      expect(await home().refusal(home().ask("call_service", asked))).toBe(code);
    });

    test("refuses a command without its fields", async () => {
      expect(await home().refusal(home().ask("call_service"))).toBe("invalid_format");
    });
  });
}
