import type { Thing } from "./home.ts";
import type { State } from "./states.ts";

/** A thing with its state as it is now. */
export interface Target {
  thing: Thing;
  now: State;
}

/** One service call for one thing, and how to see that it came true. */
export interface Action {
  service: string;
  data?: Record<string, unknown>;
  /** whether the state is as wanted; what is so already is not called */
  reached(state: State): boolean;
  /** called even when the state is as wanted: harmless, and the state may lag */
  always?: boolean;
  /** states on the way there */
  transit?: readonly string[];
  /** whether it moves there without a state of its own for that */
  isUnderWay?(state: State): boolean;
}

/** Makes the action for a thing. @throws UserError when the thing cannot or the value is out of range */
export type Rule = (target: Target, value: string | undefined) => Action;
/** What a verb means, by domain. */
export type Verb = Record<string, Rule>;

/** A call whose effect no state shows: it is never "already" so, and believed. */
export const blind = (service: string, data?: Record<string, unknown>): Action => ({
  service,
  ...(data && { data }),
  always: true,
  reached: () => true,
});

/** Whether two numbers are as near as a device's own steps. */
export const near = (one: number | undefined, other: number, by: number) =>
  one !== undefined && Math.abs(one - other) <= by;

/** A rule that is one service and one state. */
export const simple =
  (service: string, state: string | readonly string[], transit: readonly string[] = []): Rule =>
  () => ({ service, reached: (now) => [state].flat().includes(now.state), transit });
