import { UserError } from "../../kernel/errors.ts";
import { json } from "../../kernel/schema.ts";
import { counted, listed } from "../../kernel/text.ts";
import type { Tool } from "../../kernel/tool.ts";
import { done, tool } from "../../kernel/tool.ts";
import type { Catalogue } from "./catalogue.ts";
import { spoken } from "./describe.ts";
import { suggestions } from "./discover.ts";
import type { ListContainers } from "./docker.ts";
import { writeServices } from "./yaml/index.ts";

/** Where containers are looked for. */
export interface Discovery {
  list: ListContainers;
  /** at which what they publish is reached */
  ip: string | null;
}

/** `service_discover`: running containers the catalogue does not have, as suggestions; nothing is written. */
export const serviceDiscover =
  (discovery: Discovery | undefined) =>
  (catalogue: Catalogue): Tool =>
    tool({
      name: "service_discover",
      description: "Suggest services from running containers",
      risk: "read",
      for: "people",
      input: {},
      async run(_, { signal }) {
        if (!discovery) throw new UserError("No Docker is configured: set DOCKER_HOST=unix:///var/run/docker.sock.");
        const [containers, services] = await Promise.all([discovery.list(signal), catalogue.read()]);
        const found = suggestions(containers, services, { ip: discovery.ip, zone: catalogue.zone });
        const names = found.slice(0, 5).map(({ name }) => name);
        const all = found.length > names.length ? [...names, `${found.length - names.length} more`] : names;
        const verb = found.length === 1 ? "is" : "are";
        const say =
          found.length === 0
            ? `All ${counted(containers.length, "running container")} that could be services are in the catalogue.`
            : `${counted(found.length, "container")} ${verb} not in the catalogue: ${listed(all)}.`;
        return done(spoken(say), { data: json.parse({ services: found, text: writeServices(found) }) });
      },
    });
