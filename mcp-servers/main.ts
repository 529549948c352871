import { parseArgs } from "node:util";
import { readEnvironment } from "../kernel/config.ts";
import { messageOf, UserError } from "../kernel/errors.ts";
import { overHttp, overStdio } from "../kernel/serve.ts";
import { servers } from "./index.ts";

const USAGE = `npm run server -- NAME [--http PORT]; NAME is one of ${servers.map(({ name }) => name).join(", ")}`;

/** Runs one server of the registry by itself: over stdio, or over HTTP for the holder of STEWARD_SERVER_TOKEN. */
async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { http: { type: "string" } } });
  const definition = servers.find(({ name }) => name === positionals[0]);
  if (!definition || positionals.length !== 1) throw new UserError(USAGE);
  const source = readEnvironment();
  const port = Number(values.http);
  if (values.http !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65_536)) throw new UserError(USAGE);
  const running = await definition.start(source);
  if (values.http === undefined) return overStdio(running);
  const { url, close } = await overHttp(running, { port, token: source["STEWARD_SERVER_TOKEN"] ?? "" });
  process.stderr.write(`${definition.name} is served on ${url}\n`);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void close().then(() => process.exit(0)));
}

main(process.argv.slice(2)).catch((thrown: unknown) => {
  process.stderr.write(
    `${thrown instanceof Error && !(thrown instanceof UserError) && !("code" in thrown) ? String(thrown.stack) : messageOf(thrown)}\n`,
  );
  process.exitCode = 1;
});
