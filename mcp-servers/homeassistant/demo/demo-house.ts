import type { House } from "./house.ts";

const dimmable = { supported_color_modes: ["brightness"] };
const white = { supported_color_modes: ["color_temp"], min_color_temp_kelvin: 2200, max_color_temp_kelvin: 6500 };
const colorful = {
  supported_color_modes: ["color_temp", "hs"],
  min_color_temp_kelvin: 2000,
  max_color_temp_kelvin: 6500,
};
const lit = (brightness: number, color_temp_kelvin = 3000) => ({
  brightness,
  color_mode: "color_temp",
  color_temp_kelvin,
});
const blinds = { device_class: "blind", supported_features: ["OPEN", "CLOSE", "SET_POSITION", "STOP"] };
const warm = { state: "on", attributes: { color_temp_kelvin: 2700 } };
const off = { state: "off" };
const everything = { target: { entity_id: "all" } };

const speaker = {
  device_class: "speaker",
  source: "Spotify",
  source_list: ["Spotify", "Radio", "Bluetooth"],
  volume_level: 0.3,
  shuffle: false,
  repeat: "off",
};
const television = { device_class: "tv", source_list: ["Live TV", "Netflix", "YouTube", "HDMI 1"] };
const thermostat = {
  hvac_modes: ["off", "heat"],
  hvac_action: "heating",
  min_temp: 7,
  max_temp: 30,
  target_temp_step: 0.5,
  current_temperature: 20.4,
  temperature: 21,
  supported_features: ["TARGET_TEMPERATURE", "TURN_OFF", "TURN_ON"],
};

/** The home that is there when none is configured: nine lights in four rooms, and what else a home has. */
export const demoHouse: House = {
  floors: [
    { floor_id: "ground_floor", name: "Ground Floor", aliases: ["downstairs"], level: 0 },
    { floor_id: "upstairs", name: "Upstairs", aliases: ["first floor"], level: 1 },
  ],
  areas: [
    { area_id: "living_room", name: "Living Room", floor_id: "ground_floor", aliases: ["lounge"] },
    { area_id: "kitchen", name: "Kitchen", floor_id: "ground_floor" },
    { area_id: "hall", name: "Hall", floor_id: "ground_floor", aliases: ["hallway"] },
    { area_id: "bedroom", name: "Bedroom", floor_id: "upstairs" },
    { area_id: "outside", name: "Outside", aliases: ["garden"] },
  ],
  entities: [
    ...inArea("living_room", [
      { entity_id: "light.ceiling_light", name: "Ceiling Light", state: "on", attributes: { ...white, ...lit(204) } },
      {
        entity_id: "light.floor_lamp",
        name: "Floor Lamp",
        state: "on",
        attributes: { ...colorful, ...lit(128, 2700) },
      },
      { entity_id: "light.tv_strip", name: "TV Strip", state: "off", attributes: { supported_color_modes: ["hs"] } },
      { entity_id: "climate.thermostat", name: "Thermostat", state: "heat", attributes: thermostat },
      {
        entity_id: "media_player.tv",
        name: "TV",
        aliases: ["television", "telly"],
        state: "off",
        attributes: television,
      },
      { entity_id: "cover.blinds", name: "Blinds", state: "open", attributes: { ...blinds, current_position: 100 } },
    ]),
    ...inArea("kitchen", [
      {
        entity_id: "light.kitchen_light",
        name: "Kitchen Light",
        state: "on",
        attributes: { ...white, ...lit(255, 4000) },
      },
      { entity_id: "light.counter_light", name: "Counter Light", state: "off", attributes: dimmable },
      { entity_id: "media_player.kitchen_speaker", name: "Kitchen Speaker", state: "idle", attributes: speaker },
    ]),
    ...inArea("bedroom", [
      { entity_id: "light.bedroom_light", name: "Bedroom Light", state: "off", attributes: white },
      { entity_id: "light.left_bedside", name: "Left Bedside", state: "off", attributes: colorful },
      { entity_id: "light.right_bedside", name: "Right Bedside", state: "off", attributes: colorful },
      {
        entity_id: "cover.bedroom_blinds",
        name: "Bedroom Blinds",
        state: "closed",
        attributes: { ...blinds, current_position: 0 },
      },
    ]),
    ...inArea("hall", [
      {
        entity_id: "light.hall_light",
        name: "Hall Light",
        state: "on",
        attributes: { ...dimmable, brightness: 180, color_mode: "brightness" },
      },
      { entity_id: "lock.front_door", name: "Front Door", state: "locked" },
      {
        entity_id: "binary_sensor.hall_motion",
        name: "Hall Motion",
        state: "off",
        attributes: { device_class: "motion" },
      },
      {
        entity_id: "binary_sensor.front_door_contact",
        name: "Front Door Contact",
        state: "off",
        attributes: { device_class: "door" },
      },
    ]),
    ...inArea("outside", [
      {
        entity_id: "sensor.outdoor_temperature",
        name: "Outdoor Temperature",
        state: "7.5",
        attributes: { device_class: "temperature", state_class: "measurement", unit_of_measurement: "°C" },
      },
    ]),
    { entity_id: "todo.shopping_list", name: "Shopping List", state: "2", items: ["milk", "bread"] },
    { entity_id: "input_boolean.guest_mode", name: "Guest Mode", state: "off" },
    { entity_id: "person.owner", name: "Owner", state: "home" },
    { entity_id: "person.friend", name: "Friend", state: "not_home" },
    {
      entity_id: "scene.movie_night",
      name: "Movie Night",
      state: "unknown",
      entities: {
        "light.ceiling_light": off,
        "light.floor_lamp": { state: "on", attributes: { brightness: 51, color_temp_kelvin: 2200 } },
        "light.tv_strip": { state: "on", attributes: { brightness: 102, hs_color: [240, 80] } },
        "cover.blinds": { state: "closed", attributes: { current_position: 0 } },
      },
    },
    {
      entity_id: "scene.bedtime",
      name: "Bedtime",
      state: "unknown",
      entities: {
        ...Object.fromEntries(["ceiling_light", "floor_lamp", "tv_strip"].map((name) => [`light.${name}`, off])),
        ...Object.fromEntries(["kitchen_light", "counter_light", "hall_light"].map((name) => [`light.${name}`, off])),
        "light.bedroom_light": off,
        "light.left_bedside": { state: "on", attributes: { brightness: 26, color_temp_kelvin: 2200 } },
        "light.right_bedside": { state: "on", attributes: { brightness: 26, color_temp_kelvin: 2200 } },
        "cover.bedroom_blinds": { state: "closed", attributes: { current_position: 0 } },
      },
    },
    {
      entity_id: "scene.warm_white",
      name: "Warm White",
      state: "unknown",
      entities: { "light.ceiling_light": warm, "light.floor_lamp": warm },
    },
    {
      entity_id: "script.leaving_home",
      name: "Leaving Home",
      state: "off",
      sequence: [
        { action: "light.turn_off", ...everything },
        { action: "media_player.turn_off", ...everything },
        { action: "climate.set_temperature", target: { entity_id: "climate.thermostat" }, data: { temperature: 17 } },
        { action: "lock.lock", target: { entity_id: "lock.front_door" } },
      ],
    },
  ],
};

function inArea<Entity extends object>(area_id: string, entities: readonly Entity[]) {
  return entities.map((entity) => ({ ...entity, area_id }));
}
