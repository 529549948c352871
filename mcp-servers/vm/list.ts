import { z } from "zod";
import { json } from "../../kernel/schema.ts";
import type { Tool } from "../../kernel/tool.ts";
import { done, tool } from "../../kernel/tool.ts";
import type { Address } from "./driver.ts";
import { MachineFault } from "./driver.ts";
import type { Known, Machines } from "./machines.ts";
import { meant } from "./resolve.ts";
import { STATES, sayStates, spoken, titleOf } from "./say.ts";

/** How long an address is looked for before the answer goes without. */
const ADDRESS_MS = 1_000;
/** Machines whose addresses are looked up for one answer. */
const MOST_LOOKED = 20;

/** `vm_list`: what machines do, of one with its address. A name with "running" or "off" behind it asks whether that is so. */
export const vmList = (machines: Machines): Tool =>
  tool({
    name: "vm_list",
    description: "List machines",
    risk: "read",
    input: { name: z.string().optional() },
    async plan({ name = "" }, { signal }) {
      const found = meant((await machines.read(signal)).machines, asked(name).name);
      return "ask" in found
        ? found
        : { targets: found.map((machine) => machine.name), summary: `look at ${name || "all machines"}` };
    },
    async run({ args, targets }, { signal }) {
      const { machines: all, away } = await machines.read(signal);
      const { name, wanted } = asked(args.name ?? "");
      const some = name === "" ? all : all.filter((machine) => targets.includes(machine.name));
      const looked = await Promise.all(
        some.map(async (machine, at) => ({
          machine,
          addresses: at < MOST_LOOKED ? await addressesOf(machine, signal) : [],
        })),
      );
      const [one] = looked;
      const say =
        one && looked.length === 1 && name !== "" ? sayOne(one.machine, one.addresses) : sayStates(some, away);
      const holds = wanted === undefined ? {} : { holds: some.every(({ state }) => isSo(state, wanted)) };
      const shown = looked.map(({ machine, addresses }) => shownOf(machine, addresses));
      return done(say, { data: json.parse({ machines: shown, away, ...holds }) });
    },
  });

/** "windows-lab off": whether that is so is what is asked. */
function asked(said: string): { name: string; wanted: "running" | "off" | undefined } {
  const [, name = said, state] = /^(.*\S) (running|off)$/i.exec(said.trim()) ?? [];
  return { name, wanted: state === undefined ? undefined : state.toLowerCase() === "off" ? "off" : "running" };
}

const isSo = (state: Known["state"], wanted: "running" | "off") =>
  wanted === "running" ? state === "running" : state === "off" || state === "crashed" || state === "saved";

/** Those it tells in time; that they are not known is no fault of the machine. */
export async function addressesOf(machine: Known, signal: AbortSignal): Promise<Address[]> {
  if (machine.state !== "running") return [];
  const soon = AbortSignal.any([signal, AbortSignal.timeout(ADDRESS_MS)]);
  return machine.host.addresses(machine.uuid, soon).catch((thrown: unknown) => {
    if (thrown instanceof MachineFault || soon.aborted) return [];
    throw thrown;
  });
}

function sayOne(machine: Known, [first]: Address[]): string {
  const at = first ? ` at ${first.ip}` : "";
  return spoken(`${titleOf(machine)} is ${STATES[machine.state]}${at}.`);
}

/** A machine for pages and routes: without credentials. */
const shownOf = ({ name, title, uuid, state, memory, cpus, host, record }: Known, addresses: Address[]) => ({
  name,
  title,
  uuid,
  state,
  memory,
  cpus,
  host: host.name,
  addresses,
  owner: record?.owner ?? "",
  network: record?.network ?? null,
  desktop: record && {
    host: record.desktopHost,
    port: record.desktopPort,
    protocol: record.desktopProtocol,
    guacamoleId: record.guacamoleId,
    hasCredentials: record.credentials !== null,
  },
  recorded: record !== null,
});
