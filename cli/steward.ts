import { readEnvironment } from "../kernel/environment.ts";
import { UserError, messageOf } from "../kernel/errors.ts";
import { connect } from "./client.ts";
import type { Client } from "./client.ts";
import type { Command, Terminal } from "./terminal.ts";

// Each is loaded when it is called for: a command starts with what it needs.
const commands: Record<string, () => Promise<Command>> = {
  ask: async () => (await import("./ask.ts")).ask,
  undo: async () => (await import("./undo.ts")).undo,
  approve: async () => (await import("./approve.ts")).approve,
  turns: async () => (await import("./turns.ts")).turns,
  tools: async () => (await import("./tools.ts")).tools,
  prompt: async () => (await import("./prompt.ts")).prompt,
  doctor: async () => (await import("./doctor.ts")).doctor,
  mcp: async () => (await import("./mcp.ts")).mcp,
  token: async () => (await import("./token.ts")).token,
  import: async () => (await import("./import.ts")).importing,
  export: async () => (await import("./export.ts")).exporting,
  db: async () => (await import("./db.ts")).db,
  host: async () => (await import("./host.ts")).host,
  call: async () => (await import("./call.ts")).call,
  user: async () => (await import("./user.ts")).user,
  vm: async () => (await import("./provision.ts")).vm,
  link: async () => (await import("./link.ts")).link,
  listen: async () => (await import("./listen.ts")).listen,
  models: async () => (await import("./models.ts")).models,
  bench: async () => (await import("./bench.ts")).bench,
};
const KNOWN = Object.keys(commands).join(", ");

// Whoever read enough (`… | head -3`) is told no more; what was begun is ended all the same.
process.stdout.on("error", (fault: NodeJS.ErrnoException) => {
  if (fault.code !== "EPIPE") throw fault;
});
const print = (line: string) => void process.stdout.write(`${line}\n`);
const note = (line: string) => void process.stderr.write(`${line}\n`);

async function main([name = "", ...args]: string[]): Promise<number> {
  if (["", "help", "--help", "-h"].includes(name)) {
    print(`steward COMMAND, one of: ${KNOWN}\n  steward ask "turn off all my lights"`);
    return 0;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) throw new UserError(`There is no command ${JSON.stringify(name)}. Known: ${KNOWN}.`);
  const source = readEnvironment();
  let connected: Promise<Client> | undefined;
  const client = () => (connected ??= connect(source, note));
  const terminal: Terminal = { args, source, client, print, note };
  try {
    return (await (await load())(terminal)) ?? 0;
  } finally {
    await (await connected?.catch(() => undefined))?.close();
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (thrown: unknown) => {
    note(thrown instanceof Error && !(thrown instanceof UserError) ? String(thrown.stack) : messageOf(thrown));
    process.exitCode = 2;
  },
);
