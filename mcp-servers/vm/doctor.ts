import type { Finding } from "../../kernel/server.ts";
import { counted, listed } from "../../kernel/text.ts";
import { MachineFault } from "./driver.ts";
import type { Machines } from "./machines.ts";
import { driftOf } from "./records.ts";

const ANSWER_MS = 5_000;

/** Looks at the hosts and the records as a person who sets them up needs it. */
export async function examine(machines: Machines, isDemo: boolean): Promise<Finding[]> {
  const found = (ok: boolean, text: string): Finding => ({ part: "vm", ok, text });
  if (isDemo) return [found(true, "three machines of the demo house; yours: LIBVIRT_URIS=qemu:///system")];
  const signal = AbortSignal.timeout(ANSWER_MS);
  const hosts = await Promise.all(
    machines.hosts.map(async (host) => {
      const list = await host.list(signal).catch((fault: unknown) => {
        if (fault instanceof MachineFault) return fault;
        throw fault;
      });
      if (list instanceof MachineFault) return found(false, `${host.name}: ${list.message}`);
      const running = list.filter(({ state }) => state === "running").length;
      return found(true, `${host.name}: ${counted(list.length, "machine")}, ${running} running`);
    }),
  );
  if (hosts.every(({ ok }) => !ok)) return hosts;
  const { unrecorded, missing } = await driftOf(machines, signal);
  const drift = [
    ...(unrecorded.length > 0 ? [found(true, `not recorded: ${listed(unrecorded.slice(0, 10))}`)] : []),
    ...(missing.length > 0 ? [found(false, `recorded, but on no host: ${listed(missing.slice(0, 10))}`)] : []),
  ];
  return [...hosts, ...drift];
}
