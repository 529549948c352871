import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Step } from "../../kernel/wire.ts";
import { verifyAudit } from "./chain.ts";
import { house, principalOf, requestOf } from "./testing.ts";
import type { ExecuteOptions, Request } from "./types.ts";

const owner = principalOf("owner");
const on: Step = { tool: "lamp_set", args: { do: "on" } };
const off: Step = { tool: "lamp_set", args: { do: "off" } };
const unlock: Step = { tool: "door_set", args: { do: "unlock" } };

type House = Awaited<ReturnType<typeof house>>;
async function act({ gate }: House, request: Request, steps: Step[], options?: ExecuteOptions) {
  const planned = await gate.plan(request, steps);
  if (!("steps" in planned)) throw new Error(`not planned: ${JSON.stringify(planned)}`);
  return gate.execute(request, planned.steps, options);
}
const recordsIn = (file: string) =>
  readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line): Record<string, unknown> => JSON.parse(line));

test("a call passes with its plan, context and key, and gives the change and its undo", async () => {
  const home = await house();
  const [executed] = await act(home, requestOf(owner, { area: "Hall" }), [off]);
  expect(executed).toMatchObject({
    server: "probe",
    tool: "lamp_set",
    args: { do: "off" },
    risk: "write",
    result: "The lamp is off.",
    ok: true,
    changed: { before: "on", after: "off" },
    undo: [on],
    raw: { content: [{ type: "text", text: "The lamp is off." }] },
  });
  expect(home.world.calls).toMatchObject([
    {
      context: { principal: "owner", owner: true, area: "Hall", turn: "turn1", key: "turn1:r2" },
      planned: { targets: ["lamp"], risk: "write", args: { do: "off" }, summary: "Lamp off" },
    },
  ]);
  expect(JSON.stringify(executed?.raw)).not.toContain("steward/");
});

test("no call arrives without its record made before it, and a write's is on disk by then", async () => {
  const order: string[] = [];
  const home = await house({
    disk: {
      write(_, data) {
        order.push(String(JSON.parse(String(data))["kind"]));
        return data.length;
      },
      async sync() {
        order.push("sync");
      },
    },
  });
  const call = home.parts.transports.call;
  home.parts.transports.call = (given) => {
    order.push(`call ${given.tool}`);
    return call(given);
  };
  const look: Step = { tool: "lamp_get", args: {} };
  const echo: Step = { tool: "echo", args: {} };
  await act(home, requestOf(owner), [look, off, echo]);
  expect(order.slice(0, 10)).toEqual([
    "intent",
    "call lamp_get",
    "outcome",
    "intent",
    "sync",
    "call lamp_set",
    "outcome",
    "intent",
    "call echo",
    "outcome",
  ]);
});
