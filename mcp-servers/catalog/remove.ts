import { z } from "zod";
import { listed } from "../../kernel/text.ts";
import type { Tool } from "../../kernel/tool.ts";
import { askWhich, tool } from "../../kernel/tool.ts";
import type { Catalogue } from "./catalogue.ts";
import { removal } from "./changes.ts";
import { spoken } from "./describe.ts";
import { meant } from "./resolve.ts";
import { changed } from "./result.ts";

/** `service_remove`: takes a service out of the catalogue, and its name with it. */
export const serviceRemove = (catalogue: Catalogue): Tool =>
  tool({
    name: "service_remove",
    description: "Forget a service",
    risk: "write",
    input: { name: z.string() },
    async plan({ name }) {
      const found = meant(await catalogue.read(), name);
      if ("ask" in found) return found;
      const names = found.map((service) => service.name);
      // All of them at once is never what one sentence should do.
      if (found.length !== 1) return askWhich(`Which one: ${listed(names.slice(0, 8), "or")}?`, names.slice(0, 8));
      return { targets: found.map(({ key }) => key), summary: `Forget ${listed(names)}` };
    },
    async run({ targets: [key = ""] }, context) {
      const service = await catalogue.get(key);
      const changes = [removal(service)];
      const { pending } = await catalogue.change(changes, context);
      const { name, domain } = service;
      const rest = domain === null ? "." : `, and ${domain} is gone.`;
      return changed(spoken(`${name} is out of the catalogue${rest}`), changes, pending);
    },
  });
