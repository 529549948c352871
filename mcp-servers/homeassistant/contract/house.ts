import type { House } from "../demo/house.ts";

const bulb = { supported_color_modes: ["color_temp", "hs"], min_color_temp_kelvin: 2000, max_color_temp_kelvin: 6535 };
const effects = { effect_list: ["rainbow", "off"], supported_features: 4 };
const cooler = {
  hvac_modes: ["off", "heat", "cool", "auto", "dry", "fan_only"],
  fan_modes: ["on_low", "on_high", "auto_low", "auto_high", "off"],
  fan_mode: "on_high",
  min_temp: 7,
  max_temp: 35,
  temperature: 21,
  supported_features: 393,
};
const ecobee = {
  hvac_modes: ["off", "cool", "heat_cool"],
  preset_modes: ["home", "eco", "away"],
  preset_mode: "home",
  min_temp: 7,
  max_temp: 35,
  target_temp_high: 24,
  target_temp_low: 21,
  supported_features: 402,
};
const heatpump = { hvac_modes: ["heat", "off"], min_temp: 7, max_temp: 35, temperature: 20, supported_features: 385 };
const presets = { preset_modes: ["auto", "smart", "sleep", "on"], supported_features: 63 };

/** As much of Home Assistant's demo integration as the contract speaks of. */
export const contractHouse: House = {
  devices: [{ device_id: "bed", name: "Bed Light" }],
  entities: [
    light("bed_light", "Bed Light", "off", { ...bulb, ...effects }),
    light("ceiling_lights", "Ceiling Lights", "on", bulb),
    light("kitchen_lights", "Kitchen Lights", "on", bulb),
    light("office_rgbw_lights", "Office RGBW Lights", "on", { supported_color_modes: ["rgbw"] }),
    { entity_id: "switch.ac", name: "AC", state: "off" },
    { entity_id: "switch.decorative_lights", name: "Decorative Lights", state: "on" },
    cover("hall_window", "Hall Window", "open", { current_position: 10, supported_features: 15 }),
    cover("garage_door", "Garage Door", "closed", { device_class: "garage", supported_features: 3 }),
    { entity_id: "lock.front_door", name: "Front Door", state: "locked" },
    { entity_id: "lock.kitchen_door", name: "Kitchen Door", state: "unlocked" },
    { entity_id: "lock.openable_lock", name: "Openable Lock", state: "locked", attributes: { supported_features: 1 } },
    { entity_id: "climate.heatpump", name: "HeatPump", state: "heat", attributes: heatpump },
    { entity_id: "climate.hvac", name: "Hvac", state: "cool", attributes: cooler },
    { entity_id: "climate.ecobee", name: "Ecobee", state: "heat_cool", attributes: ecobee },
    player("living_room", "Living Room", { media_title: "Fireplace" }),
    player("walkman", "Walkman", { media_track: 1, shuffle: false, repeat: "off" }),
    player("lounge_room", "Lounge room", { source_list: ["dvd", "youtube"], source: "dvd" }),
    { entity_id: "fan.living_room_fan", name: "Living Room Fan", state: "off", attributes: presets },
    { entity_id: "vacuum.demo_vacuum_0_ground_floor", name: "Demo vacuum 0 ground floor", state: "docked" },
    { entity_id: "siren.siren", name: "Siren", state: "on" },
    { entity_id: "humidifier.humidifier", name: "Humidifier", state: "on" },
    { entity_id: "input_boolean.guest_mode", name: "Guest Mode", state: "off" },
    { entity_id: "number.volume", name: "volume", state: "42.0" },
    select("speed", ["light_speed", "ridiculous_speed", "ludicrous_speed"]),
    { entity_id: "button.push", name: "Push", state: "unknown" },
    alarm("security", { code_format: "number", code_arm_required: true }),
    { entity_id: "todo.shopping_list", name: "Shopping List", state: "0", items: [] },
    {
      entity_id: "scene.warm_white",
      name: "Warm White",
      state: "unknown",
      entities: { "light.bed_light": { state: "on", attributes: { brightness: 180, color_temp_kelvin: 2702 } } },
    },
    {
      entity_id: "script.leaving_home",
      name: "Leaving Home",
      state: "off",
      sequence: [{ action: "light.turn_off", target: { entity_id: "all" } }],
    },
  ],
};

function light(id: string, name: string, state: string, attributes: object) {
  const device = id === "bed_light" ? { device_id: "bed" } : {};
  return { entity_id: `light.${id}`, name, state, attributes: { ...attributes }, ...device };
}

function cover(id: string, name: string, state: string, attributes: object) {
  return { entity_id: `cover.${id}`, name, state, attributes: { ...attributes } };
}

function player(id: string, name: string, attributes: object) {
  return { entity_id: `media_player.${id}`, name, state: "playing", attributes: { ...attributes, volume_level: 1 } };
}

function select(id: string, options: [string, ...string[]]) {
  return { entity_id: `select.${id}`, name: "Speed", state: options[0], attributes: { options } };
}

function alarm(id: string, attributes: object) {
  return { entity_id: `alarm_control_panel.${id}`, name: "Security", state: "disarmed", attributes: { ...attributes } };
}
