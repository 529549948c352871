import { z } from "zod";
import { UserError } from "../../kernel/errors.ts";
import { parseAddress, parsePort } from "../../kernel/net/address.ts";
import { clean, listed } from "../../kernel/text.ts";
import type { Ask, Tool } from "../../kernel/tool.ts";
import { askConfirm, tool } from "../../kernel/tool.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Kept } from "./changes.ts";
import { changesTo } from "./changes.ts";
import { addressOf, describeNow } from "./describe.ts";
import type { Entry } from "./fields.ts";
import type { Protocol } from "./fields.ts";
import { PROTOCOLS, slugOf } from "./fields.ts";
import type { Given } from "./entry.ts";
import { withFields } from "./entry.ts";
import { mustBeFree, namesOf, unknown } from "./resolve.ts";
import { changed } from "./result.ts";

const input = {
  name: z.string(),
  address: z.coerce.string().optional(),
  protocol: z.string().optional(),
  notes: z.string().optional(),
};
type Input = z.infer<z.ZodObject<typeof input>>;

/** `service_set`: adds a service, or changes where one is, what it speaks and what is noted of it. */
export const serviceSet = (catalogue: Catalogue): Tool =>
  tool({
    name: "service_set",
    description: "Add or change a service",
    risk: "write",
    input,
    async plan(said, { confirmed = false }) {
      const services = await catalogue.read();
      const found = existing(services, said, confirmed);
      if (found && "ask" in found) return found;
      const wanted = withInput(found, said, catalogue.zone);
      mustBeFree(services, wanted);
      const what = found ? `Change ${found.name} to be` : `Add ${wanted.name}`;
      return { targets: [wanted.key], summary: clean(`${what} at ${addressOf(wanted) ?? "no address"}`, 120) };
    },
    async run({ args, targets: [key = ""] }, context) {
      const services = await catalogue.read();
      const before = services.find((service) => service.key === key);
      const changes = changesTo(services, [withInput(before, args, catalogue.zone)]);
      const { pending } = await catalogue.change(changes, context);
      const after = await catalogue.get(key);
      return changed(describeNow(after, changes.length > 0), changes, pending);
    },
  });

/** The service of exactly this name; undefined for a new one, which needs an address. @throws UserError */
function existing(services: readonly Kept[], { name, address }: Input, confirmed: boolean): Kept | Ask | undefined {
  const found = namesOf(services).resolve(name);
  if ("ask" in found) return found;
  if ("things" in found) {
    const [one, ...more] = found.things;
    if (one && more.length === 0) return one.service;
    throw new UserError("One service at a time: say its name.");
  }
  if (address === undefined || parsed(address).ip === undefined)
    throw new UserError(`${unknown(services, name)} To add it, say its address, such as 192.168.0.10:8000.`);
  slugOf(name);
  const near = namesOf(services).resolve(name, { fuzzy: true });
  if (confirmed || !("things" in near)) return undefined;
  const [like] = near.things;
  return like && askConfirm(`There is ${like.name}. Is ${clean(name, 60)} another service, to be added?`);
}

function withInput(before: Kept | undefined, { name, address, protocol, notes }: Input, zone: string): Entry {
  const place = address === undefined ? {} : parsed(address);
  const fields: Given = {
    ...place,
    ...(protocol && { protocol: protocolOf(protocol) }),
    ...(notes !== undefined && { notes }),
  };
  return withFields(before?.key ?? name, before, before ? fields : { name, ...fields }, zone);
}

/** @throws UserError naming those there are: the schema does not, which would cost 9 tokens in every prompt */
function protocolOf(said: string): Protocol {
  const found = PROTOCOLS.find((protocol) => protocol === said.trim().toLowerCase());
  if (found) return found;
  throw new UserError(`${JSON.stringify(clean(said, 20))} is no protocol. Allowed: ${listed(PROTOCOLS, "or")}.`);
}

/** "192.168.0.10:8000", "https://192.168.0.10:9443", an address alone, or a port alone. @throws UserError */
function parsed(text: string): Pick<Given, "ip" | "port" | "protocol"> {
  const said = text.trim();
  if (/^\d{1,5}$/.test(said)) return { port: parsePort(said) };
  const [, scheme = "", rest = said] = /^(https?):\/\/([^/]*)\/?$/i.exec(said) ?? [];
  const { ip, port } = parseAddress(rest);
  const protocol = scheme.toLowerCase() === "https" ? "https" : "http";
  return { ip, ...(port !== null && { port }), ...(scheme !== "" && { protocol }) };
}
