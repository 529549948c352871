import type { Phrases } from "../../../kernel/phrases.ts";
import { kindsOf } from "../kinds.ts";
import { conditions } from "../conditions.ts";
import { values } from "../measured.ts";
import { verbKinds } from "../verbs.ts";

const asked = Object.entries({ ...conditions, ...values }).flatMap(([what, { kinds: about }]) =>
  about ? [[`about ${what}`, [...about]] as const] : [],
);

/** What each verb can be said to, and what each question can be about: the same in every language. */
export const things: NonNullable<Phrases["things"]> = {
  ...Object.fromEntries(asked),
  ...verbKinds,
  heating: verbKinds["temperature"] ?? [],
  modal: verbKinds["mode"] ?? [],
  run: ["scene", "script", "automation"],
  reading: kindsOf(["sensor", "weather"]),
  mover: kindsOf(["cover", "valve"]),
  "about idle": kindsOf(["media_player", "vacuum", "fan", "humidifier"]),
  "about detected": kindsOf(["binary_sensor"]),
};
