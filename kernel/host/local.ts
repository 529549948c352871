import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { lockFile } from "../lock.ts";
import { UserError, messageOf } from "../errors.ts";
import type { Exec } from "../exec.ts";
import { exec as execFile } from "../exec.ts";
import { digestOf, filesIn, removeUnfinished, setFile, setFiles, syncFolder } from "./files.ts";
import type { FileSet, Host, HostRules, HostState, PutOptions } from "./host.ts";
import { HostAway, HostDrift, HostRefused, checkNames, stateFrom } from "./host.ts";
import type { Manifest } from "./manifest.ts";
import { JOURNAL, readJournal, readManifest, writeJournal, writeManifest } from "./manifest.ts";

/** Milliseconds a test or a reload has. */
const COMMAND_MS = 10_000;
const LOCK = ".steward-lock";
/** Milliseconds another process may take for its change, and between looks whether it is over. */
const OTHER_MS = 15_000;
const LOOK_MS = 20;

type Rule = HostRules["sets"][string];

/** This machine as a host. One change at a time; one that a crash cut off is taken back before the next. */
export function localHost(rules: HostRules, exec: Exec = execFile, now: () => number = Date.now): Host {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next.catch(() => {});
    return next;
  };
  const ruleOf = (name: string): Rule => {
    const rule = rules.sets[name];
    if (!rule) throw new UserError(`This host has no set ${name}. Known: ${Object.keys(rules.sets).join(", ")}.`);
    return rule;
  };
  return {
    name: "local",
    put: (set, options = {}) =>
      inTurn(() =>
        reachable(() => alone(ruleOf(set.name), () => put(ruleOf(set.name), set, { exec, now, ...options }))),
      ),
    state: (name) => inTurn(() => reachable(() => stateOf(ruleOf(name).folder))),
    close: async () => void (await last),
  };
}

/** A folder that cannot be written is a host that is away: it may be back (a mount, a right). */
async function reachable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    if (thrown instanceof Error && "code" in thrown) throw new HostAway(messageOf(thrown), { cause: thrown });
    throw thrown;
  }
}

/** One process at a time: two houses may have been given one folder. */
async function alone({ folder }: Rule, work: () => Promise<void>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const late = Date.now() + OTHER_MS;
  let lock = lockFile(join(folder, LOCK));
  for (; !lock; lock = lockFile(join(folder, LOCK))) {
    if (Date.now() > late) throw new HostAway(`another process is changing ${folder}`);
    await sleep(LOOK_MS);
  }
  try {
    await work();
  } finally {
    lock.close();
  }
}

/** Looks only: a change that is under way, or was cut off, counts as what comes of it. */
async function stateOf(folder: string): Promise<HostState> {
  await mkdir(folder, { recursive: true });
  const journal = await readJournal(folder);
  const { generation, files: ours } = journal && "after" in journal ? journal.after : await readManifest(folder);
  const contents = new Map<string, string | null>(await filesIn(folder));
  if (journal && "before" in journal)
    for (const [name, content] of Object.entries(journal.before)) contents.set(name, content);
  const there = [...contents].flatMap(([name, content]) =>
    content === null ? [] : [[name, digestOf(content)] as const],
  );
  return stateFrom(generation, new Map(Object.entries(ours)), new Map(there));
}

/** Puts back what a change held that was cut off before it was loaded, and notes one that was cut off after. */
async function recover(folder: string): Promise<void> {
  await removeUnfinished(folder);
  const journal = await readJournal(folder);
  if (!journal) return;
  if ("after" in journal) await writeManifest(folder, journal.after);
  else await setFiles(folder, Object.entries(journal.before));
  await endJournal(folder);
}

async function endJournal(folder: string): Promise<void> {
  await syncFolder(folder);
  await rm(join(folder, JOURNAL), { force: true });
}

interface Putting extends PutOptions {
  exec: Exec;
  now: () => number;
}

async function put({ folder, test, reload }: Rule, set: FileSet, options: Putting): Promise<void> {
  checkNames(set.files.keys());
  await recover(folder);
  const manifest = await readManifest(folder);
  const there = await filesIn(folder);
  const wanted = changesOf(set, manifest, there);
  const drifted = [...wanted.keys()].filter((name) => isForeign(name, manifest, there));
  const left = drifted.filter((name) => !options.overwrite?.includes(name));
  const changes = new Map([...wanted].filter(([name]) => !left.includes(name)));
  if (changes.size > 0 || manifest.generation !== set.generation) {
    for (const name of drifted.filter((one) => changes.has(one)))
      await setFile(folder, `${name}.edited-${options.now()}`, there.get(name) ?? "");
    await writeJournal(folder, {
      before: Object.fromEntries([...changes.keys()].map((name) => [name, there.get(name) ?? null])),
    });
    await setFiles(folder, changes);
    await syncFolder(folder);
    if (changes.size > 0) await undoing(folder, HostRefused, () => run(options, test));
    if (changes.size > 0) await undoing(folder, HostAway, () => run(options, reload));
    // Loaded before it is noted: what a crash leaves before this line is taken back, and put again.
    await writeJournal(folder, { after: { generation: set.generation, files: noted(set, manifest, left) } });
    await recover(folder);
  }
  const waiting = left.filter((name) => manifest.files[name] !== digestIn(set, name));
  if (waiting.length > 0) throw new HostDrift(waiting);
}

const digestIn = ({ files }: FileSet, name: string) => {
  const content = files.get(name);
  return content === undefined ? undefined : digestOf(content);
};

/** What we wrote, now; of files that were left as somebody else has them, what we wrote before. */
function noted(set: FileSet, before: Manifest, left: readonly string[]): Manifest["files"] {
  const ours = [...set.files.keys()]
    .filter((name) => !left.includes(name))
    .map((name) => [name, digestIn(set, name) ?? ""]);
  const kept = left.flatMap((name) => (before.files[name] === undefined ? [] : [[name, before.files[name]]]));
  return Object.fromEntries([...ours, ...kept]);
}

/** Runs a step that takes the whole change back where it fails. */
async function undoing(folder: string, Fault: typeof HostRefused | typeof HostAway, step: () => Promise<unknown>) {
  try {
    await step();
  } catch (thrown) {
    await recover(folder);
    throw new Fault(messageOf(thrown), { cause: thrown });
  }
}

/** What has to be written, and (null) what of ours has to go. */
function changesOf({ files }: FileSet, manifest: Manifest, there: ReadonlyMap<string, string>) {
  const changes = new Map<string, string | null>();
  for (const [name, content] of files) if (there.get(name) !== content) changes.set(name, content);
  for (const name of Object.keys(manifest.files)) if (!files.has(name) && there.has(name)) changes.set(name, null);
  return changes;
}

/** Whether what stands there is not what we wrote. One of ours that is gone is ours to write again. */
function isForeign(name: string, { files }: Manifest, there: ReadonlyMap<string, string>): boolean {
  const content = there.get(name);
  return content !== undefined && files[name] !== digestOf(content);
}

async function run({ exec, signal }: Putting, argv: readonly string[] = []): Promise<void> {
  const [command, ...args] = argv;
  if (command !== undefined) await exec(command, args, { timeout: COMMAND_MS, ...(signal && { signal }) });
}
