export { isMonth } from "./date.ts";
export type { Due } from "./due.ts";
export { nextOf } from "./due.ts";
export { followPlace } from "./follow.ts";
export type { Place } from "./place.ts";
export { placeOf, placeSettings } from "./place.ts";
export { dueOf, readDue } from "./read.ts";
export { sayDue, sayMoment, writeDue } from "./say.ts";
