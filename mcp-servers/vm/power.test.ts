import { expect, onTestFinished, test } from "vitest";
import type { Clock } from "../../kernel/clock.ts";
import { systemClock } from "../../kernel/clock.ts";
import { silentLog } from "../../kernel/log.ts";
import { callTool, serverOf } from "../../kernel/testing.ts";
import { META } from "../../kernel/wire.ts";
import { demoHost } from "./demo.ts";
import type { MachineHost } from "./driver.ts";
import { MachineFault } from "./driver.ts";
import { openMachines } from "./machines.ts";
import { vmPower } from "./power.ts";

const records = { list: async () => [], save: async () => {}, remove: async () => false };
/** What is said to a house with these hosts; its answers wait so many milliseconds. */
function house(hosts: MachineHost[], patience = 50, clock: Clock = systemClock) {
  const machines = openMachines(hosts, records, silentLog);
  const running = serverOf({ tools: [vmPower(machines, clock, patience)], close: machines.close }, "vm");
  onTestFinished(() => running.close());
  return (name: string, verb: string) =>
    callTool(running, "vm_power", { name, do: verb }, { [META.context]: { principal: "owner", owner: true } });
}

test("a guest that takes its time is still shutting down, also when it is asked again, and is not started meanwhile", async () => {
  const call = house([demoHost(systemClock, 3_600_000)]);
  const stopped = await call("main", "stop");
  expect(stopped).toMatchObject({
    text: "main-endeavouros is still shutting down.",
    failed: false,
    meta: {
      [META.changed]: { before: { "main-endeavouros": "running" }, after: { "main-endeavouros": "stopping" } },
      [META.undo]: [{ tool: "vm_power", args: { name: "main-endeavouros", do: "start" } }],
    },
  });
  expect((await call("main", "stop")).text).toBe("main-endeavouros is still shutting down.");
  expect(await call("main", "start")).toMatchObject({
    text: "main-endeavouros is still shutting down: start it when it is off.",
    failed: true,
  });
  expect((await call("main", "force")).text).toBe("main-endeavouros is off.");
});

test("a guest that has not begun to is said to be at it too: nobody can tell it from one that is slow", async () => {
  const host = { ...demoHost(systemClock), shutdown: async () => {} };
  expect((await house([host])("main", "stop")).text).toBe("main-endeavouros is still shutting down.");
});

const gone = () => Promise.reject(new MachineFault("gone", "Domain not found"));
test.each([
  ["goes between the list and the start", { start: gone, look: gone }, "windows-lab is not there any more."],
  [
    "may not be started",
    { start: () => Promise.reject(new MachineFault("denied", "access denied by policy")) },
    "access denied by policy",
  ],
  [
    "has a host that goes away",
    { start: () => Promise.reject(new MachineFault("away", "libvirt on local does not answer: closed")) },
    "libvirt on local does not answer: closed",
  ],
])("a machine that %s is told, and nothing is half-done", async (_, more, text) => {
  const call = house([{ ...demoHost(systemClock), ...more }]);
  const answer = await call("windows-lab", "start");
  expect([answer.text, answer.failed, answer.meta[META.undo]]).toEqual([text, true, undefined]);
});

test("a machine that its host starts and that does not run is told as it is", async () => {
  const call = house([{ ...demoHost(systemClock), start: async () => {} }]);
  expect(await call("windows-lab", "start")).toMatchObject({ text: "windows-lab is off.", failed: true });
});

test("of two hosts the one that is away holds up nobody", async () => {
  const away: MachineHost = {
    ...demoHost(systemClock),
    name: "far",
    list: () => Promise.reject(new MachineFault("away", "libvirt on far does not answer")),
  };
  expect((await house([demoHost(systemClock), away])("main", "reboot")).text).toBe("main-endeavouros is restarting.");
});

test("two snapshots of one second have names of their own", async () => {
  const clock = { now: () => Date.UTC(2026, 10, 23, 21, 5) };
  const call = house([demoHost(clock)], 50, clock);
  const said = [await call("main", "snapshot"), await call("main", "snapshot"), await call("main", "snapshot")];
  const name = "steward-20261123T210500Z";
  expect(said.map(({ text }) => text)).toEqual(
    [name, `${name}-2`, `${name}-3`].map((one) => `main-endeavouros has a new snapshot, ${one}.`),
  );
});
