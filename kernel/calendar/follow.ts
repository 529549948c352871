import { z } from "zod";
import type { Log } from "../log.ts";
import type { Place } from "./place.ts";
import { placeOf } from "./place.ts";

const LOOK_MS = 60_000;
const DEADLINE_MS = 5_000;

const answered = z.object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) });

interface Settings {
  TZ: string;
  STEWARD_LOCATION?: readonly [number, number] | undefined;
  HASS_URL?: string | undefined;
  HASS_TOKEN?: string | undefined;
}

interface World {
  fetch: typeof fetch;
  log: Log;
}

/**
 * Where the house is: by STEWARD_LOCATION; else where Home Assistant says its home is, which is asked for each minute
 * until it answers. The place is one object, and gets its `sun` then.
 */
export function followPlace(settings: Settings, { fetch, log }: World): { place: Place; close(): void } {
  const place = placeOf(settings);
  const { HASS_URL: url, HASS_TOKEN: token } = settings;
  if (place.sun || url === undefined || token === undefined) return { place, close() {} };
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let isTold = false;
  const look = async () => {
    const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(DEADLINE_MS)]);
    const headers = { authorization: `Bearer ${token}` };
    try {
      const answer = await fetch(new URL("/api/config", url), { headers, signal });
      const { latitude, longitude } = answered.parse(await answer.json());
      place.sun = { latitude, longitude };
    } catch (fault) {
      if (ending.signal.aborted) return;
      if (!isTold) log.warn("home assistant does not say where the house is", { fault });
      isTold = true;
      timer = setTimeout(() => void look(), LOOK_MS).unref();
    }
  };
  void look();
  return {
    place,
    close() {
      ending.abort();
      clearTimeout(timer);
    },
  };
}
