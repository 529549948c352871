import type { Price, Usage } from "./model.ts";

/** What a turn cost, in dollars. */
export const costOf = ({ input, cached, output }: Price, { inputTokens, cachedTokens, outputTokens }: Usage): number =>
  ((inputTokens - cachedTokens) * input + cachedTokens * cached + outputTokens * output) / 1_000_000;
