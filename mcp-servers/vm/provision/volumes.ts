import { PeerError, UserError } from "../../../kernel/errors.ts";
import { clean, listed } from "../../../kernel/text.ts";
import { MachineFault } from "../driver.ts";
import { isoOf } from "./iso.ts";
import { checked, diskOf, openImage } from "./image.ts";
import { seedFiles } from "./cloud-init.ts";
import type { Job } from "./job.ts";
import type { Scene, Step } from "./step.ts";
import { MINUTE } from "./step.ts";

const GB = 1_024 ** 3;
const HOUR = 60 * MINUTE;

/** The pool that is meant: by name, the one called default, or the only one. @throws UserError */
export async function poolOf({ job, storage }: Scene, signal: AbortSignal) {
  const all = await storage.pools(signal);
  const said = job.wish.pool;
  const found = all.find(({ name }) => name === (said || "default")) ?? (said === "" && all.length === 1 && all[0]);
  if (!found) {
    const names = listed(all.map(({ name }) => clean(name, 40))) || "none: virsh pool-define-as makes one";
    throw new UserError(`Which storage pool shall it lie in? Pools: ${names}.`);
  }
  if (!found.active) throw new UserError(`The pool ${found.name} is off: virsh pool-start ${found.name}`);
  return found;
}

/** What a step before this one has found out. */
export function fact<Key extends keyof Job["facts"]>({ facts }: Job, key: Key): NonNullable<Job["facts"][Key]> {
  const value = facts[key];
  if (value === undefined) throw new Error(`nothing found out ${key}`);
  return value;
}

/** Makes a volume of its own anew: what an attempt before left of it goes first. */
async function makeVolume(scene: Scene, name: string, bytes: number, format: "qcow2" | "raw", signal: AbortSignal) {
  const { storage, job } = scene;
  await removeVolume(scene, name, signal);
  return storage.create(fact(job, "pool"), { name, bytes, format }, signal);
}

async function removeVolume({ storage, job }: Scene, name: string, signal: AbortSignal): Promise<void> {
  const { pool } = job.facts;
  if (pool === undefined) return;
  await storage.remove(pool, name, signal).catch((fault: unknown) => {
    if (!(fault instanceof MachineFault) || fault.kind !== "gone") throw fault;
  });
}

/** Makes the disk: of an image's size and format, or empty. */
export const makeDisk: Step = {
  title: "make the disk",
  says: ({ wish, disk }) =>
    wish.way === "cloud" ? `a volume ${disk} of the image's size` : `a volume ${disk} of ${wish.disk} GB, empty`,
  within: 2 * MINUTE,
  async run(scene, signal) {
    const { wish, disk } = scene.job;
    if (wish.way === "iso")
      return { format: "qcow2", diskPath: await makeVolume(scene, disk, wish.disk * GB, "qcow2", signal) };
    const image = await openImage(wish.source, scene.fetch, signal);
    const { format } = diskOf(image);
    return { format, diskPath: await makeVolume(scene, disk, image.bytes, format, signal) };
  },
  undo: (scene, signal) => removeVolume(scene, scene.job.disk, signal),
};

/** Carries an image into a volume, and says how far it is. */
async function fill(scene: Scene, volume: string, signal: AbortSignal): Promise<void> {
  const { wish } = scene.job;
  const image = await openImage(wish.source, scene.fetch, signal);
  const all = Math.round(image.bytes / 1e6);
  const tell = (bytes: number) => scene.tell(`${Math.round(bytes / 1e6)} of ${all} MB`);
  // libvirt speaks of a stream that ends early; what is wrong with the image is what its maker has to know.
  let fault: unknown;
  const content = async function* () {
    try {
      yield* checked(image, wish.sha256, tell, signal);
    } catch (thrown) {
      fault = thrown;
      throw thrown;
    }
  };
  try {
    await scene.storage.upload(fact(scene.job, "pool"), volume, content(), image.bytes, signal);
  } catch (thrown) {
    throw fault instanceof UserError ? fault : thrown;
  }
}

/** Carries the image into the disk, through libvirt. */
export const fillDisk: Step = {
  title: "carry the image there",
  says: ({ wish, disk }) => `${wish.source} into ${disk}, through libvirt${wish.sha256 ? ", its SHA-256 checked" : ""}`,
  within: 6 * HOUR,
  run: (scene, signal) => fill(scene, scene.job.disk, signal),
};

/** Makes the disk as large as was wished; its guest grows into it at its first start. */
export const growDisk: Step = {
  title: "grow the disk",
  says: ({ wish, disk }) => `${disk} to ${wish.disk} GB; the guest takes it at its first start`,
  within: 5 * MINUTE,
  run: async ({ storage, job }, signal) => storage.resize(fact(job, "pool"), job.disk, job.wish.disk * GB, signal),
};

/** Writes what cloud-init reads at the first start, as a disc. */
export const makeSeed: Step = {
  title: "write the seed",
  says({ wish, disc }) {
    if (wish.way !== "cloud") return "";
    const desktop = wish.desktop === "none" ? "no desktop" : `${wish.desktop} by xrdp`;
    return `a disc ${disc} for cloud-init: ${wish.user}, ssh, qemu-guest-agent, acpid, ${desktop}, a firewall that lets ${wish.desktop === "none" ? "22" : "22 and 3389"} in`;
  },
  within: 2 * MINUTE,
  async run(scene, signal) {
    const { wish, uuid, hash, disc } = scene.job;
    if (wish.way !== "cloud") throw new Error("an installer reads no seed");
    const content = isoOf("cidata", seedFiles({ ...wish, uuid, hash }), scene.now());
    const discPath = await makeVolume(scene, disc, content.length, "raw", signal);
    const pieces = async function* () {
      yield content;
    };
    await scene.storage.upload(fact(scene.job, "pool"), disc, pieces(), content.length, signal);
    return { discPath };
  },
  undo: (scene, signal) => removeVolume(scene, scene.job.disc, signal),
};

/** Makes the volume of the installer's disc. */
export const makeDisc: Step = {
  title: "make room for the installer",
  says: ({ disc }) => `a volume ${disc} of the ISO's size`,
  within: 2 * MINUTE,
  async run(scene, signal) {
    const { bytes } = await openImage(scene.job.wish.source, scene.fetch, signal);
    return { discPath: await makeVolume(scene, scene.job.disc, bytes, "raw", signal) };
  },
  undo: (scene, signal) => removeVolume(scene, scene.job.disc, signal),
};

export const fillDisc: Step = {
  title: "carry the installer there",
  says: ({ wish, disc }) => `${wish.source} into ${disc}, through libvirt${wish.sha256 ? ", its SHA-256 checked" : ""}`,
  within: 6 * HOUR,
  run: (scene, signal) => fill(scene, scene.job.disc, signal),
};

/** Takes the disc out of the finished machine's pool. */
export async function dropDisc(scene: Scene, signal: AbortSignal): Promise<void> {
  await removeVolume(scene, scene.job.disc, signal);
  const { pool } = scene.job.facts;
  const left = pool === undefined ? [] : await scene.storage.volumes(pool, signal);
  if (left.some(({ name }) => name === scene.job.disc))
    throw new PeerError(`The disc ${scene.job.disc} is still there.`);
}
