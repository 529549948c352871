import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { openBackups } from "./backup/backups.ts";
import { rconConsole } from "./console/rcon.ts";
import { startFakeServer } from "./contract/server.ts";
import { digestOf, makeWorld } from "./contract/world.ts";

const STEPS = ["locked", "noted", "off", "flushed", "written", "on", "verified", "named", "pruned"];

test.each(STEPS)("killed at the step %s: no half archive shows, and the server saves again", async (step) => {
  const server = await startFakeServer();
  const place = makeWorld();
  const before = await digestOf(place.world);
  const script = join(import.meta.dirname, "../../test/fixtures/killed-backup.ts");
  const child = spawn(process.execPath, [script, place.world, place.backups, String(server.port), step], {
    stdio: "inherit",
  });
  const [, signal] = await once(child, "exit");
  expect(signal).toBe("SIGKILL");
  const isNamed = ["named", "pruned"].includes(step);
  const backups = openBackups({ name: "survival", ...place, keep: { daily: 3, weekly: 3 } }, systemClock);
  expect(await backups.list()).toHaveLength(isNamed ? 1 : 0);

  const console = rconConsole({ host: "127.0.0.1", port: server.port, password: "secret" });
  await backups.recover(console, AbortSignal.timeout(5_000));
  expect(server.saving).toBe(true);
  expect(readdirSync(join(place.backups, "survival"))).toEqual((await backups.list()).map(({ name }) => name));
  if (!isNamed) expect(await backups.make(console, true, AbortSignal.timeout(5_000))).toHaveProperty("made");
  const [last] = await backups.list();
  await backups.restore(last?.name ?? "", AbortSignal.timeout(5_000));
  expect(await digestOf(place.world)).toBe(before);
  await server.close();
  place.remove();
});
