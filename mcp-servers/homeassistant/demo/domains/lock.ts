import { text } from "../fields.ts";
import { type Domain, service } from "../service.ts";

const code = { code: text.optional() };
const moving = (...states: string[]) => service(code, () => states.map((state) => ({ state })));

/** Locks: they pass through `unlocking` and `locking`; `open` pulls the latch of those that can. */
export const lock: Domain = {
  features: { OPEN: 1 },
  services: {
    lock: moving("locking", "locked"),
    unlock: moving("unlocking", "unlocked"),
    open: service(code, () => [{ state: "opening" }, { state: "open" }], [1]),
  },
  complete: (given) => ({ supported_features: 0, ...given }),
};
