import { setTimeout as wait } from "node:timers/promises";
import { exec } from "../kernel/exec.ts";
import { silentLog } from "../kernel/log.ts";
import { libvirtHost } from "../mcp-servers/vm/libvirt/host.ts";
import { startLibvirtd } from "../test/real/libvirtd.ts";

const ROUNDS = 1_000;
const COMMANDS = 30;
const EVENTS = 50;

const at = (times: readonly number[], share: number) =>
  Number((times.toSorted((one, other) => one - other)[Math.floor(times.length * share)] ?? 0).toFixed(2));

async function timed(rounds: number, work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now();
    await work();
    times.push(performance.now() - begun);
  }
  return times;
}

/** Milliseconds of a list over libvirt's protocol, beside `virsh list`, and until an event of an effect is heard; on a real libvirtd with its test driver. */
export async function run(print: (row: object) => void): Promise<void> {
  const libvirtd = await startLibvirtd().catch(() => undefined);
  if (!libvirtd) return print({ bench: "machines", skipped: "no libvirtd here: apt-get install libvirt-daemon" });
  const host = libvirtHost(libvirtd.testUri, silentLog);
  const signal = AbortSignal.timeout(120_000);
  try {
    const [machine] = await host.list(signal);
    const uuid = machine?.uuid ?? "";
    await timed(100, () => host.list(signal));
    const own = await timed(ROUNDS, () => host.list(signal));
    print({ bench: "machines", what: "list over RPC", ms_p50: at(own, 0.5), ms_p99: at(own, 0.99) });
    const virsh = await timed(COMMANDS, () =>
      exec("virsh", ["-q", "-c", libvirtd.testUri, "list", "--all"], { timeout: 5_000 }),
    );
    print({ bench: "machines", what: "virsh list --all", ms_p50: at(virsh, 0.5), ms_p99: at(virsh, 0.99) });
    let heard = () => {};
    host.onEvent(() => heard());
    await wait(200);
    const delays: number[] = [];
    for (let round = 0; round < EVENTS; round++) {
      const { promise, resolve } = Promise.withResolvers<void>();
      heard = resolve;
      const begun = performance.now();
      await (round % 2 === 0 ? host.suspend(uuid, signal) : host.resume(uuid, signal));
      await promise;
      delays.push(performance.now() - begun);
    }
    print({ bench: "machines", what: "effect to event", ms_p50: at(delays, 0.5), ms_p99: at(delays, 0.99) });
  } finally {
    await host.close();
    await libvirtd.close();
  }
}
