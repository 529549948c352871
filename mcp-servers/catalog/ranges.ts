import { BlockList, isIPv4 } from "node:net";
import { UserError, messageOf } from "../../kernel/errors.ts";
import { z } from "zod";

/** Private networks (RFC 1918, RFC 6598, RFC 4193). */
const HOME = "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,fc00::/7";

/** Which addresses may be looked at. */
export type Ranges = (ip: string) => boolean;

/** "192.168.0.0/16,fd00::/8" or single addresses. @throws UserError naming the faulty one */
export function rangesOf(text: string): Ranges {
  // Apart, since one list would take an IPv4 address for its mapped form in IPv6.
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const range of text.split(",").flatMap((one) => one.trim() || [])) {
    const [net = "", bits] = range.split("/");
    const family = isIPv4(net) ? "ipv4" : "ipv6";
    const length = bits === undefined ? (family === "ipv4" ? 32 : 128) : Number(bits);
    try {
      lists[family].addSubnet(net, length, family);
    } catch (thrown) {
      throw new UserError(`${JSON.stringify(range)} is no range such as 192.168.0.0/16 (${messageOf(thrown)})`);
    }
  }
  return (ip) => (isIPv4(ip) ? lists.ipv4.check(ip, "ipv4") : lists.ipv6.check(ip, "ipv6"));
}

/** The setting STEWARD_HEALTH_RANGES: which addresses are looked at, private networks unless told. */
export const rangesSetting = z
  .string()
  .default(HOME)
  .transform((text, context) => {
    try {
      return rangesOf(text);
    } catch (thrown) {
      if (!(thrown instanceof UserError)) throw thrown;
      context.addIssue({ code: "custom", message: thrown.message });
      return z.NEVER;
    }
  });
