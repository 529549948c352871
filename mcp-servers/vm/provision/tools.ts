import { z } from "zod";
import { json } from "../../../kernel/schema.ts";
import { clean } from "../../../kernel/text.ts";
import type { Result, Tool } from "../../../kernel/tool.ts";
import { done, failed, tool } from "../../../kernel/tool.ts";
import { spoken } from "../say.ts";
import type { Progress, Provisions } from "./index.ts";
import { wishFields, wishOf } from "./wish.ts";

/** What makes machines, loaded when it is first asked for: few make one. */
export type Opening = () => Promise<Provisions>;

/** `vm_provision`: notes the wish for a new machine. It lets its maker show any file of the server to a guest, so it waits for the owner. */
export const vmProvision = (open: Opening): Tool =>
  tool({
    name: "vm_provision",
    description: "Make a new machine, step by step",
    risk: "danger",
    for: "people",
    input: wishFields,
    plan(said) {
      const { name, source, memory, cpus, disk, distribution } = wishOf(said);
      const size = `${memory} GB, ${cpus} processors, a disk of ${disk} GB`;
      return { targets: [name], summary: `make ${name} (${distribution}; ${size}) from ${clean(source, 100)}` };
    },
    async run({ args }) {
      const progress = await (await open()).begin(args);
      const [first] = progress.steps;
      return done(spoken(`${progress.name} takes ${progress.steps.length} steps. The first: ${first?.title}.`), {
        data: json.parse({ provisions: [progress] }),
      });
    },
  });

/** `vm_provisions`: machines that are being made, each step with what it does and where it stands. */
export const vmProvisions = (open: Opening): Tool =>
  tool({
    name: "vm_provisions",
    description: "Look at machines that are being made",
    risk: "read",
    for: "people",
    input: { name: z.string().optional() },
    async run({ name }) {
      const provisions = await open();
      const all = name === undefined ? await provisions.list() : [await provisions.look(name)];
      const lines = all.slice(0, 20).map(sayProgress);
      return done(lines.join("\n") || "No machine is being made.", { data: json.parse({ provisions: all }) });
    },
  });

const DO = ["next", "back", "undo"] as const;

/** `vm_provision_step`: the next step (or again the one that failed), the last one back, or all of them back. */
export const vmProvisionStep = (open: Opening): Tool =>
  tool({
    name: "vm_provision_step",
    description: "Go on making a machine, or take it back",
    risk: "write",
    for: "people",
    input: { name: z.string(), do: z.enum(DO).default("next") },
    async plan({ name, do: verb }) {
      const { steps } = await (await open()).look(name);
      const step = steps.find(({ standing }) => standing !== "done");
      if (verb === "next") return { targets: [name], summary: `${step?.title ?? "go on"}: ${name}` };
      const what = verb === "undo" ? "the whole making of" : "the last step of making";
      return { targets: [name], risk: "danger", summary: `take back ${what} ${name}` };
    },
    async run({ args: { name, do: verb } }): Promise<Result> {
      const provisions = await open();
      const progress = await (verb === "next" ? provisions.next(name) : provisions.back(name, verb === "undo"));
      const isFault = progress.steps.some(({ standing }) => standing === "failed");
      return (isFault ? failed : done)(sayProgress(progress), { data: json.parse({ provisions: [progress] }) });
    },
  });

/** Where the making of a machine stands, in a sentence. */
function sayProgress({ name, end, steps }: Progress): string {
  if (end === "made") return `${name} is made, and written down.`;
  if (end === "taken back") return `The making of ${name} is taken back; nothing of it is left.`;
  const at = steps.findIndex(({ standing }) => standing !== "done");
  const step = steps[at];
  if (!step) return `${name} is made.`;
  const number = `step ${at + 1} of ${steps.length}`;
  switch (step.standing) {
    case "failed":
      return spoken(`${name} stopped at ${number}, ${step.title}: ${step.note}`);
    case "going":
      return spoken(`${name} is at ${number}, ${step.title}${step.note === "" ? "." : `: ${step.note}.`}`);
    case "cut off":
      return spoken(`${name} was cut off at ${number}, ${step.title}: go on, and it is done again.`);
    default:
      return spoken(`${name} goes on with ${number}: ${step.title}.`);
  }
}
