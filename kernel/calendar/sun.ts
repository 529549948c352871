const DAY_MS = 86_400_000;
/** 1 January 2000, 12:00 UTC, from which the sun's course is reckoned. */
const EPOCH = Date.UTC(2000, 0, 1, 12);
/** The sun's centre at its rise and set: half its width and the bending of the air below the horizon, degrees. */
const HORIZON = -0.833;
const TILT = 23.4397;

const radians = (degrees: number) => (degrees * Math.PI) / 180;
const sin = (degrees: number) => Math.sin(radians(degrees));
const cos = (degrees: number) => Math.cos(radians(degrees));

/**
 * When the sun rises or sets on a day, epoch ms, to about a minute; undefined where it does not (beyond the polar
 * circles). `day` is the local calendar day as UTC midnight. The sunrise equation, with the sun's place by
 * J. Meeus, Astronomical Algorithms (1998), ch. 25, shortened.
 */
export function sunTime(
  event: "sunrise" | "sunset",
  { latitude, longitude }: { latitude: number; longitude: number },
  day: number,
): number | undefined {
  // Days from the epoch to the mean noon at this longitude.
  const noon = Math.round((day + DAY_MS / 2 - EPOCH) / DAY_MS) - longitude / 360;
  const anomaly = (357.5291 + 0.98560028 * noon) % 360;
  const centre = 1.9148 * sin(anomaly) + 0.02 * sin(2 * anomaly) + 0.0003 * sin(3 * anomaly);
  const ecliptic = anomaly + centre + 180 + 102.9372;
  const transit = noon + 0.0053 * sin(anomaly) - 0.0069 * sin(2 * ecliptic);
  const sine = sin(ecliptic) * sin(TILT);
  const hour = (sin(HORIZON) - sin(latitude) * sine) / (cos(latitude) * Math.sqrt(1 - sine ** 2));
  if (!(Math.abs(hour) <= 1)) return undefined;
  const half = Math.acos(hour) / (2 * Math.PI);
  return Math.round(EPOCH + (event === "sunrise" ? transit - half : transit + half) * DAY_MS);
}
