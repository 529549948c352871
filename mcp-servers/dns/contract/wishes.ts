import fc from "fast-check";
import { expect } from "vitest";
import { UserError } from "../../../kernel/errors.ts";
import { parseAddress } from "../../../kernel/net/address.ts";
import { parseDomain } from "../../../kernel/net/domain.ts";
import type { LocalName } from "../names.ts";

/** What may be said for a label, so that it would mean more where it is written as it is. */
const ODD = ["a;b", "a}", "$host", "a\nb", "*", "a b", "a#", "a/b", "a\r", "a\nserver=/x/1.1.1.1", 'a"b', "a\\b", "ａ"];

/** A wish for a name as somebody may say it, sane or not. */
export const wishOfName = fc.record({
  said: fc.oneof(fc.stringMatching(/^[A-Za-z][a-z0-9]{0,8}$/), fc.string(), fc.domain(), fc.constantFrom(...ODD)),
  place: fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()),
  port: fc.integer({ min: 1, max: 65_535 }),
  protocol: fc.constantFrom("http" as const, "https" as const, "tcp" as const, "udp" as const),
});
type WishOfName = typeof wishOfName extends fc.Arbitrary<infer Value> ? Value : never;

export const ZONE = "server.local";

/** The names that become of wishes: what is no name or no address is refused in words, and nothing else happens. */
export const namesOf = (wishes: readonly WishOfName[]): LocalName[] =>
  wishes.flatMap(({ said, place, port, protocol }) => {
    try {
      return [{ domain: parseDomain(said, ZONE), ip: parseAddress(place).ip, service: "x", port, protocol }];
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(UserError);
      return [];
    }
  });
