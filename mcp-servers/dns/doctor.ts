import { generationOf } from "../../db/generations.ts";
import type { Db } from "../../db/index.ts";
import { NAMES, listServices } from "../../db/services/index.ts";
import type { Finding } from "../../kernel/server.ts";
import { counted } from "../../kernel/text.ts";
import type { Keeper } from "./keeper.ts";
import { localNames } from "./names.ts";
import type { Settings } from "./settings.ts";

const REPAIR = "to repair, keeping what was changed aside: the tool dns_reconcile with repair";

/** Looks at the names as a person who sets them up needs it. */
export async function examine(db: Db, keeper: Keeper, { DNS_PROXY, DNS_ZONE: zone }: Settings): Promise<Finding[]> {
  const found = (ok: boolean, text: string): Finding => ({ part: "dns", ok, text });
  const [{ desired, applied, problem }, drift, services] = await Promise.all([
    generationOf(db, NAMES),
    keeper.drift(),
    listServices(db),
  ]);
  const faults = drift.map((line) => found(false, `${line}; ${REPAIR}`));
  if (problem !== null) return [found(false, `the names wait: ${problem}`), ...faults];
  if (desired > applied) return [found(false, "the names are not applied yet"), ...faults];
  const count = counted(localNames(services).length, "name");
  const how =
    DNS_PROXY === "files"
      ? "written as files only; yours: DNS_PROXY=nginx and NGINX_INCLUDE_DIR=…"
      : `served by ${DNS_PROXY}`;
  const mdns = zone.endsWith(".local")
    ? "; .local is also mDNS's, so some devices ask elsewhere: DNS_ZONE is another"
    : "";
  return [found(true, `${count} in ${zone}, ${how}${mdns}`), ...faults];
}
