import { z } from "zod";
import type { Clock } from "../../kernel/clock.ts";
import { UserError } from "../../kernel/errors.ts";
import { listed } from "../../kernel/text.ts";
import type { Tool } from "../../kernel/tool.ts";
import { tool } from "../../kernel/tool.ts";
import { SHUTDOWN_MS, effectOf } from "./effects.ts";
import type { Known, Machines } from "./machines.ts";
import { startOf, tooLittle } from "./memory.ts";
import { meant } from "./resolve.ts";
import { outcomeOf } from "./result.ts";
import { titleOf } from "./say.ts";

const DO = ["start", "stop", "reboot", "snapshot", "force"] as const;
export type Verb = (typeof DO)[number];

const SUMMARY: Record<Verb, string> = {
  start: "start",
  stop: "shut down",
  reboot: "restart",
  snapshot: "take a snapshot of",
  force: "pull the plug of",
};

/** `vm_power`: starts, stops, restarts and snapshots machines; what they became is read back from their hosts. */
export const vmPower = (machines: Machines, clock: Clock, patience = SHUTDOWN_MS): Tool =>
  tool({
    name: "vm_power",
    description: "Power a machine; force cuts power",
    risk: "write",
    input: { name: z.string(), do: z.enum(DO) },
    async plan({ name: said, do: verb }, { signal, room, confirmed = false }) {
      const { name, anyway, first, room: unloads = false } = startOf(said);
      const { machines: all } = await machines.read(signal);
      const found = meant(all, name);
      if ("ask" in found) return found;
      const before = first === undefined ? [] : meant(all, first);
      if ("ask" in before) return before;
      if (found.length === 0) throw new UserError("There are no machines.");
      const asks = verb === "start" && !anyway && !confirmed;
      const lacking = asks ? await tooLittle(found.filter(needsMemory), all, { signal, room }) : undefined;
      if (lacking && lacking !== "room") return lacking;
      const needsRoom = unloads || lacking === "room";
      const what = `${SUMMARY[verb]} ${listed(found.map(titleOf))}`;
      return {
        targets: [...before, ...found].map((machine) => machine.name),
        risk: verb === "force" ? "danger" : "write",
        summary: [...(needsRoom ? ["unload the language model"] : []), ...stopping(before), what].join(", then "),
        ...(needsRoom && { room: true }),
      };
    },
    async run({ args, targets }, { signal }) {
      const { name, first } = startOf(args.name);
      const { machines: all } = await machines.read(signal);
      const planned = all.filter((machine) => targets.includes(machine.name));
      const some = oneOf(meant(planned, name));
      const parts = { machines, clock, signal, patience };
      const before = first === undefined ? [] : await effectOf(parts, oneOf(meant(planned, first)), "stop");
      if (before.some(({ ok }) => !ok)) return outcomeOf(before);
      return outcomeOf([...before, ...(await effectOf(parts, some, args.do))]);
    },
  });

const stopping = (machines: readonly Known[]) =>
  machines.length > 0 ? [`shut down ${listed(machines.map(titleOf))}`] : [];

const needsMemory = ({ state }: Known) => ["off", "crashed", "saved"].includes(state);

/** What was planned is still named by what was said. @throws UserError when the names changed meanwhile */
function oneOf(found: ReturnType<typeof meant>): Known[] {
  if ("ask" in found) throw new UserError(`The machines changed since that was planned. ${found.ask.question}`);
  return found;
}
