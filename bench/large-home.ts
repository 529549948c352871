import type { NameEntry } from "../kernel/wire.ts";

/** Rooms of a large home. */
export const ROOMS = [
  "Living Room",
  "Kitchen",
  "Bedroom",
  "Hall",
  "Office",
  "Bathroom",
  "Nursery",
  "Attic",
  "Cellar",
  "Garage",
  "Porch",
  "Guest Room",
];
const THINGS: readonly (readonly [kind: string, noun: string])[] = [
  ["light", "Ceiling Light"],
  ["light", "Floor Lamp"],
  ["light", "Reading Light"],
  ["light", "Shelf Strip"],
  ["light", "Window Light"],
  ["switch", "Heater Switch"],
  ["outlet", "Desk Outlet"],
  ["fan", "Fan"],
  ["blind", "Blinds"],
  ["curtain", "Curtain"],
  ["thermostat", "Thermostat"],
  ["speaker", "Speaker"],
  ["tv", "TV"],
  ["lock", "Lock"],
  ["temperature sensor", "Temperature"],
  ["humidity sensor", "Humidity"],
  ["motion sensor", "Motion"],
  ["window sensor", "Window"],
  ["battery sensor", "Remote Battery"],
  ["scene", "Evening"],
  ["script", "Good Night"],
  ["vacuum", "Vacuum"],
  ["humidifier", "Humidifier"],
  ["button", "Doorbell"],
  ["timer", "Timer"],
];

/** 12 rooms with 25 things each. */
export const house: NameEntry[] = [
  ...ROOMS.map((name) => ({ kind: "area", name })),
  ...ROOMS.flatMap((area) => THINGS.map(([kind, noun]) => ({ kind, name: `${area} ${noun}`, area }))),
];

/** What is said in it; {room} is any of its rooms. */
export const SAID = [
  "turn off all my lights",
  "please turn on the {room} ceiling light",
  "dim the {room} floor lamp to 40 percent",
  "set the {room} thermostat to 21 degrees",
  "close the blinds in the {room}",
  "is the {room} window open",
  "which lights are on",
  "turn off the {room} fan and the {room} reading light",
  "make the {room} lights blue",
  "turn off everything in the {room} except the {room} tv",
  "what is the temperature in the {room}",
  "run {room} good night",
  "could you tell me a story about a dragon who lived in the {room}",
  "remind me to call the plumber tomorrow at noon",
  "turn on the {room} light, close the {room} curtain and set the {room} speaker to 30 percent, please",
  "lock the {room} lock",
];
