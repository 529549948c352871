import { showAddress } from "../../kernel/net/address.ts";
import { clean, counted } from "../../kernel/text.ts";
import type { Kept } from "./changes.ts";
import type { Entry } from "./fields.ts";
import type { Seen } from "./health.ts";

const LONGEST = 120;
const MOST_LINES = 20;

/** A sentence of a tool: one line, short enough to be heard. */
export const spoken = (text: string): string => clean(text, LONGEST);

/** "192.168.0.10:3000", "192.168.0.10:9443 (https)"; undefined where there is no address. */
export function addressOf({ ip, port, protocol }: Pick<Entry, "ip" | "port" | "protocol">): string | undefined {
  if (ip === null) return undefined;
  return `${showAddress({ ip, port })}${port === null || protocol === "http" ? "" : ` (${protocol})`}`;
}

/** "at 192.168.0.10:3000, named grafana.server.local" */
function placeOf(service: Entry): string {
  const address = addressOf(service);
  const name = service.domain === null ? ", without a name" : `, named ${service.domain}`;
  return address === undefined
    ? `in the catalogue without an address${service.domain ? name : ""}`
    : `at ${address}${name}`;
}

/** What is known of a service, in a sentence. */
export function describe(service: Entry, seen: Seen | null = null): string {
  const verb = seen === null || service.ip === null ? "is" : seen.up ? "answers" : "does not answer";
  return spoken(`${service.name} ${verb} ${placeOf(service)}.`);
}

/** Whether a service answers, where that was asked: also that nobody knows. */
export function describeHealth(service: Kept, seen: Seen | null, isLooked: boolean): string {
  if (seen) return spoken(`${seen.up ? "Yes" : "No"}, ${describe(service, seen)}`);
  if (isLooked) return spoken(`${service.name} was not looked at yet; ask again in a moment.`);
  const why = service.example ? "it is an example of the demo house" : "it has no address that may be asked";
  return spoken(`Nobody looks whether ${service.name} answers: ${why}.`);
}

/** The same of a service that was just changed, or was so before. */
export const describeNow = (service: Entry, isChanged: boolean): string =>
  spoken(`${service.name} is ${isChanged ? "now" : "already"} ${placeOf(service)}.`);

/** Several, one a line. */
export function listServices(services: readonly (Entry & { health: Seen | null })[]): string {
  if (services.length === 0) return "There are no services.";
  const shown = services.length > MOST_LINES ? services.slice(0, MOST_LINES - 1) : services;
  const lines = shown.map((service) => {
    const address = addressOf(service);
    const place = address === undefined ? service.name : `${service.name} at ${address}`;
    const state = service.health?.up === false ? ["not answering"] : [];
    return clean([place, ...(service.domain === null ? [] : [service.domain]), ...state].join(", "), LONGEST);
  });
  const more = services.length > shown.length ? [`and ${services.length - shown.length} more`] : [];
  return [`${counted(services.length, "service")}:`, ...lines, ...more].join("\n");
}
