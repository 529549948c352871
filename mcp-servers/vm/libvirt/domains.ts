import type { Machine, PowerState } from "../driver.ts";
import { MachineFault } from "../driver.ts";
import type { Link } from "./link.ts";
import type { Domain } from "./procedures.ts";
import { PROC, readDomain, readParameter, writeDomain } from "./procedures.ts";
import type { XdrReader } from "./xdr.ts";

/** virDomainState; "off" of a machine with a saved image is "saved". */
const STATES: readonly PowerState[] = ["off", "running", "running", "paused", "stopping", "off", "crashed", "paused"];
/** virConnectListAllDomainsFlags */
const TRANSIENT = 8;
const SAVED = 256;
const KIB = 1_024;

const EVERY = 0;
const list = (link: Link, flags: number, signal: AbortSignal): Promise<Domain[]> =>
  link.call(
    PROC.listDomains,
    (writer) => writer.i32(1).u32(flags),
    (reader) => reader.list(readDomain),
    signal,
  );

/** virDomainInfo: memory is KiB, and what the machine may have at most. */
function readInfo(reader: XdrReader): Pick<Machine, "state" | "memory" | "cpus"> {
  const state = STATES[reader.u32()] ?? "off";
  const memory = Math.round(Number(reader.u64()) / KIB);
  reader.u64(); // what the balloon left it now
  return { state, memory, cpus: reader.u32() };
}

const info = (link: Link, domain: Domain, signal: AbortSignal) =>
  link.call(PROC.info, (writer) => writeDomain(writer, domain), readInfo, signal);

/** All machines: three lists and what each of them is, asked side by side. */
export async function listMachines(link: Link, signal: AbortSignal): Promise<Machine[]> {
  const [all, transient, saved] = await Promise.all([
    list(link, EVERY, signal),
    list(link, TRANSIENT, signal),
    list(link, SAVED, signal),
  ]);
  const is = (some: readonly Domain[], { uuid }: Domain) => some.some((other) => other.uuid === uuid);
  const machines = await Promise.all(
    all.map(async (domain) => {
      const found = await info(link, domain, signal).catch(unlessGone);
      if (!found) return [];
      const state = found.state === "off" && is(saved, domain) ? "saved" : found.state;
      return [{ ...domain, ...found, state, persistent: !is(transient, domain) } satisfies Machine];
    }),
  );
  return machines.flat();
}

/** What went between the list and the look is not there. */
function unlessGone(thrown: unknown): undefined {
  if (thrown instanceof MachineFault && thrown.kind === "gone") return undefined;
  throw thrown;
}

/** One machine. @throws MachineFault "gone" */
export async function lookAt(link: Link, uuid: string, signal: AbortSignal): Promise<Machine> {
  const domain = await domainOf(link, uuid, signal);
  const [found, transient, saved] = await Promise.all([
    info(link, domain, signal),
    list(link, TRANSIENT, signal),
    list(link, SAVED, signal),
  ]);
  const isSaved = saved.some((other) => other.uuid === uuid);
  const state = found.state === "off" && isSaved ? "saved" : found.state;
  return { ...domain, ...found, state, persistent: !transient.some((other) => other.uuid === uuid) };
}

/** The domain with its name of now. @throws MachineFault "gone" */
export const domainOf = (link: Link, uuid: string, signal: AbortSignal): Promise<Domain> =>
  link.call(PROC.lookup, (writer) => writer.fixed(Buffer.from(uuid.replaceAll("-", ""), "hex")), readDomain, signal);

/** Statistics by name (virConnectGetAllDomainStats), of one machine. */
export async function statsOf(link: Link, uuid: string, stats: number, signal: AbortSignal) {
  const domain = await domainOf(link, uuid, signal);
  const records = await link.call(
    PROC.domainStats,
    (writer) => writer.list([domain], writeDomain).u32(stats).u32(0),
    (reader) =>
      reader.list((each) => {
        readDomain(each);
        return new Map(each.list(readParameter));
      }),
    signal,
  );
  return records[0] ?? new Map<string, number | string>();
}
