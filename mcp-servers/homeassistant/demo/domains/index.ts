import type { Domain } from "../service.ts";
import { alarm_control_panel } from "./alarm.ts";
import { climate, humidifier, water_heater } from "./climate.ts";
import { cover, valve } from "./cover.ts";
import { fan } from "./fan.ts";
import { button, number, select, siren, timer, toggled } from "./helpers.ts";
import { light } from "./light.ts";
import { lock } from "./lock.ts";
import { media_player } from "./media-player.ts";
import { automation, homeassistant, notify, scene, script } from "./scenes.ts";
import { shopping_list, todo } from "./todo.ts";
import { lawn_mower, vacuum } from "./vacuum.ts";

/** Every domain this home has services for; a domain that is not here has states only. */
export const domains: Record<string, Domain> = {
  alarm_control_panel,
  automation,
  button,
  climate,
  cover,
  fan,
  homeassistant,
  humidifier,
  input_boolean: toggled,
  input_button: button,
  input_number: number,
  input_select: select,
  lawn_mower,
  light,
  lock,
  media_player,
  notify,
  number,
  scene,
  script,
  select,
  shopping_list,
  siren,
  switch: toggled,
  timer,
  todo,
  vacuum,
  valve,
  water_heater,
};
