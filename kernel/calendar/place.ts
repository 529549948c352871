import { z } from "zod";

/** Where the house is: its IANA time zone, and degrees north and east for the sun, where they are known. */
export interface Place {
  zone: string;
  sun?: { latitude: number; longitude: number };
}

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const WHERE = "must be degrees north and east, such as 52.52,13.41";

function isZone(zone: string): boolean {
  try {
    return Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** The settings of whoever reckons with times. */
export const placeSettings = {
  TZ: z.string().refine(isZone, "must be an IANA time zone, such as Europe/Berlin").default(HERE),
  STEWARD_LOCATION: z
    .string()
    .transform((text) => text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part))))
    .pipe(
      z.tuple(
        [z.number(WHERE).min(-90, WHERE).max(90, WHERE), z.number(WHERE).min(-180, WHERE).max(180, WHERE)],
        WHERE,
      ),
    )
    .optional(),
  /** asked where the house is, where STEWARD_LOCATION does not say it */
  HASS_URL: z.url({ protocol: /^https?$/, error: "must be http://HOST:8123 or https://HOST" }).optional(),
  HASS_TOKEN: z.string().optional(),
};

/** The place of the settings. */
export function placeOf(settings: { TZ: string; STEWARD_LOCATION?: readonly [number, number] | undefined }): Place {
  const { TZ: zone, STEWARD_LOCATION: location } = settings;
  return { zone, ...(location && { sun: { latitude: location[0], longitude: location[1] } }) };
}
