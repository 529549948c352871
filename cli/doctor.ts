import { z } from "zod";
import { optionsOf } from "./options.ts";
import type { Command } from "./terminal.ts";

const findings = z.array(z.object({ part: z.string(), ok: z.boolean(), text: z.string() }));

/** steward doctor: what is demo, what is real, and the line that changes it. Exits 1 when something is wrong. */
export const doctor: Command = async ({ args, client, print }) => {
  const { values } = optionsOf(args, { json: { type: "boolean" } }, "doctor [--json]");
  const { body } = await (await client()).request("GET", "/api/doctor");
  const found = findings.parse(body);
  if (values.json) print(JSON.stringify(body));
  else for (const { part, ok, text } of found) print(`${ok ? "ok   " : "fault"}  ${part}: ${text}`);
  return found.every(({ ok }) => ok) ? 0 : 1;
};
