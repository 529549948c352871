import type { MachineEvent } from "../driver.ts";
import type { Link } from "./link.ts";
import { PROC, readDomain } from "./procedures.ts";
import { readable } from "./rpc.ts";
import { xdrWriter } from "./xdr.ts";

/** virDomainEventType, in order; a stop says in its detail whether it was one. */
const EVENTS: readonly MachineEvent["event"][] = [
  "defined",
  "undefined",
  "started",
  "paused",
  "resumed",
  "stopped",
  "stopping",
  "paused",
  "crashed",
];
const STOPPED = 5;
const DETAILS: Record<number, MachineEvent["event"]> = { 2: "crashed", 4: "saved" };
/** VIR_DOMAIN_EVENT_ID_LIFECYCLE */
const LIFECYCLE = 0;
const GREET_MS = 10_000;

/** Hears what happens to all machines, over this connection and those after it. */
export function hearEvents(link: Link, tell: (event: MachineEvent) => void): void {
  link.keep(
    (rpc) => rpc.call(PROC.onEvent, xdrWriter().i32(LIFECYCLE).u32(0).bytes(), AbortSignal.timeout(GREET_MS)),
    (procedure, body) => {
      if (procedure !== PROC.lifecycle) return;
      const { domain, event, detail } = readable(() => {
        body.i32(); // which of our wishes it answers
        return { domain: readDomain(body), event: body.i32(), detail: body.i32() };
      });
      const told = (event === STOPPED ? DETAILS[detail] : undefined) ?? EVENTS[event];
      if (told) tell({ ...domain, event: told });
    },
  );
}
