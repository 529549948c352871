import { z } from "zod";
import { UserError } from "../errors.ts";
import { parseZone } from "./domain.ts";

/** The setting DNS_ZONE: the zone of the names of the house, in lower case. */
export const zoneSetting = z.string().default("server.local").transform(read);

function read(text: string, context: z.RefinementCtx): string {
  try {
    return parseZone(text);
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    context.addIssue({ code: "custom", message: thrown.message });
    return z.NEVER;
  }
}
