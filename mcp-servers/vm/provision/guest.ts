import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../../kernel/errors.ts";
import type { Address } from "../driver.ts";
import { wantedOf } from "../network/wanted.ts";
import { withFields } from "../record-fields.ts";
import type { Scene, Step } from "./step.ts";
import { MINUTE } from "./step.ts";
import { fact } from "./volumes.ts";

const RDP_PORT = 3_389;

/** Looks every so often until there is something to see. */
export async function until<T>(scene: Scene, look: () => Promise<T | undefined>, signal: AbortSignal): Promise<T> {
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await sleep(scene.look, undefined, { signal });
  }
}

/** A guest that is waited for must be on. */
async function isOn({ host, job }: Scene, signal: AbortSignal): Promise<void> {
  const { state } = await host.look(job.uuid, signal);
  if (state !== "running") throw new UserError(`${job.wish.name} is ${state}: start it, then go on.`);
}

const isPlain = ({ ip }: Address) => !/^(127\.|169\.254\.|::1$|fe80:)/i.test(ip);

/** The addresses that its agent tells, of its own card first. */
const told = async ({ host, job }: Scene, signal: AbortSignal): Promise<Address[]> => {
  const all = (await host.addresses(job.uuid, signal)).filter((one) => one.source === "agent" && isPlain(one));
  const own = all.filter(({ mac }) => mac === job.mac);
  return own.length > 0 ? own : all;
};

/** Waits until the guest's agent answers. */
export const agent: Step = {
  title: "wait for the agent",
  says: ({ wish }) =>
    wish.way === "cloud"
      ? "while cloud-init installs everything, some minutes; go on later if that is better"
      : "once you did the above, and it is started",
  within: 60 * MINUTE,
  async run(scene, signal) {
    await until(
      scene,
      async () => {
        await isOn(scene, signal);
        return (await told(scene, signal)).length > 0 ? true : undefined;
      },
      signal,
    );
  },
};

/** Finds where it is. */
export const address: Step = {
  title: "find its address",
  says: () => "as its agent tells it, IPv4 first",
  within: 5 * MINUTE,
  async run(scene, signal) {
    const found = await until(
      scene,
      async () => {
        await isOn(scene, signal);
        const all = await told(scene, signal);
        return all.find(({ ip }) => !ip.includes(":")) ?? all[0];
      },
      signal,
    );
    scene.tell(found.ip);
    return { address: found.ip };
  },
};

/** Why nobody here can reach it, whatever it does; undefined where it can be tried. */
function apart({ job, host }: Scene): string | undefined {
  const kind = wantedOf(job.wish.network)?.kind;
  if (kind === "macvtap" && host.name === "local")
    return "by macvtap a machine and its own host cannot reach each other";
  if (kind === "nat" && host.name !== "local") return `only ${host.name} reaches its network`;
  return undefined;
}

/** Waits until an ssh server greets. */
export const ssh: Step = {
  title: "look for ssh",
  says: () => "its greeting on port 22",
  within: 10 * MINUTE,
  async run(scene, signal) {
    const why = apart(scene);
    if (why !== undefined) return scene.tell(`not looked at: ${why}`);
    scene.tell(await until(scene, () => scene.ssh(fact(scene.job, "address"), signal), signal));
  },
};

/** Waits until the desktop answers. */
export const desktop: Step = {
  title: "look for the desktop",
  says: ({ wish }) =>
    wish.way === "cloud" && wish.desktop === "none" ? "it has none: nothing to do" : "an X.224 answer on port 3389",
  within: 30 * MINUTE,
  async run(scene, signal) {
    const { wish } = scene.job;
    if (wish.way === "cloud" && wish.desktop === "none") return;
    const why = apart(scene);
    if (why !== undefined) return scene.tell(`not looked at: ${why}`);
    await until(
      scene,
      async () => {
        const seen = await scene.desktop(fact(scene.job, "address"), RDP_PORT, signal);
        if (seen !== "reachable") scene.tell(seen);
        return seen === "reachable" ? seen : undefined;
      },
      signal,
    );
    scene.tell("reachable");
  },
};

/** Writes it down. */
export const record: Step = {
  title: "write it down",
  says: ({ wish }) => `${wish.displayName || wish.name}, its owner, its network, and who signs in, sealed`,
  within: MINUTE,
  async run({ job, host, records }) {
    const { wish } = job;
    const hasDesktop = wish.way === "iso" || wish.desktop !== "none";
    const { name, displayName, owner, network } = wish;
    // Not its address, which is leased: it is looked up whenever its desktop is wanted.
    const said = { displayName, owner, network, desktopProtocol: hasDesktop ? ("rdp" as const) : ("ssh" as const) };
    const kept = withFields(undefined, { name, host: host.name }, said);
    await records.save([{ ...kept, credentials: job.credentials }]);
  },
};
