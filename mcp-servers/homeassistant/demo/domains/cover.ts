import { int } from "../fields.ts";
import type { Attributes } from "../house.ts";
import { type Domain, numberOf, service } from "../service.ts";
import type { Change, Thing } from "../world.ts";

const cover_ = {
  OPEN: 1,
  CLOSE: 2,
  SET_POSITION: 4,
  STOP: 8,
  OPEN_TILT: 16,
  CLOSE_TILT: 32,
  STOP_TILT: 64,
  SET_TILT_POSITION: 128,
};
const valve_ = { OPEN: 1, CLOSE: 2, SET_POSITION: 4, STOP: 8 };
const percent = int(0, 100);

const open = (thing: Thing) => move(thing, 100);
const close = (thing: Thing) => move(thing, 0);
const toggle = (thing: Thing) => (thing.state === "closed" ? open(thing) : close(thing));
/** Stands still where it is: an arrival that was still to come is called off by any call. */
const stay = (thing: Thing) => (thing.state.endsWith("ing") ? { state: "open" } : undefined);
const tilt = (current_tilt_position: number): Change => ({ attributes: { current_tilt_position } });

/** Covers: blinds, curtains, garage doors. */
export const cover: Domain = {
  features: cover_,
  services: {
    open_cover: service({}, open, [cover_.OPEN]),
    close_cover: service({}, close, [cover_.CLOSE]),
    stop_cover: service({}, stay, [cover_.STOP]),
    toggle: service({}, toggle, [cover_.OPEN | cover_.CLOSE]),
    set_cover_position: service({ position: percent }, (thing, data) => move(thing, data.position), [
      cover_.SET_POSITION,
    ]),
    open_cover_tilt: service({}, () => tilt(100), [cover_.OPEN_TILT]),
    close_cover_tilt: service({}, () => tilt(0), [cover_.CLOSE_TILT]),
    stop_cover_tilt: service({}, () => undefined, [cover_.STOP_TILT]),
    set_cover_tilt_position: service({ tilt_position: percent }, (_, data) => tilt(data.tilt_position), [
      cover_.SET_TILT_POSITION,
    ]),
  },
  complete: positioned,
};

/** Valves: as covers, for water and gas. */
export const valve: Domain = {
  features: valve_,
  services: {
    open_valve: service({}, open, [valve_.OPEN]),
    close_valve: service({}, close, [valve_.CLOSE]),
    stop_valve: service({}, stay, [valve_.STOP]),
    toggle: service({}, toggle, [valve_.OPEN | valve_.CLOSE]),
    set_valve_position: service({ position: percent }, (thing, data) => move(thing, data.position), [
      valve_.SET_POSITION,
    ]),
  },
  complete: positioned,
};

/** One with a position shows it when it is there; the others only say open or closed. On its way it says so. */
function move(thing: Thing, current_position: number): readonly Change[] {
  const hasPosition = "current_position" in thing.attributes;
  const present = hasPosition ? numberOf(thing, "current_position") : Number(thing.state !== "closed") * 100;
  const state = current_position === 0 ? "closed" : "open";
  const there = { state, ...(hasPosition ? { attributes: { current_position } } : {}) };
  if (present === current_position) return [there];
  return [{ state: current_position > (present ?? 0) ? "opening" : "closing" }, there];
}

function positioned(given: Attributes, state: string): Attributes {
  const supported_features = numberOf({ attributes: given }, "supported_features") ?? 15;
  if ((supported_features & cover_.SET_POSITION) === 0) return { ...given, supported_features };
  const stated = Number(given["current_position"] ?? given["position"] ?? Number.NaN);
  const isTrue = state === "closed" ? stated === 0 : stated > 0;
  const current_position = isTrue ? stated : state === "closed" ? 0 : 100;
  return { ...given, current_position, supported_features };
}
