import type { JsonObject } from "../../kernel/schema.ts";
import type { Target } from "./actions.ts";

type Call = readonly [service: string, data?: Record<string, unknown>];
const present = (data: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
const each = (was: JsonObject, calls: Record<string, (value: unknown) => Call>): Call[] =>
  Object.entries(calls).flatMap(([name, call]) => (was[name] === undefined ? [] : [call(was[name])]));

/** The calls that bring one thing to a kept state. */
export function callsFor({ thing: { domain }, now }: Target, was: JsonObject): Call[] {
  const state = String(was["state"]);
  switch (domain) {
    case "light":
      return state === "on" ? [["light.turn_on", lightData(was)]] : [["light.turn_off"]];
    case "lock":
      return [[state === "locked" ? "lock.lock" : "lock.unlock"]];
    case "cover":
    case "valve": {
      const position = was["current_position"];
      const set = domain === "cover" ? "cover.set_cover_position" : "valve.set_valve_position";
      return typeof position === "number"
        ? [[set, { position }]]
        : [[`${domain}.${state === "open" ? "open" : "close"}_${domain}`]];
    }
    case "climate":
      return [
        ["climate.set_hvac_mode", { hvac_mode: state }],
        ...each(was, {
          preset_mode: (preset_mode) => ["climate.set_preset_mode", { preset_mode }],
          fan_mode: (fan_mode) => ["climate.set_fan_mode", { fan_mode }],
          temperature: (temperature) => ["climate.set_temperature", { temperature }],
          target_temp_low: (target_temp_low) => [
            "climate.set_temperature",
            { target_temp_low, target_temp_high: was["target_temp_high"] },
          ],
        }),
      ];
    case "media_player":
      return playerCalls(state, now.state, was);
    case "fan":
      if (state === "off") return [["fan.turn_off"]];
      return [["fan.turn_on", present({ percentage: was["percentage"], preset_mode: was["preset_mode"] })]];
    case "humidifier":
      return [
        [state === "off" ? "humidifier.turn_off" : "humidifier.turn_on"],
        ...each(was, {
          humidity: (humidity) => ["humidifier.set_humidity", { humidity }],
          mode: (mode) => ["humidifier.set_mode", { mode }],
        }),
      ];
    case "water_heater":
      return each(was, {
        temperature: (temperature) => ["water_heater.set_temperature", { temperature }],
        operation_mode: (operation_mode) => ["water_heater.set_operation_mode", { operation_mode }],
      });
    case "vacuum":
      return [[{ cleaning: "vacuum.start", paused: "vacuum.pause" }[state] ?? "vacuum.return_to_base"]];
    case "lawn_mower":
      return [[{ mowing: "lawn_mower.start_mowing", paused: "lawn_mower.pause" }[state] ?? "lawn_mower.dock"]];
    case "timer":
      return [[{ active: "timer.start", paused: "timer.pause" }[state] ?? "timer.cancel"]];
    case "number":
    case "input_number":
      return [[`${domain}.set_value`, { value: Number(state) }]];
    case "select":
    case "input_select":
      return [[`${domain}.select_option`, { option: state }]];
    default:
      return state === "on" || state === "off" ? [[`${domain}.turn_${state}`]] : [];
  }
}

// A light takes one description of its colour: the one of the mode it was in.
function lightData(was: JsonObject): Record<string, unknown> {
  const { brightness, color_mode: mode } = was;
  const colour: Record<string, Record<string, unknown>> = {
    color_temp: { color_temp_kelvin: was["color_temp_kelvin"] },
    hs: { hs_color: was["hs_color"] },
    rgb: { hs_color: was["hs_color"] },
    xy: { hs_color: was["hs_color"] },
    rgbw: { rgbw_color: was["rgbw_color"] },
    rgbww: { rgbww_color: was["rgbww_color"] },
  };
  return present({ brightness, ...colour[String(mode)], effect: was["effect"] === "None" ? undefined : was["effect"] });
}

function playerCalls(state: string, now: string, was: JsonObject): Call[] {
  if (state === "off" || state === "standby") return [["media_player.turn_off"]];
  const rest = ["playing", "paused", "buffering"].includes(now) ? "media_stop" : "turn_on";
  const verb: Record<string, string> = { playing: "media_play", paused: "media_pause" };
  const resume: Call[] = [[`media_player.${verb[state] ?? rest}`]];
  return [
    ...resume,
    ...each(was, {
      volume_level: (volume_level) => ["media_player.volume_set", { volume_level }],
      is_volume_muted: (is_volume_muted) => ["media_player.volume_mute", { is_volume_muted }],
      source: (source) => ["media_player.select_source", { source }],
    }),
  ];
}
