import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Db } from "../../db/index.ts";
import type { Service } from "../../db/services/index.ts";
import { PROTOCOLS, listServices } from "../../db/services/index.ts";
import { UserError } from "../../kernel/errors.ts";
import { parseAddress } from "../../kernel/net/address.ts";
import { parseDomain } from "../../kernel/net/domain.ts";
import { counted, listed } from "../../kernel/text.ts";
import type { Tool } from "../../kernel/tool.ts";
import { askConfirm, tool } from "../../kernel/tool.ts";
import type { Change } from "./changes.ts";
import { change, place } from "./changes.ts";
import { came } from "./result.ts";

const state = z
  .strictObject({
    ip: z.string().nullable(),
    port: z.int().min(1).max(65_535).nullable(),
    protocol: z.enum(PROTOCOLS),
    domain: z.string().nullable(),
    /** of the demo house, and untouched again */
    example: z.boolean(),
  })
  .nullable();
const states = z.record(z.string(), state);

/** `dns_restore`: names and what they point at as they were, for undo. Asks when one has changed since. */
export const dnsRestore = (db: Db, zone: string): Tool =>
  tool({
    name: "dns_restore",
    description: "Put names back as they were",
    risk: "write",
    for: "people",
    input: { was: states, is: states },
    async plan({ was, is }, { confirmed = false }) {
      const services = await listServices(db);
      const now = (key: string) => find(services, key);
      const moved = Object.keys(was).filter((key) => !isAsLeft(now(key), is[key] ?? null));
      const names = (keys: string[]) => listed(keys.map((key) => find(services, key)?.name ?? key));
      if (moved.length > 0 && !confirmed) return askConfirm(`${names(moved)} changed since. Put back all the same?`);
      return { targets: Object.keys(was), summary: `Put back the name of ${names(Object.keys(was))}` };
    },
    async run({ args }, context) {
      const services = await listServices(db);
      const changes = Object.entries(args.was).map(([key, before]) => backOf(services, key, before, zone));
      const pending = await change(db, changes, context);
      const [one, ...more] = changes;
      const name = one?.is?.name ?? one?.was?.domain ?? "It";
      const say =
        more.length === 0 ? `${name} is named as before.` : `${counted(changes.length, "name")} are as before.`;
      return came(say, changes, pending);
    },
  });

const find = (services: readonly Service[], key: string) => services.find((service) => service.key === key);

function isAsLeft(service: Service | undefined, left: z.infer<typeof state>): boolean {
  if (!service || !left) return !service && !left;
  return isDeepStrictEqual(place(service), place(left));
}

function backOf(services: readonly Service[], key: string, before: z.infer<typeof state>, zone: string): Change {
  const was = find(services, key) ?? null;
  if (before === null) return { key, was, is: null };
  if (was === null) throw new UserError(`${key} is not in the catalogue any more.`);
  const ip = before.ip === null ? null : parseAddress(before.ip).ip;
  const domain = before.domain === null ? null : parseDomain(before.domain, zone);
  return {
    key,
    was,
    is: { ...was, ip, domain, port: before.port, protocol: before.protocol, example: before.example },
  };
}
