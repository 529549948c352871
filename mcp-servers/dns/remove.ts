import { z } from "zod";
import type { Db } from "../../db/index.ts";
import { findService, listServices } from "../../db/services/index.ts";
import { UserError } from "../../kernel/errors.ts";
import type { Tool } from "../../kernel/tool.ts";
import { tool } from "../../kernel/tool.ts";
import { change } from "./changes.ts";
import { serviceOf } from "./resolve.ts";
import { came } from "./result.ts";

/** `dns_remove`: takes the name of a service away, by its service, its domain or ip:port. */
export const dnsRemove = (db: Db): Tool =>
  tool({
    name: "dns_remove",
    description: "Remove a local name",
    risk: "write",
    input: { name: z.string() },
    async plan({ name }) {
      const service = serviceOf(await listServices(db), name);
      if ("ask" in service) return service;
      if (service.domain === null) throw new UserError(`${service.name} has no name.`);
      return { targets: [service.key], summary: `Remove ${service.domain}` };
    },
    async run({ targets: [key = ""] }, context) {
      const was = await findService(db, key);
      if (!was || was.domain === null) throw new UserError(`${was?.name ?? key} has no name (any more).`);
      const changes = [{ key, was, is: { ...was, domain: null, example: false } }];
      const pending = await change(db, changes, context);
      return came(`${was.domain} is gone; ${was.name} has no name.`, changes, pending);
    },
  });
