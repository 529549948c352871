import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Cron } from "croner";
import { schedule } from "node-cron";

const HOUR = 3_600_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** When node-cron runs a pattern within so many hours as its timers go on, and when it is due by croner; Berlin, as UTC. */
async function runsOf(pattern: string, from: string, hours: number) {
  const until = Date.parse(from) + hours * HOUR;
  const croner: string[] = [];
  for (let at = new Date(from); ;) {
    const next = new Cron(pattern, { timezone: "Europe/Berlin", paused: true }).nextRun(at);
    if (!next || next.getTime() > until) break;
    croner.push(next.toISOString().slice(11, 16));
    at = next;
  }
  vi.setSystemTime(new Date(from));
  const nodeCron: string[] = [];
  const note = () => void nodeCron.push(new Date().toISOString().slice(11, 16));
  const task = schedule(pattern, note, { timezone: "Europe/Berlin" });
  await vi.advanceTimersByTimeAsync(hours * HOUR);
  await task.destroy();
  return { croner, nodeCron };
}

test("a time that the clocks leap over in spring is run by croner at the next there is, and never by node-cron", async () => {
  expect(await runsOf("30 2 * * *", "2027-03-27T23:00:00Z", 20)).toEqual({ croner: ["01:00"], nodeCron: [] });
});

test("in autumn croner runs each hour, and node-cron loses one", async () => {
  const { croner, nodeCron } = await runsOf("0 * * * *", "2027-10-30T22:30:00Z", 5);
  expect(croner).toEqual(["23:00", "00:00", "01:00", "02:00", "03:00"]);
  expect(nodeCron.length).toBeLessThan(croner.length);
});
