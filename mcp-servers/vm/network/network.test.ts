import { expect, test } from "vitest";
import { systemClock } from "../../../kernel/clock.ts";
import { silentLog } from "../../../kernel/log.ts";
import type { JsonObject } from "../../../kernel/schema.ts";
import { callTool, serverOf } from "../../../kernel/testing.ts";
import { META } from "../../../kernel/wire.ts";
import { demoHost } from "../demo.ts";
import type { MachineHost } from "../driver.ts";
import { openMachines } from "../machines.ts";
import { cardsOf, withCard } from "./cards.ts";
import { wantedOf } from "./wanted.ts";
import { netplanLines } from "./say.ts";
import { vmNetwork } from "./tool.ts";

const MAC = "52:54:00:00:00:01";
const domain = (card: string) =>
  `<domain type='kvm'><name>a &amp; b</name><metadata><n:note xmlns:n="urn:x">kept <interface type='user'/></n:note></metadata><devices><disk/>${card}</devices></domain>`;
const NETWORKS = [
  { name: "default", mode: "nat", bridge: "virbr0", active: true },
  { name: "house", mode: "bridge", bridge: "br0", active: true },
] as const;

test.each([
  [`<interface type='network'><mac address='${MAC}'/><source network='default'/></interface>`, "nat", "default"],
  [`<interface type='network'><mac address='${MAC}'/><source network='house'/></interface>`, "bridge", "house"],
  [`<interface type='bridge'><mac address='${MAC}'/><source bridge='br0'/></interface>`, "bridge", "br0"],
  [
    `<interface type='direct'><mac address='${MAC}'/><source dev='enp3s0' mode='bridge'/></interface>`,
    "macvtap",
    "enp3s0",
  ],
  [`<interface type='user'><mac address='${MAC}'/></interface>`, "user", null],
  [`<interface type='hostdev'><mac address='${MAC}'/></interface>`, "other", null],
])("%s is told", (card, kind, source) => {
  expect(cardsOf(domain(card), NETWORKS)).toEqual([{ mac: MAC, kind, source }]);
});

test("a card moves, and everything else stays", () => {
  const card = `<interface type='network'><mac address='${MAC.toUpperCase()}'/><source network='default' portid='x'/><target dev='vnet0'/><model type='virtio'/></interface>`;
  const xml = withCard(domain(card), MAC, { kind: "bridge", source: "br0" });
  expect(cardsOf(xml ?? "", NETWORKS)).toEqual([{ mac: MAC, kind: "bridge", source: "br0" }]);
  expect(xml).toContain(`<source bridge="br0"/><model type="virtio"/>`);
  expect(xml).toContain(`kept <interface type="user"/>`);
  expect(xml).toContain("<name>a &amp; b</name>");
  expect(withCard(domain(card), "52:54:00:00:00:99", { kind: "bridge", source: "br0" })).toBeUndefined();
});

test.each(["", "nat", "bridge:", "bridge:-x", `bridge:"/><x`, "user:x", `nat:${"x".repeat(51)}`])(
  "%s is no wish",
  (text) => {
    expect(wantedOf(text)).toBeUndefined();
  },
);

/** The demo's host, whose definitions are kept; `spoil` makes of each something else. */
function definable(spoil: (xml: string) => string = (xml) => xml): MachineHost & { defined: string[] } {
  const host = demoHost(systemClock, 10);
  const kept = new Map<string, string>();
  const defined: string[] = [];
  return {
    ...host,
    defined,
    xml: async (uuid, options, signal) => kept.get(uuid) ?? host.xml(uuid, options, signal),
    async define(xml) {
      const [, uuid = ""] = /<uuid>(.*)<\/uuid>/.exec(xml) ?? [];
      const made = defined.length === 0 ? spoil(xml) : xml;
      defined.push(xml);
      kept.set(uuid, made);
      return uuid;
    },
  };
}

const records = { list: async () => [], save: async () => {}, remove: async () => false };
function toolsOn(host: MachineHost) {
  const machines = openMachines([host], records, silentLog);
  const running = serverOf({ tools: [vmNetwork(machines, (name) => name === "br1")], close: machines.close }, "vm");
  return (args: JsonObject) =>
    callTool(running, "vm_network", args, { [META.context]: { principal: "owner", owner: true } });
}

test("where a machine is, is told in words", async () => {
  const call = toolsOn(definable());
  expect((await call({ name: "main" })).text).toBe(
    "main-endeavouros is on the bridge br0, with an address of the house.",
  );
  expect((await call({ name: "windows" })).text).toBe(
    "windows-lab is on default, a network of its host: the house does not reach it by itself.",
  );
});

test("a machine is put elsewhere, and back", async () => {
  const call = toolsOn(definable());
  const moved = await call({ name: "windows", to: "bridge:br0" });
  expect(moved.text).toBe("windows-lab is on the bridge br0, with an address of the house.");
  expect(moved.meta[META.undo]).toEqual([
    { tool: "vm_network", args: { name: "windows-lab", to: "nat:default", mac: "52:54:00:00:00:03" } },
  ]);
  expect((await call({ name: "main", to: "macvtap:enp3s0" })).text).toBe(
    "main-endeavouros is on enp3s0 by macvtap: it and its own host cannot reach each other. This holds from its next start.",
  );
});

test("what a host makes something else of is put back", async () => {
  const host = definable((xml) => xml.replace('bridge="br0"', 'bridge="br9"'));
  const call = toolsOn(host);
  const { text, failed } = await call({ name: "windows", to: "bridge:br0" });
  expect([text, failed]).toEqual(["Its host made something else of it.", true]);
  expect(host.defined).toHaveLength(2);
  expect((await call({ name: "windows" })).text).toContain("is on default");
});

test("a bridge that is not there is told with what makes it", async () => {
  const call = toolsOn({ ...definable(), health: () => "ok" });
  expect((await call({ name: "windows", to: "bridge:br0" })).text).toBe(
    `This server has no bridge br0. To make it: ${netplanLines("br0", "CARD").replaceAll(/\s+/g, " ")}`,
  );
  expect((await call({ name: "windows", to: "bridge:br1" })).text).toContain("is on the bridge br1");
  expect((await call({ name: "windows", to: "nat:lab" })).text).toBe("There is no network lab. Networks: default.");
  expect((await call({ name: "windows", to: "wifi" })).text).toBe(
    '"wifi" is no network. Allowed: nat:NETWORK, bridge:NAME, macvtap:CARD.',
  );
});
