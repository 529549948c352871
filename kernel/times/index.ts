export { clockReader, clockText } from "./clock.ts";
export { durationReader } from "./duration.ts";
export type { WhenReader } from "./read.ts";
export { whenReader } from "./read.ts";
export { sayWhen } from "./say.ts";
export type { Moment, When } from "./when.ts";
export { when } from "./when.ts";
