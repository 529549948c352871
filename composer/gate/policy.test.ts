import { expect, test } from "vitest";
import type { Plan } from "../../kernel/wire.ts";
import type { Policy } from "./policy.ts";
import { decide, householdRules, policyOf } from "./policy.ts";
import { house, principalOf, probe, requestOf } from "./testing.ts";
import type { Principal } from "./types.ts";

const { catalogue } = probe({ now: () => 0 });
const toolOf = (name: string) => {
  const found = catalogue.find(name);
  if (!found) throw new Error(name);
  return found;
};
const plan = (risk: Plan["risk"], targets: string[] = []): Plan => ({ risk, targets, args: {}, summary: "" });
const household = policyOf(householdRules);
const verdict = (policy: Policy | undefined, who: Principal, name: string, planned?: Plan) =>
  decide(policy, who, toolOf(name), planned).verdict;

test.each<[Principal["role"], Partial<Principal>, string]>([
  ["owner", {}, "read: allow, write: allow, danger: approval"],
  ["member", {}, "read: allow, write: allow, danger: approval"],
  ["member", { ceiling: "write" }, "read: allow, write: allow, danger: deny"],
  ["client", { ceiling: "danger" }, "read: allow, write: allow, danger: approval"],
  ["client", { ceiling: "write" }, "read: allow, write: allow, danger: deny"],
  ["client", { ceiling: "read" }, "read: allow, write: deny, danger: deny"],
  ["guest", {}, "read: allow, write: deny, danger: deny"],
])("%s %j may %s", (role, more, expected) => {
  const who = principalOf(role, more);
  const risks = ["read", "write", "danger"] as const;
  const tools = { read: "lamp_get", write: "lamp_set", danger: "lamp_set" };
  expect(risks.map((risk) => `${risk}: ${verdict(household, who, tools[risk], plan(risk))}`).join(", ")).toBe(expected);
});

test("a denial says what is missing", () => {
  const reason = (who: Principal, name: string) => decide(household, who, toolOf(name));
  expect(reason(principalOf("guest"), "lamp_set")).toEqual({
    verdict: "deny",
    reason: "guest has no right to change things with lamp_set.",
  });
  expect(reason(principalOf("owner"), "sleeper")).toEqual({
    verdict: "deny",
    reason: 'sleeper is off until it is accepted: "accept" in servers.json (docs/connect.md).',
  });
});

const fails = () => {
  throw new Error("the policy has a bug");
};
// Past the types, as a policy of another make might answer at run time.
const answering = (answer: unknown): Policy => {
  const box: object = { answer };
  return () => Reflect.get(box, "answer");
};

const owner = principalOf("owner");
const odd: unknown = { ...owner, role: "root" };
const oddCeiling: unknown = { ...owner, ceiling: Number.NaN };
function pretend(value: unknown, policy: Policy | undefined = household): string {
  // What a bug or a row of an older version might bring: past the types, as at run time.
  const call = (who: unknown) => Reflect.apply(decide, undefined, [policy, who, toolOf("lamp_get")]);
  return call(value).verdict;
}

test("whatever is broken denies, to the owner too", () => {
  const broken: [string, Policy | undefined][] = [
    ["missing", undefined],
    ["throws", fails],
    ["no rules", policyOf(undefined)],
    ["empty rules", policyOf({})],
    ["no roles", policyOf({ roles: {} })],
    ["not a number", policyOf({ roles: { owner: Number.NaN } })],
    ["unknown risk", policyOf({ roles: { owner: "everything" } })],
    ["unknown role", policyOf({ roles: { root: "danger" } })],
    ["grants no list", policyOf({ roles: { owner: "danger" }, grants: "all" })],
    ...[undefined, null, Number.NaN, true, "allow", {}, { verdict: "yes" }, { verdict: "deny" }].map(
      (answer): [string, Policy] => [`answers ${JSON.stringify(answer)}`, answering(answer)],
    ),
  ];
  expect(broken.map(([name, policy]) => `${name}: ${verdict(policy, owner, "lamp_get")}`)).toEqual(
    broken.map(([name]) => `${name}: deny`),
  );
  expect([pretend(odd), pretend(oddCeiling), pretend({}), pretend(undefined)]).toEqual([
    "deny",
    "deny",
    "deny",
    "deny",
  ]);
  expect(pretend(owner)).toBe("allow");
});

test("a grant adds one right: this tool, this target, this far", () => {
  const grants = [{ principal: "guest", tool: "lamp_set", target: "lamp", risk: "write" }];
  const policy = policyOf({ ...householdRules, grants });
  const guest = principalOf("guest");
  expect(verdict(policy, guest, "lamp_set")).toBe("allow");
  expect(verdict(policy, guest, "lamp_set", plan("write", ["lamp"]))).toBe("allow");
  expect(verdict(policy, guest, "lamp_set", plan("write", ["lamp", "fan"]))).toBe("deny");
  expect(verdict(policy, guest, "lamp_set", plan("write"))).toBe("deny");
  expect(verdict(policy, guest, "lamp_set", plan("danger", ["lamp"]))).toBe("deny");
  expect(verdict(policy, guest, "door_set")).toBe("deny");
  expect(verdict(policy, principalOf("guest", { id: "other" }), "lamp_set")).toBe("deny");
  expect(verdict(policy, principalOf("guest", { ceiling: "read" }), "lamp_set")).toBe("deny");
});

const table: Principal[] = [
  owner,
  principalOf("member"),
  principalOf("member", { ceiling: "read" }),
  principalOf("guest"),
  principalOf("client", { use: "mcp" }),
  principalOf("client", { use: "stdio", ceiling: "write" }),
  principalOf("client", { use: "api", ceiling: "read" }),
];
const policies: Record<string, Policy | undefined> = {
  household,
  missing: undefined,
  empty: policyOf({}),
  throwing: fails,
  granting: policyOf({ roles: {}, grants: [{ principal: "guest", tool: "*", target: "*", risk: "write" }] }),
};
const args: Record<string, Record<string, string>> = {
  lamp_set: { do: "off" },
  door_set: { do: "lock" },
  safe_set: { code: "1234" },
};

test.each(Object.keys(policies))("what is listed is what can be called: %s policy, every principal", async (name) => {
  const home = await house({ policy: policies[name] });
  for (const who of table) {
    for (const audience of ["all", "people"] as const) {
      const listed = home.gate.visible(who, audience).map((tool) => tool.name);
      const callable: string[] = [];
      for (const tool of home.catalogue.tools()) {
        const request = requestOf(who, { people: audience === "people" });
        const planned = await home.gate.plan(request, [{ tool: tool.name, args: args[tool.name] ?? {} }]);
        if (!("steps" in planned)) continue;
        const [executed] = await home.gate.execute(request, planned.steps);
        if (executed?.ok) callable.push(tool.name);
      }
      expect({ who: who.id, audience, callable }).toEqual({ who: who.id, audience, callable: listed });
    }
  }
  const reached = home.world.calls.length > 0;
  expect(reached).toBe(name === "household" || name === "granting");
});
