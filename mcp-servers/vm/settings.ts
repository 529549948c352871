import { z } from "zod";
import { databaseSettings } from "../../db/index.ts";
import { desktopSettings } from "./desktop/index.ts";

const SCHEMES = /^(qemu|test|xen|lxc|vbox|bhyve|ch)(\+(unix|ssh))?:\/\//;
const MUST = "must be libvirt URIs, separated by commas: qemu:///system, qemu+ssh://user@host/system";

/** The settings of the machines' server. */
export const settings = {
  ...databaseSettings,
  ...desktopSettings,
  LIBVIRT_URIS: z
    .string()
    .transform((text) => text.split(",").map((uri) => uri.trim()))
    .pipe(z.array(z.string().regex(SCHEMES, MUST)).min(1, MUST))
    .optional(),
  LIBVIRT_DRIVER: z.enum(["rpc", "virsh"], "must be rpc or virsh").default("rpc"),
};
