import { describe, expect, test } from "vitest";
import type { Subject } from "../contract.ts";

/** Everything that is no light: what it does and what it says of itself then. */
export function devices({ home }: Subject): void {
  const stateOf = (entityId: string) => home().entity(entityId)?.state;
  const after = async (service: string, entityId: string, data?: object) => {
    await home().call(service, entityId, data);
    return home().entity(entityId);
  };

  describe("devices", () => {
    test("covers go to a position and say so when they are there", async () => {
      await home().call("cover.set_cover_position", "cover.hall_window", { position: 30 });
      await home().until("cover.hall_window", ({ attributes }) => attributes["current_position"] === 30);
      await home().call("cover.close_cover", "cover.hall_window");
      await home().until("cover.hall_window", ({ state }) => state === "closed");
      expect(home().entity("cover.hall_window")?.attributes["current_position"]).toBe(0);
    });

    test("covers without a position open and close", async () => {
      await home().call("cover.open_cover", "cover.garage_door");
      await home().until("cover.garage_door", ({ state }) => state === "open");
      await home().call("cover.close_cover", "cover.garage_door");
      await home().until("cover.garage_door", ({ state }) => state === "closed");
    });

    test("locks end up unlocked and locked", async () => {
      await home().call("lock.unlock", "lock.front_door");
      await home().until("lock.front_door", ({ state }) => state === "unlocked");
      await home().call("lock.lock", "lock.front_door");
      await home().until("lock.front_door", ({ state }) => state === "locked");
    });

    test("locks say what they are doing meanwhile", async () => {
      const passed = home().until("lock.kitchen_door", ({ state }) => state === "locking" || state === "unlocking");
      const locked = stateOf("lock.kitchen_door") === "locked";
      await home().call(locked ? "lock.unlock" : "lock.lock", "lock.kitchen_door");
      expect((await passed).state).toBe(locked ? "unlocking" : "locking");
    });

    test("locks pull their latch where they have one", async () => {
      await home().call("lock.open", "lock.openable_lock");
      await home().until("lock.openable_lock", ({ state }) => state === (home().isModern ? "open" : "unlocked"));
      await home().call("lock.lock", "lock.openable_lock");
      await home().until("lock.openable_lock", ({ state }) => state === "locked");
    });

    test("thermostats take a temperature, alone and with a mode", async () => {
      await home().call("climate.set_hvac_mode", "climate.heatpump", { hvac_mode: "heat" });
      expect(
        (await after("climate.set_temperature", "climate.heatpump", { temperature: 22 }))?.attributes,
      ).toMatchObject({
        temperature: 22,
      });
      const cooling = { temperature: 19, hvac_mode: "cool" };
      expect(await after("climate.set_temperature", "climate.hvac", cooling)).toMatchObject({
        state: "cool",
        attributes: { temperature: 19 },
      });
      const range = { target_temp_low: 18, target_temp_high: 25 };
      expect((await after("climate.set_temperature", "climate.ecobee", range))?.attributes).toMatchObject(range);
    });

    test("thermostats change mode, fan and preset", async () => {
      expect((await after("climate.set_hvac_mode", "climate.hvac", { hvac_mode: "off" }))?.state).toBe("off");
      expect((await after("climate.turn_on", "climate.heatpump"))?.state).toBe("heat");
      expect((await after("climate.turn_off", "climate.heatpump"))?.state).toBe("off");
      const fan = await after("climate.set_fan_mode", "climate.hvac", { fan_mode: "on_low" });
      expect(fan?.attributes["fan_mode"]).toBe("on_low");
      const away = await after("climate.set_preset_mode", "climate.ecobee", { preset_mode: "away" });
      expect(away?.attributes["preset_mode"]).toBe("away");
    });

    test("players pause, play, and change their volume between 0 and 1", async () => {
      const player = "media_player.living_room";
      expect((await after("media_player.media_play", player))?.state).toBe("playing");
      expect((await after("media_player.media_pause", player))?.state).toBe("paused");
      expect((await after("media_player.media_play_pause", player))?.state).toBe("playing");
      expect((await after("media_player.volume_set", player, { volume_level: 0.3 }))?.attributes).toMatchObject({
        volume_level: 0.3,
      });
      expect((await after("media_player.volume_up", player))?.attributes["volume_level"]).toBeCloseTo(0.4);
      expect((await after("media_player.volume_down", player))?.attributes["volume_level"]).toBeCloseTo(0.3);
      const muted = await after("media_player.volume_mute", player, { is_volume_muted: true });
      expect(muted?.attributes["is_volume_muted"]).toBe(true);
      await home().call("media_player.volume_mute", player, { is_volume_muted: false });
      expect((await after("media_player.turn_off", player))?.state).toBe("off");
    });

    test("players skip, choose a source, shuffle and repeat", async () => {
      await home().call("media_player.media_play", "media_player.walkman");
      const before = Number(home().entity("media_player.walkman")?.attributes["media_track"]);
      const next = await after("media_player.media_next_track", "media_player.walkman");
      expect(next?.attributes["media_track"]).toBe(before + 1);
      const back = await after("media_player.media_previous_track", "media_player.walkman");
      expect(back?.attributes["media_track"]).toBe(before);
      const source = await after("media_player.select_source", "media_player.lounge_room", { source: "youtube" });
      expect(source?.attributes["source"]).toBe("youtube");
      const shuffled = await after("media_player.shuffle_set", "media_player.walkman", { shuffle: true });
      expect(shuffled?.attributes["shuffle"]).toBe(true);
      const repeated = await after("media_player.repeat_set", "media_player.walkman", { repeat: "all" });
      expect(repeated?.attributes["repeat"]).toBe("all");
    });

    test("fans run at a percentage and stop at none", async () => {
      const fan = "fan.living_room_fan";
      const running = { state: "on", attributes: { percentage: 66 } };
      expect(await after("fan.set_percentage", fan, { percentage: 66 })).toMatchObject(running);
      expect((await after("fan.oscillate", fan, { oscillating: true }))?.attributes["oscillating"]).toBe(true);
      expect((await after("fan.set_direction", fan, { direction: "reverse" }))?.attributes["direction"]).toBe(
        "reverse",
      );
      expect((await after("fan.set_preset_mode", fan, { preset_mode: "sleep" }))?.attributes["preset_mode"]).toBe(
        "sleep",
      );
      expect((await after("fan.turn_off", fan))?.state).toBe("off");
      expect((await after("fan.turn_on", fan, { percentage: 33 }))?.attributes["percentage"]).toBe(33);
      expect((await after("fan.increase_speed", fan))?.attributes["percentage"]).toBe(66);
      expect((await after("fan.increase_speed", fan))?.attributes["percentage"]).toBe(100);
      expect((await after("fan.decrease_speed", fan))?.attributes["percentage"]).toBe(66);
      expect((await after("fan.decrease_speed", fan, { percentage_step: 50 }))?.attributes["percentage"]).toBe(16);
      expect((await after("fan.set_percentage", fan, { percentage: 0 }))?.state).toBe("off");
    });

    test("vacuums clean, stand, pause and return", async () => {
      const vacuum =
        home()
          .ids()
          .find((id) => id.startsWith("vacuum.") && id.endsWith("0_ground_floor")) ?? "";
      expect((await after("vacuum.start", vacuum))?.state).toBe("cleaning");
      expect((await after("vacuum.pause", vacuum))?.state).toBe("paused");
      expect((await after("vacuum.stop", vacuum))?.state).toBe("idle");
      expect((await after("vacuum.return_to_base", vacuum))?.state).toBe("returning");
    });

    test("switches, sirens, humidifiers and helpers go on and off", async () => {
      for (const id of ["switch.ac", "siren.siren", "humidifier.humidifier", "input_boolean.guest_mode"]) {
        const domain = id.slice(0, id.indexOf("."));
        expect((await after(`${domain}.turn_on`, id))?.state).toBe("on");
        expect((await after(`${domain}.toggle`, id))?.state).toBe("off");
        expect((await after(`${domain}.turn_on`, id))?.state).toBe("on");
        expect((await after(`${domain}.turn_off`, id))?.state).toBe("off");
      }
    });

    test("homeassistant.turn_off hands on to each domain", async () => {
      await home().call("homeassistant.turn_on", { entity_id: ["switch.ac", "light.bed_light"] });
      expect([stateOf("switch.ac"), stateOf("light.bed_light")]).toEqual(["on", "on"]);
      const locked = stateOf("lock.openable_lock");
      await home().call("homeassistant.turn_off", {
        entity_id: ["switch.ac", "light.bed_light", "lock.openable_lock"],
      });
      expect(stateOf("lock.openable_lock")).toBe(locked); // a lock has no turn_off, and that is no error
      expect([stateOf("switch.ac"), stateOf("light.bed_light")]).toEqual(["off", "off"]);
    });

    test("numbers, selects and buttons take values and presses", async () => {
      const volume = await after("number.set_value", "number.volume", { value: 30 });
      expect(Number(volume?.state)).toBe(30);
      const beyond = home().call("number.set_value", "number.volume", { value: 1000 });
      const code = home().isModern ? "service_validation_error" : "unknown_error";
      expect(await home().refusal(beyond)).toBe(code);
      const speed = await after("select.select_option", "select.speed", { option: "light_speed" });
      expect(speed?.state).toBe("light_speed");
      const pressed = await after("button.press", "button.push");
      expect(Number.isNaN(Date.parse(String(pressed?.state)))).toBe(false);
    });

    test("the alarm wants its code", async () => {
      const alarm = "alarm_control_panel.security";
      const wrong = home().call("alarm_control_panel.alarm_disarm", alarm, { code: "9999" });
      const code = home().isModern ? "service_validation_error" : "home_assistant_error";
      expect(await home().refusal(wrong)).toBe(code);
      expect((await after("alarm_control_panel.alarm_disarm", alarm, { code: "1234" }))?.state).toBe("disarmed");
    });

    test("scenes bring back their states, scripts run", async () => {
      await home().call("light.turn_off", "light.bed_light");
      await home().call("scene.turn_on", "scene.warm_white");
      const bed = await home().until("light.bed_light", ({ state }) => state === "on");
      expect(bed.attributes).toMatchObject({ brightness: 180, color_mode: "color_temp" });
      await home().ask("call_service", { domain: "script", service: "leaving_home" });
      await home().until("light.bed_light", ({ state }) => state === "off");
      await home().call("light.turn_on", "light.bed_light");
      await home().call("script.turn_on", "script.leaving_home");
      await home().until("light.bed_light", ({ state }) => state === "off");
      expect(await home().call("scene.turn_on", "scene.nope")).toMatchObject({ context: {} });
    });
  });
}
