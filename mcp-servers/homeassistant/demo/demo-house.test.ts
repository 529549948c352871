import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { demoHouse } from "./demo-house.ts";
import { type DemoHome, startDemoHome } from "./server.ts";
import { type Client, connectClient } from "../contract/client.ts";

let home: DemoHome;
let client: Client;
const close = async () => {
  client?.close();
  await home?.close();
};
beforeEach(async () => {
  await close();
  home = await startDemoHome({ home: demoHouse, clock: { now: () => 1_795_000_000_000 } });
  client = await connectClient(home);
});
afterAll(close);

const lightsOn = () =>
  Object.entries(home.states())
    .filter(([id, { state }]) => id.startsWith("light.") && state === "on")
    .map(([, { attributes }]) => attributes["friendly_name"]);

describe("the demo house", () => {
  test("begins as it is described", () => {
    expect(lightsOn()).toEqual(["Ceiling Light", "Floor Lamp", "Kitchen Light", "Hall Light"]);
    expect(Object.keys(home.states()).filter((id) => id.startsWith("light."))).toHaveLength(9);
    const states = [
      "climate.thermostat",
      "cover.blinds",
      "cover.bedroom_blinds",
      "lock.front_door",
      "todo.shopping_list",
    ];
    expect(states.map((id) => home.states()[id]?.state)).toEqual(["heat", "open", "closed", "locked", "2"]);
    expect(home.states()["climate.thermostat"]?.attributes).toMatchObject({ temperature: 21, hvac_action: "heating" });
    expect(home.states()["sensor.outdoor_temperature"]?.state).toBe("7.5");
    expect(["person.owner", "person.friend"].map((id) => home.states()[id]?.state)).toEqual(["home", "not_home"]);
  });

  test("gives a whole light: what it can, and what it does", () => {
    expect(home.states()["light.floor_lamp"]).toEqual({
      state: "on",
      attributes: {
        friendly_name: "Floor Lamp",
        supported_features: 0,
        supported_color_modes: ["color_temp", "hs"],
        min_color_temp_kelvin: 2000,
        max_color_temp_kelvin: 6500,
        color_mode: "color_temp",
        brightness: 128,
        color_temp_kelvin: 2700,
        hs_color: [28.395, 65.723],
        rgb_color: [255, 167, 87],
        xy_color: [0.525, 0.388],
      },
    });
  });

  test("turns off all its lights, and they come back as they were", async () => {
    const before = home.states();
    await client.call("light.turn_off", "all");
    expect(lightsOn()).toEqual([]);
    await client.call("light.turn_on", {
      entity_id: ["light.ceiling_light", "light.floor_lamp", "light.kitchen_light"],
    });
    expect(home.states()["light.kitchen_light"]).toEqual(before["light.kitchen_light"]);
    expect(home.calls.map(({ entities }) => entities.length)).toEqual([9, 3]);
  });

  test("reaches floors and areas", async () => {
    await client.call("light.turn_on", { floor_id: "upstairs" }, { brightness_pct: 20 });
    expect(lightsOn()).toEqual(expect.arrayContaining(["Bedroom Light", "Left Bedside", "Right Bedside"]));
    await client.call("light.turn_off", { area_id: ["kitchen", "hall"] });
    expect(lightsOn()).not.toContain("Kitchen Light");
  });

  test("has a movie night, a bedtime and a warm white", async () => {
    await client.call("scene.turn_on", "scene.movie_night");
    expect(lightsOn()).toEqual(["Floor Lamp", "TV Strip", "Kitchen Light", "Hall Light"]);
    expect(home.states()["light.tv_strip"]?.attributes).toMatchObject({ brightness: 102, hs_color: [240, 80] });
    expect(home.states()["cover.blinds"]).toMatchObject({ state: "closed", attributes: { current_position: 0 } });
    await client.call("scene.turn_on", "scene.bedtime");
    expect(lightsOn()).toEqual(["Left Bedside", "Right Bedside"]);
    await client.call("scene.turn_on", "scene.warm_white");
    expect(home.states()["light.ceiling_light"]?.attributes["color_temp_kelvin"]).toBe(2700);
    expect(home.states()["scene.warm_white"]).toEqual({
      state: "2026-11-18T11:06:40.000000+00:00",
      attributes: { friendly_name: "Warm White", entity_id: ["light.ceiling_light", "light.floor_lamp"] },
    });
  });

  test("is left in order", async () => {
    home.set("lock.front_door", { state: "unlocked" });
    await client.call("script.turn_on", "script.leaving_home");
    expect(lightsOn()).toEqual([]);
    const states = ["lock.front_door", "media_player.kitchen_speaker", "media_player.tv"];
    expect(states.map((id) => home.states()[id]?.state)).toEqual(["locked", "off", "off"]);
    expect(home.states()["climate.thermostat"]?.attributes["temperature"]).toBe(17);
    expect(home.calls.map(({ service }) => service)).toEqual([
      "script.turn_on",
      "light.turn_off",
      "media_player.turn_off",
      "climate.set_temperature",
      "lock.lock",
    ]);
  });

  test("plays Spotify in the kitchen and has a guest mode", async () => {
    await client.call("media_player.play_media", "media_player.kitchen_speaker", {
      media_content_id: "spotify:playlist:morning",
      media_content_type: "playlist",
    });
    expect(home.states()["media_player.kitchen_speaker"]).toMatchObject({
      state: "playing",
      attributes: { source: "Spotify", media_content_id: "spotify:playlist:morning" },
    });
    await client.call("input_boolean.turn_on", "input_boolean.guest_mode");
    expect(home.states()["input_boolean.guest_mode"]?.state).toBe("on");
  });

  test("changes from outside as its devices would", () => {
    home.set("light.tv_strip", { state: "on" });
    expect(home.states()["light.tv_strip"]?.attributes).toMatchObject({ brightness: 255, color_mode: "hs" });
    home.set("cover.bedroom_blinds", { state: "open" });
    expect(home.states()["cover.bedroom_blinds"]?.attributes["current_position"]).toBe(100);
    expect(() => home.set("light.nope", { state: "on" })).toThrow("This home has no light.nope");
  });
});
