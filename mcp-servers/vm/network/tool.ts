import { existsSync } from "node:fs";
import { z } from "zod";
import { UserError } from "../../../kernel/errors.ts";
import { json } from "../../../kernel/schema.ts";
import { clean, listed } from "../../../kernel/text.ts";
import type { Tool } from "../../../kernel/tool.ts";
import { done, tool } from "../../../kernel/tool.ts";
import type { Known, Machines } from "../machines.ts";
import { meant } from "../resolve.ts";
import { spoken, titleOf } from "../say.ts";
import { single } from "../snapshots.ts";
import type { Card } from "./cards.ts";
import type { Wanted } from "./wanted.ts";
import { wantedOf } from "./wanted.ts";
import { moveCard, nextCards } from "./change.ts";
import { netplanLines, sayCard } from "./say.ts";

/** Whether this machine has a network device; passed in, so that tests own it. */
export type HasDevice = (name: string) => boolean;
export const hasDevice: HasDevice = (name) => existsSync(`/sys/class/net/${name}`);

/** `vm_network`: where a machine's network card is, and with `to` where it is from its next start on. */
export const vmNetwork = (machines: Machines, has: HasDevice): Tool =>
  tool({
    name: "vm_network",
    description: "Show or change a machine's network",
    risk: "write",
    for: "people",
    input: { name: z.string(), to: z.string().optional(), mac: z.string().optional() },
    async plan({ name, to, mac }, { signal }) {
      const machine = single(meant((await machines.read(signal)).machines, name), name);
      const title = titleOf(machine);
      if (to === undefined)
        return { targets: [machine.name], risk: "read", args: { name: machine.name }, summary: `look at ${title}` };
      const wanted = await possible(machine, to, has, signal);
      const card = cardOf(machine, await nextCards(machine.host, machine.uuid, signal), mac);
      const place = `${wanted.kind}:${wanted.source}`;
      return {
        targets: [machine.name],
        args: { name: machine.name, to: place, mac: card.mac },
        summary: `put ${title} on ${place}${machine.state === "off" ? "" : ", from its next start"}`,
      };
    },
    async run({ args: { name, to, mac } }, { signal }) {
      const machine = single(meant((await machines.read(signal)).machines, name), name);
      const cards = await nextCards(machine.host, machine.uuid, signal);
      const title = titleOf(machine);
      const wanted = to === undefined ? undefined : wantedOf(to);
      if (!wanted) {
        const [first] = cards;
        const say = first ? sayCard(title, first) : `${title} has no network card.`;
        return done(spoken(say), { data: json.parse({ cards }) });
      }
      const before = cardOf(machine, cards, mac);
      const after = await moveCard(machine.host, machine.uuid, before.mac, wanted, signal);
      const note = machine.state === "off" ? "" : " This holds from its next start.";
      const back = placeOf(before);
      return done(spoken(`${sayCard(title, after)}${note}`), {
        changed: { before: json.parse(before), after: json.parse(after) },
        undo:
          back === undefined ? [] : [{ tool: "vm_network", args: { name: machine.name, to: back, mac: before.mac } }],
        data: json.parse({ cards: [after] }),
      });
    },
  });

/** As a wish; undefined for what cannot be wished for. */
const placeOf = ({ kind, source }: Card) =>
  source !== null && wantedOf(`${kind}:${source}`) ? `${kind}:${source}` : undefined;

function cardOf(machine: Known, cards: readonly Card[], mac: string | undefined): Card {
  const found = mac === undefined ? cards[0] : cards.find((card) => card.mac === mac.toLowerCase());
  if (found) return found;
  const all = cards.map((card) => card.mac);
  throw new UserError(`${titleOf(machine)} has no such network card. It has: ${listed(all) || "none"}.`);
}

/** The wish, where the host can grant it. @throws UserError that says what is there, or how to make it */
async function possible(machine: Known, to: string, has: HasDevice, signal: AbortSignal): Promise<Wanted> {
  const wanted = wantedOf(to);
  if (!wanted)
    throw new UserError(
      `${JSON.stringify(clean(to, 40))} is no network. Allowed: nat:NETWORK, bridge:NAME, macvtap:CARD.`,
    );
  const { kind, source } = wanted;
  if (kind === "nat") {
    const networks = (await machine.host.networks(signal)).filter(({ mode }) => mode !== "bridge");
    if (networks.some(({ name }) => name === source)) return wanted;
    throw new UserError(
      `There is no network ${source}. Networks: ${listed(networks.map(({ name }) => name)) || "none"}.`,
    );
  }
  // What another host has is not seen from here: libvirt says so at the next start.
  if (machine.host.name !== "local" || machine.host.health() === "demo" || has(source)) return wanted;
  const how = kind === "bridge" ? ` To make it:\n${netplanLines(source, "CARD")}` : "";
  throw new UserError(`This server has no ${kind === "bridge" ? "bridge" : "network card"} ${source}.${how}`);
}
