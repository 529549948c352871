import fc from "fast-check";
import { expect, test } from "vitest";
import { parseSettings } from "../config.ts";
import { UserError } from "../errors.ts";
import { parseDomain, parseLabel, parseZone } from "./domain.ts";
import { zoneSetting } from "./zone.ts";

const ZONE = "server.local";
const ALLOWED = "Allowed: letters a to z, digits and hyphens, such as grafana.";
const long = "a".repeat(63);

test.each([
  ["grafana", "grafana.server.local"],
  ["Grafana.Server.LOCAL.", "grafana.server.local"],
  ["a.b.server.local", "a.b.server.local"],
  ["zigbee2mqtt", "zigbee2mqtt.server.local"],
  ["3d-print", "3d-print.server.local"],
  [long, `${long}.server.local`],
  ["server", "server.server.local"],
  ["local", "local.server.local"],
])("%s is a name", (text, domain) => expect(parseDomain(text, ZONE)).toBe(domain));

test.each([
  ["*.server.local", `"*" cannot be part of a name. ${ALLOWED}`],
  ["a\nb", `"a b" cannot be part of a name. ${ALLOWED}`],
  ["a;", `"a;" cannot be part of a name. ${ALLOWED}`],
  ["a{}", `"a{}" cannot be part of a name. ${ALLOWED}`],
  ['a"b', `"a\\"b" cannot be part of a name. ${ALLOWED}`],
  ["my grafana", `"my grafana" cannot be part of a name. ${ALLOWED}`],
  ["a_b", `"a_b" cannot be part of a name. ${ALLOWED}`],
  ["grаfana", `"grаfana" cannot be part of a name. ${ALLOWED}`], // a Cyrillic а
  ["\u212aitchen", `"\u212aitchen" cannot be part of a name. ${ALLOWED}`], // the Kelvin sign
  ["xn--grfana-2fg", `"xn--grfana-2fg" stands for letters beyond a to z. ${ALLOWED}`],
  ["-a", `"-a" begins or ends with a hyphen. ${ALLOWED}`],
  [`${long}a`, `"${long}a" is too long: a part of a name has at most 63 characters.`],
  ["server.local", "server.local is the zone itself: say a name in it, such as grafana.server.local."],
  ["a.example.org", "a.example.org is outside server.local: say a name in it, such as grafana.server.local."],
  ["a.notserver.local", "a.notserver.local is outside server.local: say a name in it, such as grafana.server.local."],
  ["a..server.local", `A name has no empty part. ${ALLOWED}`],
  ["", `A name has no empty part. ${ALLOWED}`],
])("%j is refused by name", (text, why) => expect(() => parseDomain(text, ZONE)).toThrow(why));

test("a name of more than 253 characters is refused", () => {
  const text = `${long}.${long}.${long}.${long}.${ZONE}`;
  expect(() => parseDomain(text, ZONE)).toThrow("is too long: a name has at most 253 characters.");
});

test("whatever is said, a name is plain, in the zone, and read again as itself", () => {
  const piece = fc.oneof(
    fc.string(),
    fc.string({ unit: "grapheme" }),
    fc.domain(),
    fc.constantFrom("a", "-", ".", ZONE),
  );
  const text = fc.array(piece, { maxLength: 4 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, (said) => {
      try {
        const domain = parseDomain(said, ZONE);
        expect(domain).toMatch(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+server\.local$/);
        expect(domain.length).toBeLessThanOrEqual(253);
        expect(parseDomain(domain, ZONE)).toBe(domain);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(UserError);
      }
    }),
    { numRuns: 1000 },
  );
});

test("a zone is the setting, server.local where none is", () => {
  const shape = { DNS_ZONE: zoneSetting };
  expect(parseSettings(shape, {})).toEqual({ DNS_ZONE: "server.local" });
  expect(parseSettings(shape, { DNS_ZONE: "Home.Arpa." })).toEqual({ DNS_ZONE: "home.arpa" });
  expect(() => parseSettings(shape, { DNS_ZONE: "a b" })).toThrow(
    `Settings need attention: DNS_ZONE: "a b" cannot be part of a name. ${ALLOWED} (see .env.example)`,
  );
  expect(() => parseZone("192.168.0.10")).toThrow("192.168.0.10 ends like an IP address: a zone does not.");
  expect(() => parseLabel("a.b")).toThrow(`"a.b" cannot be part of a name. ${ALLOWED}`);
});
