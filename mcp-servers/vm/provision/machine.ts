import { UserError } from "../../../kernel/errors.ts";
import { clean, listed } from "../../../kernel/text.ts";
import type { Machine } from "../driver.ts";
import { MachineFault } from "../driver.ts";
import { wantedOf } from "../network/wanted.ts";
import { netplanLines } from "../network/say.ts";
import { sayMemory } from "../say.ts";
import { domainXml, finishedXml, typeOn } from "./domain.ts";
import { checkDisc, diskOf, openImage } from "./image.ts";
import { until } from "./guest.ts";
import { insideLines } from "./inside.ts";
import type { Scene, Step } from "./step.ts";
import { MINUTE } from "./step.ts";
import type { Job } from "./job.ts";
import { dropDisc, fact, poolOf } from "./volumes.ts";

const GB = 1_024 ** 3;
const MIB_PER_GB = 1_024;
/** What installers with a desktop want at least; MiB. */
const INSTALLER_MEMORY = 4_096;

const memoryOf = ({ wish }: Job) => Math.round(wish.memory * MIB_PER_GB);
const installMemory = (job: Job) => Math.max(memoryOf(job), INSTALLER_MEMORY);

/** Looks whether it can be made at all; changes nothing. */
export const check: Step = {
  title: "look whether it can be made",
  says: ({ wish }) => `the image, the name, ${wish.network} and the room for ${wish.disk} GB; nothing is changed`,
  within: 2 * MINUTE,
  async run(scene, signal) {
    const { wish, uuid } = scene.job;
    if (!typeOn(scene.abilities))
      throw new UserError(`${scene.host.name} makes no machines of a kind that is known here.`);
    const taken = (await scene.host.list(signal)).some(
      (machine) => machine.name === wish.name && machine.uuid !== uuid,
    );
    if (taken) throw new UserError(`There is a machine called ${wish.name} on ${scene.host.name} already.`);
    const image = await openImage(wish.source, scene.fetch, signal);
    if (wish.way === "iso") checkDisc(image);
    else if (diskOf(image).virtualBytes > wish.disk * GB)
      throw new UserError(
        `The image wants a disk of ${Math.ceil(diskOf(image).virtualBytes / GB)} GB, not of ${wish.disk}.`,
      );
    const pool = await poolOf(scene, signal);
    if (pool.availableBytes < image.bytes)
      throw new UserError(`The pool ${pool.name} has too little room: ${Math.floor(pool.availableBytes / 1e6)} MB.`);
    await checkNetwork(scene, signal);
    return { pool: pool.name };
  },
};

async function checkNetwork({ job, host }: Scene, signal: AbortSignal): Promise<void> {
  const wanted = wantedOf(job.wish.network);
  if (wanted?.kind !== "nat") return; // what a host has of bridges and cards it says at the start
  const networks = (await host.networks(signal)).filter(({ mode }) => mode !== "bridge");
  const found = networks.find(({ name }) => name === wanted.source);
  const names = listed(networks.map(({ name }) => clean(name, 40))) || "none";
  if (!found) throw new UserError(`There is no network ${wanted.source} on ${host.name}. Networks: ${names}.`);
  if (!found.active) throw new UserError(`The network ${found.name} is off: virsh net-start ${found.name}`);
}

/** Defines it. */
export const define: Step = {
  title: "define the machine",
  says(job) {
    const { wish } = job;
    const screen = wish.way === "iso" ? "a screen while it is installed, on a socket of its host alone" : "no screen";
    const memory = sayMemory(wish.way === "iso" ? installMemory(job) : memoryOf(job));
    return `UEFI, virtio, ${memory}, ${wish.cpus} processors, ${wish.network}, a channel for its agent, ${screen}`;
  },
  within: MINUTE,
  async run({ job, host, abilities }, signal) {
    const { wish, uuid, mac } = job;
    const network = wantedOf(wish.network);
    if (!network) throw new UserError(`${wish.network} is no network.`);
    const installing = wish.way === "iso";
    const plan = {
      name: wish.name,
      uuid,
      mac,
      cpus: wish.cpus,
      network,
      installing,
      memory: installing ? installMemory(job) : memoryOf(job),
      disk: { path: fact(job, "diskPath"), format: fact(job, "format") },
      disc: fact(job, "discPath"),
    };
    await host.define(domainXml(plan, abilities), signal);
  },
  async undo({ host, job }, signal) {
    await unlessGone(host.undefine(job.uuid, signal));
  },
};

async function unlessGone(work: Promise<void>): Promise<void> {
  await work.catch((fault: unknown) => {
    if (!(fault instanceof MachineFault) || fault.kind !== "gone") throw fault;
  });
}

/** Starts it, where its host has the memory. */
export const start: Step = {
  title: "start it",
  says: () => "once its host has the memory for it",
  within: MINUTE,
  async run({ host, job }, signal) {
    const { state, memory } = await host.look(job.uuid, signal);
    if (state === "running") return;
    const { free } = await host.memory(signal);
    if (free < memory)
      throw new UserError(
        `It needs ${sayMemory(memory)}, and ${sayMemory(free)} are free: stop something, or start it anyway; then go on.`,
      );
    await host.start(job.uuid, signal).catch((fault: unknown) => {
      const wanted = wantedOf(job.wish.network);
      if (!(fault instanceof MachineFault) || wanted?.kind !== "bridge" || !fault.message.includes(wanted.source))
        throw fault;
      throw new UserError(`${fault.message} To make the bridge:\n${netplanLines(wanted.source, "CARD")}`, {
        cause: fault,
      });
    });
  },
  async undo({ host, job }, signal) {
    const machine = await stateOf(host.look(job.uuid, signal));
    if (machine && machine.state !== "off" && machine.state !== "crashed")
      await unlessGone(host.destroy(job.uuid, signal));
  },
};

const stateOf = (looked: Promise<Machine>): Promise<Machine | undefined> =>
  looked.catch((fault: unknown) => {
    if (fault instanceof MachineFault && fault.kind === "gone") return undefined;
    throw fault;
  });

/** Takes out what only the making needed. */
async function finish(scene: Scene, signal: AbortSignal): Promise<void> {
  const { host, job } = scene;
  await host.define(finishedXml(await host.xml(job.uuid, { inactive: true }, signal), memoryOf(job)), signal);
  await dropDisc(scene, signal);
}

/** Takes the seed out. */
export const takeOut: Step = {
  title: "take the seed out",
  says: ({ disc }) => `${disc} goes; from its next start on the machine has no disc`,
  within: MINUTE,
  run: finish,
};

/** Waits until its installer is through; a person sits in front of it. */
export const install: Step = {
  title: "install it, by hand",
  says: ({ wish }) =>
    `see its screen: virt-viewer --attach ${wish.name}, on its host; from elsewhere virt-viewer -c qemu+ssh://HOST/system ${wish.name}. ` +
    "When the installer restarts, the machine goes off, and this goes on",
  within: 12 * 60 * MINUTE,
  async run(scene, signal) {
    await until(
      scene,
      async () => ((await scene.host.look(scene.job.uuid, signal)).state === "off" ? true : undefined),
      signal,
    );
  },
};

/** Makes what was installed the machine that was wished for. */
export const settle: Step = {
  title: "take the installer out",
  says: (job) => `its disc and its screen go, and its memory is ${sayMemory(memoryOf(job))}`,
  within: MINUTE,
  async run(scene, signal) {
    const { state } = await scene.host.look(scene.job.uuid, signal);
    if (state !== "off") throw new UserError(`${scene.job.wish.name} is ${state}: shut it down, then go on.`);
    await finish(scene, signal);
  },
};

/** The second start of a machine that was installed by hand, and what is to be done inside. */
export const startAgain: Step = {
  ...start,
  title: "start it again",
  says: ({ wish }) => ["then, inside of it:", ...insideLines(wish.distribution)].join("\n"),
};
