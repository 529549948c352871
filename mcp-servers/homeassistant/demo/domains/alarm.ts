import { unsuitable } from "../faults.ts";
import { text } from "../fields.ts";
import { type Domain, service } from "../service.ts";
import type { Thing } from "../world.ts";

const feature = { ARM_HOME: 1, ARM_AWAY: 2, ARM_NIGHT: 4, TRIGGER: 8, ARM_CUSTOM_BYPASS: 16, ARM_VACATION: 32 };
const arm = (state: string, bit: number) =>
  coded(state, bit, (thing) => thing.attributes["code_arm_required"] === true);

/** Alarm panels. One that wants a code (`code_format`) takes `1234`, as Home Assistant's own demo does. */
export const alarm_control_panel: Domain = {
  features: feature,
  services: {
    alarm_arm_home: arm("armed_home", feature.ARM_HOME),
    alarm_arm_away: arm("armed_away", feature.ARM_AWAY),
    alarm_arm_night: arm("armed_night", feature.ARM_NIGHT),
    alarm_arm_vacation: arm("armed_vacation", feature.ARM_VACATION),
    alarm_trigger: coded("triggered", feature.TRIGGER, () => false),
    alarm_disarm: coded("disarmed", undefined, (thing) => typeof thing.attributes["code_format"] === "string"),
  },
  complete: (given) => ({ supported_features: 63, code_format: null, code_arm_required: false, ...given }),
};

function coded(state: string, bit: number | undefined, isNeeded: (thing: Thing) => boolean) {
  return service(
    { code: text.optional() },
    (thing, { code }) => {
      if (isNeeded(thing) && code !== "1234") throw unsuitable("Invalid alarm code provided");
      return { state };
    },
    bit === undefined ? [] : [bit],
  );
}
