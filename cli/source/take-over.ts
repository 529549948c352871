import { stringify } from "yaml";
import { z } from "zod";
import { turn } from "../../composer/agent/turn.ts";
import { counted } from "../../kernel/text.ts";
import { printTurn } from "../ask.ts";
import type { Terminal } from "../terminal.ts";
import type { Source } from "./read.ts";
import { readSource } from "./read.ts";
import type { SourceUser } from "./tables.ts";

const people = z.object({ taken: z.array(z.string()), known: z.array(z.string()), left: z.array(z.string()) });

interface Options {
  dryRun: boolean;
  json: boolean;
}

/** The kinds of things of a source, each with the tool that takes it. Services first: they are what a source must have. */
const KINDS: readonly (readonly [tool: string, textOf: (source: Source) => string | undefined])[] = [
  ["service_import", ({ entries }) => stringify({ services: entries })],
  ["vm_import", ({ machines }) => (machines.length > 0 ? stringify({ machines }) : undefined)],
  ["task_import", ({ schedules }) => (schedules.length > 0 ? stringify({ tasks: schedules }) : undefined)],
];

/** Takes over what a former manager's database holds: each kind whole or not at all; again is no change. */
export async function takeOver(terminal: Terminal, url: string, options: Options): Promise<number> {
  const source = await readSource(url);
  const client = await terminal.client();
  const codes: number[] = [];
  for (const [tool, textOf] of KINDS) {
    const text = textOf(source);
    if (text === undefined) continue;
    const { body } = await client.request("POST", `/api/tools/${tool}`, { args: { text }, dryRun: options.dryRun });
    codes.push(printTurn(turn.parse(body), options.json, terminal.print));
  }
  if (source.users.length > 0) await takePeople(terminal, source.users, options);
  return Math.max(...codes);
}

async function takePeople({ client, print }: Terminal, users: SourceUser[], { dryRun, json }: Options): Promise<void> {
  const { body } = await (await client()).request("POST", "/api/users/import", { users, dryRun });
  if (json) return print(JSON.stringify(body));
  const { taken, known, left } = people.parse(body);
  const kept = `${taken.length} new and ${known.length} as they were`;
  print(`${dryRun ? "Would do: people" : "People"}: ${kept}. They sign in with their passwords, as members.`);
  if (left.length > 0) print(`Left: ${counted(left.length, "person", "people")}. ${left.join("; ")}.`);
}
