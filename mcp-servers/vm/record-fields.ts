import { z } from "zod";
import type { MachineRecord } from "../../db/machines/index.ts";
import { DESKTOP_PROTOCOLS } from "../../db/machines/index.ts";
import { UserError } from "../../kernel/errors.ts";
import { clean } from "../../kernel/text.ts";
import type { Form, Plain } from "../../kernel/yaml/index.ts";
import { plainEntries } from "../../kernel/yaml/index.ts";

const port = z.coerce.number("must be a number").int("must be a whole number").min(1, "must be 1 to 65535");
const line = (most: number) =>
  z
    .string("must be text")
    .transform((text) => text.trim())
    .refine(
      (text) => text.length <= most && clean(text, most) === text,
      `must be one line of at most ${most} characters`,
    );
/** libvirt's own rule for names of domains, and no longer than our column. */
const name = line(128).refine(
  (text) => text !== "" && !text.includes("/"),
  "must be the name libvirt has, without a /",
);

/** What people can say of a machine; what is left out stays as it is, and "" takes it away. */
export const recordFields = {
  displayName: line(128).optional(),
  owner: line(80).optional(),
  desktopHost: line(253).optional(),
  desktopPort: port.max(65_535, "must be 1 to 65535").optional(),
  desktopProtocol: z.enum(DESKTOP_PROTOCOLS, `must be one of ${DESKTOP_PROTOCOLS.join(", ")}`).optional(),
  guacamoleId: line(80).optional(),
  network: line(80).optional(),
};
const fields = z.object(recordFields);
export type RecordFields = z.infer<typeof fields>;

/** A record with what is said of it now. */
export function withFields(
  was: MachineRecord | undefined,
  key: { name: string; host: string },
  said: RecordFields,
): MachineRecord {
  const orNull = (text: string | undefined, before: string | null | undefined) =>
    text === undefined ? (before ?? null) : text === "" ? null : text;
  return {
    ...key,
    displayName: said.displayName ?? was?.displayName ?? "",
    owner: said.owner ?? was?.owner ?? "",
    desktopHost: orNull(said.desktopHost, was?.desktopHost),
    desktopPort: said.desktopPort ?? was?.desktopPort ?? null,
    desktopProtocol: said.desktopProtocol ?? was?.desktopProtocol ?? "rdp",
    guacamoleId: orNull(said.guacamoleId, was?.guacamoleId),
    credentials: was?.credentials ?? null,
    network: orNull(said.network, was?.network),
  };
}

const FORM: Form = {
  noun: ["machine", "machines"],
  key: "name",
  marks: ["name"],
  shape: "name, vm_port, desktop_host, owner …",
};
/** Our names of fields by those of files: of the manager before us, and in snake case. `vm_port` forwarded RDP. */
const FIELDS: Record<string, keyof RecordFields> = {
  display_name: "displayName",
  owner: "owner",
  desktop_host: "desktopHost",
  desktop_port: "desktopPort",
  vm_port: "desktopPort",
  desktop_protocol: "desktopProtocol",
  guacamole_id: "guacamoleId",
  network: "network",
};
/** Of noVNC, which nothing here stands for. */
const FORMER = ["novnc_port", "base_path"];

/**
 * Reads records of machines from YAML, whole or not at all; `ignored`: fields that nothing here stands for.
 * @throws UserError naming the first fault by entry and field, or a name that stands twice
 */
export function readMachines(text: string): { entries: { name: string; said: RecordFields }[]; ignored: string[] } {
  const plain = plainEntries(text, FORM);
  const entries = plain.map(readEntry);
  const twice = [...Map.groupBy(entries, (entry) => entry.name)].find(([, some]) => some.length > 1);
  if (twice) throw new UserError(`${twice[0]} stands there ${twice[1].length} times: a machine has one record.`);
  const others = plain.flatMap((entry) => Object.keys(entry)).filter((key) => key !== "name" && !(key in FIELDS));
  return { entries, ignored: [...new Set(others)].filter((key) => !FORMER.includes(key)).slice(0, 10) };
}

function readEntry(plain: Plain, at: number) {
  const label = typeof plain["name"] === "string" ? clean(plain["name"], 40) : `Entry ${at + 1}`;
  const known = Object.entries(FIELDS).flatMap(([from, to]) => {
    const value = plain[from];
    return value === undefined || value === null || value === "" ? [] : [[to, value] as const];
  });
  const parsed = z.object({ name, ...recordFields }).safeParse({ ...Object.fromEntries(known), name: plain["name"] });
  if (parsed.success) {
    const { name: called, ...said } = parsed.data;
    return { name: called, said };
  }
  const [{ path, message } = { path: [], message: "" }] = parsed.error.issues;
  throw new UserError(`${label}: ${path.join(".")} ${message}.`);
}
