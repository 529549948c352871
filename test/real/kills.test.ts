import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { z } from "zod";
import { root } from "../rooms.ts";

/** A tenth of the campaign by default; all of it by `npm run test:real -- kills`. */
const KILLS = Number(process.env["STEWARD_TEST_KILLS"] ?? 40);
const SEED = Number(process.env["STEWARD_TEST_SEED"] ?? Date.now() % 1_000_000);
/** Milliseconds of changes, at most, before the next kill: some begin, none or several are done. */
const LIFE_MS = 150;

const places = z.record(z.string(), z.string());
const found = z.object({ found: places, divergence: z.array(z.string()), ms: z.number() });
const done = z.object({ done: places, say: z.string() });

/** As nginx would load what it is told to: the sums of the files as they are at that moment. */
const reload = (folder: string) => `#!/bin/sh
cd ${folder}/include && sha256sum -- *.conf > ../loaded.$$ && mv ../loaded.$$ ../loaded
`;

/** One life: what it found, and the last it was told to be done before it was killed. */
async function live(folder: string, seed: number, ms: number) {
  const args = [join(root, "test/fixtures/killed-names.ts"), folder, String(seed)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = found.parse(JSON.parse((await lines.next()).value ?? "null"));
  const killed = new Promise((resolve) => setTimeout(resolve, ms)).then(() => child.kill("SIGKILL"));
  let last = first.found;
  let changes = 0;
  for (let line = await lines.next(); !line.done; line = await lines.next()) {
    // The last line may be half of one.
    const parsed = done.safeParse(jsonOf(line.value));
    if (!parsed.success) continue;
    last = parsed.data.done;
    changes++;
  }
  await killed;
  await ended;
  return { first, last, changes };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const differing = (one: Record<string, string>, other: Record<string, string>) =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((key) => one[key] !== other[key]);

test(
  `${KILLS} kills leave nothing that is not as it is wanted (seed ${SEED})`,
  { timeout: KILLS * 5_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "steward-kills-"));
    mkdirSync(join(folder, "include"));
    writeFileSync(join(folder, "reload"), reload(folder), { mode: 0o755 });
    try {
      let before: Record<string, string> | undefined;
      let changes = 0;
      const times: number[] = [];
      for (let kill = 0; kill <= KILLS; kill++) {
        // How long it lives is spread evenly, so that kills fall at every step of a change.
        const life = await live(folder, SEED + kill, ((kill * 37) % (LIFE_MS * 10)) / 10);
        expect(life.first.divergence, `after kill ${kill}`).toEqual([]);
        // What was answered as done is there; of what was cut off, one change at most, and that whole.
        if (before) expect(differing(before, life.first.found).length, `after kill ${kill}`).toBeLessThanOrEqual(2);
        before = life.last;
        changes += life.changes;
        if (kill > 0) times.push(life.first.ms);
      }
      times.sort((one, other) => one - other);
      const slowest = times.at(-1) ?? 0;
      process.stdout.write(
        `${KILLS} kills, seed ${SEED}: ${changes} changes, as wanted again after ${times[times.length >> 1]} ms (p50), ${slowest} ms at most, once the code was loaded\n`,
      );
      expect(changes).toBeGreaterThan(KILLS / 4);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
