import type { Executed } from "../../gate/types.ts";
import type { ListedTool } from "../../hub/door.ts";

/** A call that was made, as tests of the loop need one. */
export const toldOf = (given: Partial<Executed> = {}): Executed => ({
  server: "home",
  tool: "home_set",
  args: {},
  risk: "write",
  result: "Done.",
  ok: true,
  ms: 1,
  raw: { content: [] },
  ...given,
});

/** A tool as it is listed. */
export const listedTool = (name: string, given: Partial<ListedTool> = {}): ListedTool => ({
  server: name.split("_")[0] ?? name,
  name,
  wire: {
    name,
    description: name,
    inputSchema: {
      type: "object",
      properties: { name: { type: "string" }, do: { type: "string", enum: ["on", "off"] }, value: { type: "string" } },
    },
  },
  risk: "write",
  audience: "all",
  trusted: true,
  local: true,
  accepted: true,
  ...given,
});
