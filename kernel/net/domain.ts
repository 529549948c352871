import { UserError } from "../errors.ts";
import { clean } from "../text.ts";

/** RFC 1035, 2.3.4. */
const MOST_LABEL = 63;
const MOST_NAME = 253;

const ALLOWED = "Allowed: letters a to z, digits and hyphens, such as grafana.";

/**
 * One label of a name, in lower case.
 * @throws UserError: wildcards, spaces, quotes, `;{}`, letters beyond ASCII and their punycode, more than 63 characters
 */
export function parseLabel(text: string): string {
  const said = JSON.stringify(clean(text, 70));
  if (text === "") throw new UserError(`A name has no empty part. ${ALLOWED}`);
  if (text.length > MOST_LABEL)
    throw new UserError(`${said} is too long: a part of a name has at most ${MOST_LABEL} characters.`);
  // Before the case is changed: the Kelvin sign becomes a plain k.
  if (!/^[a-zA-Z0-9-]+$/.test(text)) throw new UserError(`${said} cannot be part of a name. ${ALLOWED}`);
  if (text.startsWith("-") || text.endsWith("-"))
    throw new UserError(`${said} begins or ends with a hyphen. ${ALLOWED}`);
  // RFC 5891, 4.2.3.1: "xn--" and its like spell other letters, which can look like these.
  if (text.startsWith("--", 2)) throw new UserError(`${said} stands for letters beyond a to z. ${ALLOWED}`);
  return text.toLowerCase();
}

/**
 * The whole name in lower case: "grafana" → "grafana.server.local"; one or more labels below the zone.
 * @throws UserError as parseLabel does, and for the zone itself, names outside it and more than 253 characters
 */
export function parseDomain(text: string, zone: string): string {
  const labels = labelsOf(text);
  const end = zone.split(".");
  const isInside = labels.slice(-end.length).join(".") === zone;
  if (labels.join(".") === zone)
    throw new UserError(`${zone} is the zone itself: say a name in it, such as grafana.${zone}.`);
  if (labels.length > 1 && !isInside)
    throw new UserError(`${clean(text, 80)} is outside ${zone}: say a name in it, such as grafana.${zone}.`);
  return within(isInside ? labels.join(".") : `${labels.join(".")}.${zone}`);
}

/** The name of a zone in lower case. @throws UserError as parseLabel does */
export function parseZone(text: string): string {
  const zone = labelsOf(text).join(".");
  if (/(^|\.)[0-9]+$/.test(zone)) throw new UserError(`${zone} ends like an IP address: a zone does not.`);
  // Room for a name in it.
  if (zone.length > MOST_NAME - MOST_LABEL - 1)
    throw new UserError(`The zone is too long for names in it: ${clean(zone, 40)}.`);
  return zone;
}

const labelsOf = (text: string) => text.replace(/\.$/, "").split(".").map(parseLabel);

function within(domain: string): string {
  if (domain.length <= MOST_NAME) return domain;
  throw new UserError(`${clean(domain, 40)} is too long: a name has at most ${MOST_NAME} characters.`);
}
