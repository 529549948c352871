import { z } from "zod";
import { UserError, messageOf } from "../../kernel/errors.ts";
import { parseAddress } from "../../kernel/net/address.ts";
import { parseDomain } from "../../kernel/net/domain.ts";
import { clean } from "../../kernel/text.ts";
import type { Entry } from "./fields.ts";
import { LONGEST, PROTOCOLS, cleanLines, impliedProtocol, slugOf, tagsOf } from "./fields.ts";

/** The fields of a service as tools take them, but for its key; what is left out stays as it is. */
export const entryFields = {
  name: z.string().optional(),
  owner: z.string().optional(),
  description: z.string().optional(),
  tags: z.array(z.string()).max(100).optional(),
  ip: z.string().nullish(),
  port: z.int().min(1).max(65_535).nullish(),
  protocol: z.enum(PROTOCOLS).optional(),
  domain: z.string().nullish(),
  notes: z.string().optional(),
  createdAt: z.number().nullish(),
};
const given = z.object(entryFields);
export type Given = z.infer<typeof given>;

/** A service with these fields set, each in its one form. @throws UserError naming the field */
export function withFields(key: string, before: Entry | undefined, fields: Given, zone: string): Entry {
  const { ip = before?.ip ?? null, domain = before?.domain ?? null, port = before?.port ?? null } = fields;
  const tags = inField("tags", () => tagsOf(fields.tags ?? before?.tags ?? []));
  const notes = cleanLines(fields.notes ?? before?.notes ?? "", LONGEST.notes);
  return {
    key: inField("key", () => slugOf(key)),
    name: clean(fields.name ?? before?.name ?? key, LONGEST.name) || slugOf(key),
    owner: clean(fields.owner ?? before?.owner ?? "", LONGEST.owner),
    description: clean(fields.description ?? before?.description ?? "", LONGEST.description),
    tags,
    ip: inField("ip", () => (ip === null || ip === "" ? null : bare(ip))),
    port,
    protocol: fields.protocol ?? before?.protocol ?? impliedProtocol({ port, tags, notes }),
    domain: inField("domain", () => (domain === null || domain === "" ? null : parseDomain(domain, zone))),
    notes,
    createdAt: fields.createdAt ?? before?.createdAt ?? null,
  };
}

function bare(text: string): string {
  const { ip, port } = parseAddress(text);
  if (port !== null) throw new UserError(`${text} has a port, which is a field of its own.`);
  return ip;
}

function inField<T>(field: string, read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    throw new UserError(`${field}: ${messageOf(thrown)}`);
  }
}
