import { exec } from "../../kernel/exec.ts";
import type { Log } from "../../kernel/log.ts";
import type { MachineHost } from "./driver.ts";
import { libvirtHost } from "./libvirt/host.ts";
import { virshHost } from "./virsh/host.ts";

/** The hosts of libvirt URIs, each by the driver that is set; none is connected to before it is asked. @throws UserError */
export const openHosts = (uris: readonly string[], driver: "rpc" | "virsh", log: Log): MachineHost[] =>
  uris.map((uri) => (driver === "rpc" ? libvirtHost(uri, log) : virshHost(uri, exec)));
