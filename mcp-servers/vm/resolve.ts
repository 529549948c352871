import { UserError } from "../../kernel/errors.ts";
import type { Names } from "../../kernel/names/index.ts";
import { createNames } from "../../kernel/names/index.ts";
import { clean, listed } from "../../kernel/text.ts";
import type { Ask } from "../../kernel/tool.ts";
import type { NameEntry } from "../../kernel/wire.ts";
import type { Known } from "./machines.ts";
import { kinds } from "./phrases.ts";

interface Named extends NameEntry {
  machine: Known;
}

/** How a machine stands among the names of the house: by name, and by each longer word that only it has. */
export function namedAs(machine: Known, all: readonly Known[]): Named {
  const others = new Set(all.filter((other) => other !== machine).flatMap((other) => partsOf(other)));
  const own = partsOf(machine).filter((part) => part.length > 3 && !others.has(part));
  const plain = machine.name === machine.title ? [] : [machine.name];
  const name = all.some((other) => other !== machine && other.title === machine.title)
    ? `${machine.title} on ${machine.host.name}`
    : machine.title;
  const aliases = [...plain, ...own].filter((alias) => alias !== name);
  return { kind: "machine", name, aliases, tool: "vm_power", machine };
}

const partsOf = ({ name, title }: Known) => [
  ...new Set([name, title].flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u)).filter(Boolean)),
];

const ALL = new Set(["", "all", "everything", "machines", "all machines", "all vms", "vms"]);

/** The machines that are meant, or a question. @throws UserError with what is there instead */
export function meant(machines: readonly Known[], said: string): Known[] | Ask {
  if (ALL.has(said.trim().toLowerCase())) return [...machines];
  const exact = machines.filter(({ name, title }) => name === said || title === said);
  if (exact.length === 1) return exact;
  const names = directory(machines);
  const found = names.resolve(said, { fuzzy: true });
  if ("things" in found) return found.things.map(({ machine }) => machine);
  if ("ask" in found) return found;
  throw new UserError(unknown(names, machines, said));
}

const directory = (machines: readonly Known[]): Names<Named> =>
  createNames(
    machines.map((machine) => namedAs(machine, machines)),
    kinds,
  );

function unknown(names: Names<Named>, machines: readonly Known[], said: string): string {
  const near = names.near(said).map(({ name }) => name);
  const all = machines.slice(0, 10).map(({ title }) => title);
  const hint = near.length > 0 ? ` Did you mean ${listed(near, "or")}?` : ` Machines: ${listed(all) || "none"}.`;
  return `I know no machine called ${JSON.stringify(clean(said, 60))}.${hint}`;
}
