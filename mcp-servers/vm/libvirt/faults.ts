import { messageOf } from "../../../kernel/errors.ts";
import { clean } from "../../../kernel/text.ts";
import type { FaultKind } from "../driver.ts";
import { MachineFault } from "../driver.ts";
import type { XdrReader } from "./xdr.ts";

/** Kinds by virErrorNumber (libvirt/virterror.h); any other is "failed". */
const KINDS: Record<number, FaultKind> = {
  3: "unsupported", // no support
  28: "exists", // domain
  29: "denied", // operation denied
  42: "gone", // domain
  43: "gone", // network
  45: "denied", // authentication failed
  49: "gone", // pool
  50: "gone", // volume
  55: "state", // operation invalid
  67: "unsupported", // configuration
  72: "gone", // snapshot
  74: "unsupported", // argument
  79: "denied", // authentication cancelled
  84: "unsupported", // operation
  86: "state", // agent does not answer
  88: "denied", // access
  90: "exists", // volume
  94: "denied", // authentication not available
  98: "away", // ssh
};

/** A remote_error as a fault: its kind by its number, its words on one line. */
export function faultOf(reader: XdrReader): MachineFault {
  const code = reader.i32();
  reader.i32(); // which part of libvirt
  const message = clean(reader.optional() ?? "libvirt gives no reason");
  return new MachineFault(
    KINDS[code] ?? (/already exists/.test(message) ? "exists" : "failed"), // some drivers number that no more closely
    message.replace(/^(Requested operation is not valid|operation failed|internal error): /, ""),
  );
}

/** Nobody answers, in the words of whoever noticed. */
export const away = (name: string, thrown: unknown): MachineFault =>
  new MachineFault("away", `libvirt on ${name} does not answer: ${clean(messageOf(thrown))}`, { cause: thrown });
