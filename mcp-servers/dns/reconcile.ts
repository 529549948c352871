import { z } from "zod";
import { generationOf } from "../../db/generations.ts";
import type { Db } from "../../db/index.ts";
import { NAMES } from "../../db/services/index.ts";
import { clean } from "../../kernel/text.ts";
import type { Tool } from "../../kernel/tool.ts";
import { done, failed, tool } from "../../kernel/tool.ts";
import type { Keeper } from "./keeper.ts";

/** `dns_reconcile`: brings the world to what is wanted; with `repair` over what others changed, which is kept aside. */
export const dnsReconcile = (db: Db, keeper: Keeper): Tool =>
  tool({
    name: "dns_reconcile",
    description: "Bring names to what is wanted",
    risk: "write",
    for: "people",
    input: { repair: z.boolean().optional() },
    async run({ repair = false }) {
      await keeper.reconcile({ repair });
      const [drift, { desired, applied, problem }] = await Promise.all([keeper.drift(), generationOf(db, NAMES)]);
      const data = { drift, desired, applied, problem };
      if (problem !== null) return failed(clean(`The names are not as wanted: ${problem}`, 120), { data });
      if (drift.length > 0) return done(clean(`The names are as wanted, but ${drift.join(", ")}.`, 120), { data });
      return done("The names are as wanted.", { data });
    },
  });
