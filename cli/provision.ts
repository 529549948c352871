import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { UserError } from "../kernel/errors.ts";
import type { Client } from "./client.ts";
import { optionsOf } from "./options.ts";
import type { Command, Terminal } from "./terminal.ts";
import { WISHES, wishOf } from "./provision-wish.ts";
import { asked } from "./typed.ts";

const USAGE =
  "vm provision [NAME] [--image FILE|URL --distribution debian|ubuntu | --iso FILE|URL] [--memory GB] [--cpus N] " +
  "[--disk GB] [--network nat:default|bridge:br0|macvtap:CARD] [--user NAME] [--key FILE] [--password -] " +
  "[--desktop xfce|gnome|none] [--sha256 HEX] [--pool NAME] [--host NAME] [--owner NAME] [--title TEXT] " +
  "[--yes] [--step] [--back] [--undo]";
const FLAG = { type: "boolean" } as const;
const OPTIONS = { ...WISHES, yes: FLAG, step: FLAG, back: FLAG, undo: FLAG } as const;

const progress = z.object({
  name: z.string(),
  steps: z.array(z.object({ title: z.string(), says: z.string(), standing: z.string(), note: z.string() })),
});
type Progress = z.infer<typeof progress>;
const answer = z.object({ say: z.string(), needs: z.array(z.object({ id: z.string(), summary: z.string() })) });
const decided = z.object({ say: z.string(), ok: z.boolean() });

/** Milliseconds between two looks at a step that goes on. */
const LOOK_MS = 2_000;

/** steward vm provision: makes a machine, step by step; what was begun is gone on with, or taken back. */
export const vm: Command = async ({ args: [verb, ...args], client, print, note }) => {
  if (verb !== "provision") throw new UserError(`Usage: steward ${USAGE}`);
  const { values, positionals } = optionsOf(args, OPTIONS, USAGE);
  const { yes = false, step = false, back = false, undo = false, ...given } = values;
  const [name, ...more] = positionals;
  if (more.length > 0) throw new UserError(`Usage: steward ${USAGE}`);
  const composer = await client();
  if (name === undefined) return list(composer, print);
  const agreed = async (question: string) => yes || (await isAgreed(question, note));
  if (back || undo) {
    const args = { name, do: undo ? "undo" : "back" };
    return danger(composer, "vm_provision_step", args, agreed, print);
  }
  if (!(await find(composer, name))) {
    const wish = { name, ...(await wishOf(given, note)) };
    const code = await danger(composer, "vm_provision", wish, agreed, () => {});
    if (code !== 0) return code;
    const begun = await find(composer, name);
    for (const [at, { title, says }] of begun?.steps.entries() ?? []) print(sayStep(at, title, says, ""));
    if (!(await agreed("Go on with the first step? Everything can be taken back until the last one.")))
      return later(name, print);
  } else if (Object.keys(given).length > 0) {
    throw new UserError(`${name} is being made already: go on without wishes, or take it back with --undo.`);
  }
  return step ? one(composer, name, print, note) : all(composer, name, print, note);
};

const later = (name: string, print: Terminal["print"]) => {
  print(`Whenever you like: steward vm provision ${name}, or with --undo behind it.`);
  return 0;
};

async function list(composer: Client, print: Terminal["print"]): Promise<number> {
  const found = await provisions(composer);
  for (const { name, steps } of found) {
    const at = steps.findIndex(({ standing }) => standing !== "done");
    const { title = "", standing = "", note = "" } = steps[at] ?? {};
    print(`${name}  ${sayStep(at, title, standing, steps.length)}${note === "" ? "" : ` (${note})`}`);
  }
  if (found.length === 0) print(`No machine is being made. Usage: steward ${USAGE}`);
  return 0;
}

const sayStep = (at: number, title: string, says: string, of: number | "") =>
  `${String(at + 1).padStart(2)}${of === "" ? "" : `/${of}`} ${title}: ${indented(says)}`;
const indented = (text: string) => text.replaceAll("\n", "\n     ");

const provisions = async (composer: Client) =>
  z.array(progress).parse((await composer.request("GET", "/api/provisions")).body);
const find = async (composer: Client, name: string): Promise<Progress | undefined> =>
  (await provisions(composer)).find((one) => one.name === name);

/** Steps until it is made, or one fails. */
async function all(composer: Client, name: string, print: Terminal["print"], note: Terminal["note"]): Promise<number> {
  for (;;) {
    const code = await one(composer, name, print, note);
    if (code !== 0 || !(await find(composer, name))) return code;
  }
}

/** One step: told, done, and waited for. */
async function one(composer: Client, name: string, print: Terminal["print"], note: Terminal["note"]): Promise<number> {
  const now = await find(composer, name);
  const at = now?.steps.findIndex(({ standing }) => standing !== "done") ?? -1;
  const step = now?.steps[at];
  if (!now || !step) throw new UserError(`${name} is not being made (any more).`);
  print(sayStep(at, step.title, step.says, now.steps.length));
  await composer.request("POST", "/api/tools/vm_provision_step", { args: { name } });
  let told = "";
  for (;;) {
    const then = (await find(composer, name))?.steps[at];
    if (!then) {
      if (at + 1 < now.steps.length) throw new UserError(`${name} was taken back meanwhile.`);
      print(`${name} is made, and written down.`);
      return 0;
    }
    if (then.note !== told) note(indented(`     ${then.note}`));
    told = then.note;
    if (then.standing === "failed") {
      print(`Stopped. Go on with steward vm provision ${name}, or take it back with --undo.`);
      return 1;
    }
    if (then.standing !== "going") return 0;
    await sleep(LOOK_MS);
  }
}

/** A call that waits for the owner: shown, and approved here by who agrees. */
async function danger(
  composer: Client,
  tool: string,
  args: Record<string, unknown>,
  agreed: (question: string) => Promise<boolean>,
  print: Terminal["print"],
): Promise<number> {
  const { say, needs } = answer.parse((await composer.request("POST", `/api/tools/${tool}`, { args })).body);
  const [need] = needs;
  if (!need) throw new UserError(say);
  const decision = (await agreed(`${need.summary}: right?`)) ? "approve" : "deny";
  const { body } = await composer.request("POST", `/api/approvals/${need.id}`, { decision });
  const done = decided.parse(body);
  if (!done.ok) throw new UserError(done.say);
  print(done.say);
  return decision === "approve" ? 0 : 1;
}

/** A question for whoever sits there; nobody agrees where nobody does. */
async function isAgreed(question: string, note: Terminal["note"]): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UserError(`${question} Say --yes where nobody can be asked.`);
  return /^y(es)?$/i.test(await asked(`${question} [y/N] `, note));
}
