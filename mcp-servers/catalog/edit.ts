import { z } from "zod";
import type { Tool } from "../../kernel/tool.ts";
import { tool } from "../../kernel/tool.ts";
import type { Catalogue } from "./catalogue.ts";
import { changesTo } from "./changes.ts";
import { describeNow } from "./describe.ts";
import { entryFields, withFields } from "./entry.ts";
import { slugOf } from "./fields.ts";
import { mustBeFree } from "./resolve.ts";
import { changed } from "./result.ts";

/** `service_edit`: any field of a service by its key; one that is not there is added. For pages, routes and the CLI. */
export const serviceEdit = (catalogue: Catalogue): Tool =>
  tool({
    name: "service_edit",
    description: "Edit a service, or add one",
    risk: "write",
    for: "people",
    input: { key: z.string(), ...entryFields },
    async plan({ key, ...fields }) {
      const services = await catalogue.read();
      const before = services.find((service) => service.key === slugOf(key));
      const wanted = withFields(key, before, fields, catalogue.zone);
      mustBeFree(services, wanted);
      const args = { key, ...fields, name: wanted.name };
      return { targets: [wanted.key], args, summary: `${before ? "Edit" : "Add"} ${wanted.name}` };
    },
    async run({ args: { key: _, ...fields }, targets: [key = ""] }, context) {
      const services = await catalogue.read();
      const before = services.find((service) => service.key === key);
      const changes = changesTo(services, [withFields(key, before, fields, catalogue.zone)]);
      const { pending } = await catalogue.change(changes, context);
      const after = await catalogue.get(key);
      return { ...changed(describeNow(after, changes.length > 0), changes, pending), data: { key } };
    },
  });
