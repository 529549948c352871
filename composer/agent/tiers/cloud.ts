import type { Finding } from "../../../kernel/server.ts";
import { openaiModel } from "../models/openai.ts";
import type { LoggedBreaker } from "./breaker.ts";
import { createBreaker } from "./breaker.ts";
import type { OpenParts } from "./open.ts";
import { createPurse } from "./purse.ts";
import type { ModelSettings } from "./settings.ts";
import type { Purse, Tier } from "./types.ts";

const PART = "cloud model";

export interface CloudTier extends Tier {
  breaker: LoggedBreaker;
  purse: Purse;
}

/** Whether the settings name a model beyond the house, switched on or not. */
export const hasCloud = ({ OPENAI_API_KEY: key, OPENAI_BASE_URL: url }: ModelSettings): boolean =>
  key !== undefined || url !== undefined;

/** The model beyond the house; undefined where the settings name none, or switch it off. */
export function openCloud({ settings, db, clock, fetch }: OpenParts): CloudTier | undefined {
  if (!hasCloud(settings) || settings.STEWARD_CLOUD === "off") return undefined;
  const { STEWARD_CLOUD_MODEL: name, OPENAI_API_KEY: key = "none", OPENAI_BASE_URL: url } = settings;
  return {
    model: openaiModel({ name, key, url, price: settings.STEWARD_CLOUD_PRICE, fetch }),
    breaker: createBreaker(clock),
    purse: createPurse({ db, clock, cap: settings.STEWARD_CLOUD_CAP }),
  };
}

/** What the doctor says of it; it is not asked anything, which would cost money. */
export async function cloudFinding(settings: ModelSettings, cloud: CloudTier | undefined): Promise<Finding> {
  const found = (ok: boolean, text: string): Finding => ({ part: PART, ok, text });
  if (!cloud)
    return hasCloud(settings)
      ? found(true, "switched off: STEWARD_CLOUD=on switches it on")
      : found(true, "none: nothing leaves the house; yours: OPENAI_API_KEY=… (docs/models.md)");
  const { model, breaker, purse } = cloud;
  const left = Math.max(0, await purse.left());
  const money = `$${left.toFixed(2)} of $${settings.STEWARD_CLOUD_CAP} left this month`;
  if (breaker.isOpen())
    return found(false, `${model.name} is left alone for a while: ${breaker.last() ?? "it failed"}`);
  if (left === 0) return found(false, `${model.name} is not asked any more: ${money} (STEWARD_CLOUD_CAP)`);
  return found(true, `${model.name}, ${money}`);
}
