import { expect, test } from "vitest";
import { ModelFault } from "../models/fault.ts";
import { createBreaker } from "./breaker.ts";

const away = new ModelFault("away", "Ollama does not answer.");
function breakerAt(time = 1_000) {
  const clock = { time, now: () => clock.time };
  return { clock, breaker: createBreaker(clock) };
}

test("after three faults in a row a model is left alone, twice as long each time", () => {
  const { clock, breaker } = breakerAt();
  for (const isOpen of [false, false, true]) {
    breaker.bad(away);
    expect(breaker.isOpen()).toBe(isOpen);
  }
  clock.time += 30_000;
  expect(breaker.isOpen()).toBe(false); // one may try
  breaker.bad(away);
  clock.time += 59_999;
  expect(breaker.isOpen()).toBe(true);
  clock.time += 1;
  expect(breaker.isOpen()).toBe(false);
  expect(breaker.last()).toBe("Ollama does not answer.");
});

test("a good turn forgets them, and one that was cancelled is no fault", () => {
  const { breaker } = breakerAt();
  for (let time = 0; time < 20; time++) {
    breaker.bad(away);
    breaker.bad(new ModelFault("cancelled", "not waited for"));
    breaker.good();
  }
  expect(breaker.isOpen()).toBe(false);
  expect(breaker.last()).toBeUndefined();
});

test("what is set up wrongly is not tried three times, and never left alone for ever", () => {
  const { clock, breaker } = breakerAt();
  breaker.bad(new ModelFault("setup", "no such model"));
  expect(breaker.isOpen()).toBe(true);
  for (let time = 0; time < 20; time++) breaker.bad(away);
  clock.time += 600_000;
  expect(breaker.isOpen()).toBe(false);
});
