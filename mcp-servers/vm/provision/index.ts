import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError, messageOf } from "../../../kernel/errors.ts";
import type { Log } from "../../../kernel/log.ts";
import { clean, listed } from "../../../kernel/text.ts";
import type { MachineHost } from "../driver.ts";
import type { Job, Jobs } from "./job.ts";
import { STEPS } from "./steps.ts";
import type { Scene, Step, Workshop } from "./step.ts";
import type { Said, Wish } from "./wish.ts";
import { wishOf } from "./wish.ts";

/** Where one step stands. "cut off": its process ended in the middle. */
export type Standing = "done" | "going" | "failed" | "cut off" | "next" | "later";

export interface Progress {
  name: string;
  way: Wish["way"];
  /** whether everything is made, or taken back */
  end: "made" | "taken back" | null;
  steps: { title: string; says: string; standing: Standing; note: string }[];
}

/** Machines that are being made, a step at a time; what is begun outlives this process. */
export interface Provisions {
  list(): Promise<Progress[]>;
  /** Notes a wish; nothing is made before the first step. @throws UserError */
  begin(said: Said): Promise<Progress>;
  look(name: string): Promise<Progress>;
  /** Does the next step, or again the one that failed; one that takes long goes on behind the answer. @throws UserError */
  next(name: string): Promise<Progress>;
  /** Takes the last step back; `all`: each of them, and the wish. @throws UserError */
  back(name: string, all: boolean): Promise<Progress>;
  close(): Promise<void>;
}

export interface ProvisionParts extends Workshop {
  hosts: readonly MachineHost[];
  jobs: Jobs;
  log: Log;
  /** Milliseconds an answer waits for a step. */
  patience: number;
}

/** Milliseconds that taking one step back may take. */
const BACK_MS = 2 * 60_000;
/** bcrypt's; what a guest's crypt(3) takes some tenths of a second for */
const COST = 11;

interface Going {
  ended: Promise<void>;
  controller: AbortController;
}

export function openProvisions({ hosts, jobs, log, patience, ...workshop }: ProvisionParts): Provisions {
  const going = new Map<string, Going>();
  /** what the steps said of themselves, by name and number */
  const notes = new Map<string, string>();
  let isClosed = false;

  const read = async (name: string): Promise<Job> => {
    const job = await jobs.read(name);
    if (job) return job;
    const all = listed(await jobs.names());
    throw new UserError(
      `No machine called ${JSON.stringify(clean(name, 40))} is being made. In the making: ${all || "none"}.`,
    );
  };
  const sceneOf = async (job: Job, at: number, signal: AbortSignal): Promise<Scene> => {
    const { host, storage } = makerOf(hosts, job.wish.host);
    const tell = (note: string) => void notes.set(`${job.wish.name} ${at}`, clean(note, 200));
    return { ...workshop, job, host, storage, abilities: await host.abilities(signal), tell };
  };
  const shown = (job: Job, end: Progress["end"] = null): Progress => ({
    name: job.wish.name,
    way: job.wish.way,
    end,
    steps: STEPS[job.wish.way].map((step, at) => ({
      title: step.title,
      says: step.says(job),
      standing: standingOf(job, at, going.has(job.wish.name)),
      note: (at === job.done ? job.begun?.fault : null) ?? notes.get(`${job.wish.name} ${at}`) ?? "",
    })),
  });
  /** One step, from its note before to its note after. */
  const walk = async (job: Job, step: Step, signal: AbortSignal): Promise<void> => {
    const at = job.done;
    try {
      const within = AbortSignal.any([signal, AbortSignal.timeout(step.within)]);
      const found = await step.run(await sceneOf(job, at, within), within).catch((thrown: unknown) => {
        if (within.aborted && !signal.aborted)
          throw new UserError(`It took longer than ${step.within / 60_000} minutes.`);
        throw thrown;
      });
      const now = { ...job, facts: { ...job.facts, ...found }, done: at + 1, begun: null };
      if (now.done < STEPS[job.wish.way].length) await jobs.write(now);
      else await jobs.remove(job.wish.name);
    } catch (thrown) {
      if (signal.aborted) return; // cut off: it stands noted as begun
      if (!(thrown instanceof UserError)) log.error("a step of making a machine", { step: step.title, thrown });
      await jobs.write({ ...job, begun: { fault: told(messageOf(thrown)) } });
    }
  };
  const begin = (job: Job, step: Step): Going => {
    if (isClosed) throw new UserError("Steward is stopping: go on when it is back.");
    const controller = new AbortController();
    notes.delete(`${job.wish.name} ${job.done}`);
    const begun = { ...job, begun: { fault: null } };
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    const own: Going = { ended, controller };
    going.set(job.wish.name, own);
    const work = jobs.write(begun).then(() => walk(begun, step, controller.signal));
    void work
      .catch((thrown: unknown) => log.error("what is being made cannot be noted", { thrown }))
      .finally(() => {
        going.delete(job.wish.name);
        resolve();
      });
    return own;
  };
  const stop = async (name: string) => {
    const own = going.get(name);
    own?.controller.abort();
    await own?.ended;
  };

  return {
    async list() {
      return (await Promise.all((await jobs.names()).map(read))).map((job) => shown(job));
    },
    look: async (name) => shown(await read(name)),
    async begin(said) {
      const wish = wishOf(said);
      makerOf(hosts, wish.host);
      if (await jobs.read(wish.name))
        throw new UserError(`${wish.name} is being made already: go on with it, or take it back first.`);
      const job = await jobOf(wish, said.password, workshop.seal);
      await jobs.write(job);
      return shown(job);
    },
    async next(name) {
      const job = await read(name);
      const step = STEPS[job.wish.way][job.done];
      if (!step) throw new Error(`${name} has no step ${job.done}`);
      const own = going.get(name) ?? begin(job, step);
      const late = new AbortController();
      await Promise.race([own.ended, sleep(patience, undefined, { signal: late.signal }).catch(() => {})]);
      late.abort();
      const now = await jobs.read(name);
      return now ? shown(now) : shown({ ...job, done: job.done + 1, begun: null }, "made");
    },
    async back(name, all) {
      await stop(name);
      let job = await read(name);
      for (;;) {
        const at = job.begun ? job.done : job.done - 1;
        const step = STEPS[job.wish.way][at];
        if (step?.undo) {
          const signal = AbortSignal.timeout(BACK_MS);
          await step.undo(await sceneOf(job, at, signal), signal);
        }
        job = { ...job, done: Math.max(0, at), begun: null };
        if (all && job.done === 0) break;
        await jobs.write(job);
        if (!all) return shown(job);
      }
      await jobs.remove(name);
      return shown(job, "taken back");
    },
    async close() {
      isClosed = true;
      await Promise.all([...going.keys()].map(stop));
    },
  };
}

/** What went wrong, in lines: some of what mends it is to be copied. */
const told = (fault: string): string =>
  fault
    .split("\n", 20)
    .map((line) => `${/^ */.exec(line)?.[0] ?? ""}${clean(line)}`)
    .join("\n");

function standingOf({ done, begun }: Job, at: number, isGoing: boolean): Standing {
  if (at < done) return "done";
  if (at > done) return "later";
  if (isGoing) return "going";
  if (!begun) return "next";
  return begun.fault === null ? "cut off" : "failed";
}

/** The host that was meant, and its disks. @throws UserError */
function makerOf(hosts: readonly MachineHost[], said: string) {
  const host = said === "" && hosts.length === 1 ? hosts[0] : hosts.find(({ name }) => name === said);
  if (!host) throw new UserError(`On which host? Hosts: ${listed(hosts.map(({ name }) => name))}.`);
  const { storage } = host;
  if (!storage) throw new UserError(`${host.name} makes no machines: that needs a host of libvirt (LIBVIRT_URIS).`);
  return { host, storage };
}

/** A new machine's own names: no volume or card of anybody else has them. */
async function jobOf(wish: Wish, password: string, seal: Workshop["seal"]): Promise<Job> {
  const uuid = randomUUID();
  const [mark, ...card] = [randomBytes(3).toString("hex"), ...randomBytes(3)];
  const { user, name } = wish;
  return {
    wish,
    uuid,
    mac: ["52", "54", "00", ...card.map((byte) => byte.toString(16).padStart(2, "0"))].join(":"),
    disk: `${name}-${mark}.img`,
    disc: `${name}-${mark}.iso`,
    hash: password === "" || wish.way === "iso" ? null : await hashed(password),
    credentials: password === "" || user === null ? null : seal({ username: user, password }, uuid),
    facts: {},
    done: 0,
    begun: null,
  };
}

/** crypt(3)'s "$2b$" form, which the guests' libxcrypt knows. */
async function hashed(password: string): Promise<string> {
  const { default: bcrypt } = await import("bcryptjs");
  return bcrypt.hash(password, COST);
}
