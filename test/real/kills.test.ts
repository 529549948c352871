import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { host as command } from "../../cli/host.ts";
import type { JsonObject } from "../../kernel/schema.ts";
import { root } from "../rooms.ts";
import { startSshd } from "./sshd.ts";

/** A tenth of the campaign by default; all of it by `npm run test:real -- kills`. */
const KILLS = Number(process.env["STEWARD_TEST_KILLS"] ?? 40);
const SEED = Number(process.env["STEWARD_TEST_SEED"] ?? Date.now() % 1_000_000);
/** Of the steps of a change, every tenth by default. */
const STRIDE = KILLS >= 400 ? 1 : 10;
/** Over a link everything takes longer. */
const FAR_KILLS = Math.max(8, Math.ceil(KILLS / 10));
/** Milliseconds of changes, at most, before the next kill: some begin, none or several are done. */
const LIFE_MS = 150;
const FAR_LIFE_MS = 900;

const places = z.record(z.string(), z.string());
const found = z.object({ found: places, divergence: z.array(z.string()), ms: z.number() });
const done = z.object({ done: places, say: z.string(), steps: z.number().optional() });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "steward-kills-"));
  return () => rmSync(folder, { recursive: true });
});

/** As nginx would load what it is told to: the sums of the files as they are at that moment. */
function makeNames(place: string): void {
  mkdirSync(join(place, "include"));
  const reload = `#!/bin/sh
cd ${place}/include && sha256sum -- *.conf > ../loaded.$$ && mv ../loaded.$$ ../loaded
`;
  writeFileSync(join(place, "reload"), reload, { mode: 0o755 });
}

interface Life {
  names?: string;
  settings?: Record<string, string>;
  seed?: number;
  change?: { tool: string; args: JsonObject; step: number };
}

/** One life: what it found, the last it was told to be done before it ended, and how. `until`: when it is killed, once it has looked. */
async function live({ names = folder, ...life }: Life, until?: () => Promise<void>) {
  const told = JSON.stringify({ folder, names, ...life });
  const args = [join(root, "test/fixtures/killed-names.ts"), told];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = found.parse(JSON.parse((await lines.next()).value ?? "null"));
  const killed = until?.().then(() => child.kill("SIGKILL"));
  let last = first.found;
  let changes = 0;
  let steps: number | undefined;
  for (let line = await lines.next(); !line.done; line = await lines.next()) {
    // The last line may be half of one.
    const parsed = done.safeParse(jsonOf(line.value));
    if (!parsed.success) continue;
    last = parsed.data.done;
    steps = parsed.data.steps;
    changes++;
  }
  await killed;
  await ended;
  return { first, last, changes, steps };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const after = (ms: number) => () => new Promise<void>((over) => setTimeout(over, ms));
const differing = (one: Record<string, string>, other: Record<string, string>) =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((key) => one[key] !== other[key]);

/** What a life found after the one before it was killed: all as wanted, and of what was cut off one change at most, and that whole. */
function expectWhole(life: Awaited<ReturnType<typeof live>>, before: Record<string, string> | undefined, when: string) {
  expect(life.first.divergence, when).toEqual([]);
  if (before) expect(differing(before, life.first.found).length, when).toBeLessThanOrEqual(2);
}

function tell(what: string, times: number[], rest = ""): void {
  times.sort((one, other) => one - other);
  process.stdout.write(
    `${what}${rest}: as wanted again after ${times[times.length >> 1]} ms (p50), ${times.at(-1)} ms at most, once the code was loaded\n`,
  );
}

test(
  `${KILLS} kills leave nothing that is not as it is wanted (seed ${SEED})`,
  { timeout: KILLS * 5_000 },
  async () => {
    makeNames(folder);
    let before: Record<string, string> | undefined;
    let changes = 0;
    const times: number[] = [];
    for (let kill = 0; kill <= KILLS; kill++) {
      // How long it lives is spread evenly, so that kills fall all over a change.
      const life = await live({ seed: SEED + kill }, after(((kill * 37) % (LIFE_MS * 10)) / 10));
      expectWhole(life, before, `after kill ${kill}`);
      before = life.last;
      changes += life.changes;
      if (kill > 0) times.push(life.first.ms);
    }
    tell(`${KILLS} kills, seed ${SEED}, ${changes} changes`, times);
    expect(changes).toBeGreaterThan(KILLS / 4);
  },
);

const one = (target: string) => ({ tool: "dns_set", args: { name: "one", target } });
/** Changes of each kind, there and back, so that one is always to be made. */
const KINDS: Record<
  string,
  readonly [Omit<NonNullable<Life["change"]>, "step">, Omit<NonNullable<Life["change"]>, "step">]
> = {
  "a name that moves": [one("192.168.7.1:1001"), one("192.168.7.2:1002")],
  "a name that comes and goes": [
    { tool: "dns_set", args: { name: "two", target: "grafana" } },
    { tool: "dns_remove", args: { name: "grafana" } },
  ],
  "a service that comes, and goes with its name": [
    { tool: "dns_set", args: { name: "three", target: "192.168.7.3:1003" } },
    { tool: "service_remove", args: { name: "three" } },
  ],
};

test.each(Object.entries(KINDS))(
  `killed before ${STRIDE === 1 ? "every step" : `every ${STRIDE}th step (seed ${SEED})`} of %s, all is as before or as wanted`,
  { timeout: 600_000 },
  async (kind, changes) => {
    makeNames(folder);
    const times: number[] = [];
    let kills = 0;
    let before: Record<string, string> | undefined;
    for (const change of changes) {
      for (let step = 1 + (SEED % STRIDE); ; step += STRIDE) {
        // The other one first, so that this one is to be made, whatever became of it the last time.
        const other = changes.find((each) => each !== change) ?? change;
        const made = await live({ change: { ...other, step: 1_000_000 } });
        expectWhole(made, before, `${kind}, before step ${step}`);
        const life = await live({ change: { ...change, step } });
        expectWhole(life, made.last, `${kind}, before step ${step}`);
        before = life.last;
        if (kills > 0) times.push(made.first.ms);
        if (life.steps !== undefined) break; // it has no more steps
        kills++;
      }
    }
    tell(`${kills} kills before steps of ${kind}`, times);
    expect(kills).toBeGreaterThan(40 / STRIDE);
  },
);

test(
  `over a link ${FAR_KILLS} kills of both sides leave nothing that is not as it is wanted (seed ${SEED})`,
  { timeout: FAR_KILLS * 20_000 + 60_000 },
  async () => {
    const sshd = await startSshd();
    onTestFinished(sshd.close);
    makeNames(sshd.folder);
    const rules = join(sshd.folder, "rules");
    mkdirSync(rules);
    writeFileSync(join(rules, "nginx"), `folder=${sshd.folder}/include\ntest=true\nreload=${sshd.folder}/reload\n`);
    await sshd.own(sshd.folder);
    const url = `ssh://${sshd.user}@127.0.0.1:${sshd.port}`;
    const printed: string[] = [];
    const print = (line: string) => void printed.push(line);
    const client = () => Promise.reject(new Error("no composer is asked"));
    await command({ args: ["add", "pi", url], source: { STEWARD_DATA: folder }, client, print, note: print });
    const key = /install '([^']+)'/.exec(printed.join("\n"))?.[1] ?? "";
    await sshd.allow(key, `sh ${resolve(root, "deploy/host/steward-host")} ${rules}`);
    const settings = { STEWARD_HOSTS: `pi=${url}`, DNS_PROXY_HOST: "pi" };
    let before: Record<string, string> | undefined;
    let changes = 0;
    const times: number[] = [];
    for (let kill = 0; kill <= FAR_KILLS; kill++) {
      const ms = (((kill * 382) % 1_000) / 1_000) * FAR_LIFE_MS;
      // Both sides, each at a time of its own; the far side first, the near one first, or the link between them.
      const until = async () => {
        if (kill % 3 === 0) sshd.cutAfter(ms * 10);
        await after(ms / 2)();
        if (kill % 3 === 1) await sshd.killFarSide(rules);
        await after(ms / 2)();
        if (kill % 3 === 2) void sshd.killFarSide(rules);
      };
      const life = await live({ names: sshd.folder, settings, seed: SEED + kill }, until);
      sshd.mend();
      expectWhole(life, before, `after kill ${kill}`);
      before = life.last;
      changes += life.changes;
      if (kill > 0) times.push(life.first.ms);
    }
    tell(`${FAR_KILLS} kills over a link, ${changes} changes`, times);
    expect(changes).toBeGreaterThan(FAR_KILLS / 8);
  },
);
