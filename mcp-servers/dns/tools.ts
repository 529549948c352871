import type { Db } from "../../db/index.ts";
import type { Tool } from "../../kernel/tool.ts";
import type { Keeper } from "./keeper.ts";
import { dnsImport } from "./import.ts";
import { dnsReconcile } from "./reconcile.ts";
import { dnsRemove } from "./remove.ts";
import { dnsRestore } from "./restore.ts";
import { dnsSet } from "./set.ts";

/** Every tool of the names. */
export const dnsTools = (db: Db, keeper: Keeper, zone: string): Tool[] => [
  dnsSet(db, zone),
  dnsRemove(db),
  dnsImport(db, zone),
  dnsRestore(db, zone),
  dnsReconcile(db, keeper),
];
