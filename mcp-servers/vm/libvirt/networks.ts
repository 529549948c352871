import type { HostNetwork } from "../driver.ts";
import { networkOf } from "../xml-of.ts";
import type { Ask } from "./host.ts";
import { PROC, readNamed, writeNamed } from "./procedures.ts";

/** Virtual networks of a host, whoever serves them there. */
export async function listNetworks(ask: Ask, signal: AbortSignal): Promise<HostNetwork[]> {
  const all = await ask(
    PROC.listNetworks,
    (writer) => writer.i32(1).u32(0),
    (reader) => reader.list(readNamed),
    signal,
  );
  return Promise.all(
    all.map(async (network) => {
      const [xml, active] = await Promise.all([
        ask(
          PROC.networkXml,
          (writer) => writeNamed(writer, network).u32(0),
          (reader) => reader.string(),
          signal,
        ),
        ask(
          PROC.networkIsActive,
          (writer) => writeNamed(writer, network),
          (reader) => reader.i32(),
          signal,
        ),
      ]);
      return networkOf(xml, active === 1);
    }),
  );
}
