// The composer of the benchmark, in a process of its own: port, configuration, token.
import { readFileSync } from "node:fs";
import { z } from "zod";
import { startComposer } from "../test/fixtures/composer.ts";

const [port, config = "", token] = process.argv.slice(2);
const { mcpServers } = z
  .object({ mcpServers: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(readFileSync(config, "utf8")));
const composer = await startComposer(mcpServers, [], { port: Number(port), token });
process.once("SIGTERM", () => void composer.close().finally(() => process.exit(0)));
