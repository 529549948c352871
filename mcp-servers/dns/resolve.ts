import type { Service } from "../../db/services/index.ts";
import { UserError } from "../../kernel/errors.ts";
import type { Names } from "../../kernel/names/index.ts";
import { createNames } from "../../kernel/names/index.ts";
import { wordsOf } from "../../kernel/names/words.ts";
import type { Address } from "../../kernel/net/address.ts";
import { parseAddress, showAddress } from "../../kernel/net/address.ts";
import { parseDomain } from "../../kernel/net/domain.ts";
import { clean, listed } from "../../kernel/text.ts";
import type { Ask } from "../../kernel/tool.ts";
import type { NameEntry } from "../../kernel/wire.ts";
import { kinds } from "./phrases.ts";

interface Named extends NameEntry {
  service: Service;
}

/** How a service stands among what can be named. */
export function namedAs(service: Service): Named {
  const { name, key, domain } = service;
  const own = domain === null ? [] : [domain, domain.split(".")[0] ?? domain];
  const aliases = [...new Set([key, ...own])].filter((alias) => alias !== name.toLowerCase());
  return { kind: "local name", name, aliases, tool: "dns_set", service };
}

const namesOf = (services: readonly Service[]): Names<Named> => createNames(services.map(namedAs), kinds);

/** One service by its name, its domain, or "192.168.0.10:3000". @throws UserError with what is there instead */
export function serviceOf(services: readonly Service[], said: string): Service | Ask {
  const address = addressIn(said);
  const at = address && services.filter((service) => isAt(service, address));
  const found = at && at.length > 0 ? { things: at.map(namedAs) } : namesOf(services).resolve(said, { fuzzy: true });
  if ("ask" in found) return found;
  const things = "things" in found ? found.things : [];
  const [one, ...more] = things;
  if (one && more.length === 0) return one.service;
  const names = (things.length > 0 ? things : namesOf(services).near(said)).map(({ name }) => name).slice(0, 4);
  const hint = names.length > 0 ? ` Did you mean ${listed(names, "or")}?` : "";
  throw new UserError(`I know no service ${JSON.stringify(clean(said, 60))}.${hint}`);
}

/** What is said as an address with a port; undefined for a name. @throws UserError for an address nothing can have */
export function addressIn(said: string): Address | undefined {
  return /^\[|^\d+(\.\d+){3}(:|$)|^[0-9a-f]*:[0-9a-f:]+$/i.test(said.trim()) ? parseAddress(said) : undefined;
}

const isAt = (service: Service, { ip, port }: Address) => service.ip === ip && (port === null || service.port === port);

/** The domain of a label, a whole domain, or the name of a service: "the Pi-hole" → "pihole.server.local". @throws UserError */
export function domainOf(services: readonly Service[], said: string, zone: string): string {
  const found = namesOf(services).resolve(said);
  const [known, ...more] = "things" in found && found.how === "name" ? found.things : [];
  const text = said.trim();
  if (known && more.length === 0 && !text.includes("."))
    return known.service.domain ?? parseDomain(known.service.key, zone);
  if (/\s/.test(text)) return parseDomain(wordsOf(text).filter(isWord).join("-"), zone);
  return parseDomain(text, zone);
}

const isWord = (word: string) => !["the", "my", "our", "a", ","].includes(word);

/** "192.168.0.10:3000" */
export const placeOf = ({ ip, port }: Pick<Service, "ip" | "port">): string =>
  ip === null ? "nowhere" : showAddress({ ip, port });
