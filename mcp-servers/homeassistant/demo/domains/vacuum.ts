import { text } from "../fields.ts";
import { type Domain, mustOffer, service, to } from "../service.ts";

const feature = { PAUSE: 4, STOP: 8, RETURN_HOME: 16, FAN_SPEED: 32, LOCATE: 512, CLEAN_SPOT: 1024, START: 8192 };
const everything = Object.values(feature).reduce((sum, bit) => sum | bit, 0);
const nothing = () => undefined;

/** Vacuums. A stopped one stands idle where it is; a paused one only if it was cleaning. */
export const vacuum: Domain = {
  features: feature,
  services: {
    start: to("cleaning", [feature.START]),
    pause: service({}, (thing) => (thing.state === "cleaning" ? { state: "paused" } : undefined), [feature.PAUSE]),
    stop: to("idle", [feature.STOP]),
    return_to_base: to("returning", [feature.RETURN_HOME]),
    clean_spot: to("cleaning", [feature.CLEAN_SPOT]),
    locate: service({}, nothing, [feature.LOCATE]),
    set_fan_speed: service(
      { fan_speed: text },
      (thing, { fan_speed }) => {
        mustOffer(thing, "fan_speed_list", "Fan speed", fan_speed);
        return { attributes: { fan_speed } };
      },
      [feature.FAN_SPEED],
    ),
  },
  complete: (given) => ({ supported_features: everything, ...given }),
};

const mower = { START_MOWING: 1, PAUSE: 2, DOCK: 4 };

/** Lawn mowers. */
export const lawn_mower: Domain = {
  features: mower,
  services: {
    start_mowing: to("mowing", [mower.START_MOWING]),
    pause: to("paused", [mower.PAUSE]),
    dock: to("returning", [mower.DOCK]),
  },
  complete: (given) => ({ supported_features: 7, ...given }),
};
