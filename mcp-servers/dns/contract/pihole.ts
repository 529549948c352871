import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { HostAway, HostDrift } from "../../../kernel/host/index.ts";
import type { LocalName } from "../names.ts";
import { piholeDriver } from "../pihole.ts";

/** A Pi-hole that has these hosts of somebody else, and no lines. */
export type StartPihole = (hosts: readonly string[]) => Promise<{ url: string; password: string }>;

const PATIENCE_MS = 15_000;
const LINES = ["local=/server.local/", "address=/server.local/192.168.0.10"];
const NAS = "192.168.0.5 nas.server.local";

export const tcp = (label: string, ip: string): LocalName => ({
  domain: `${label}.server.local`,
  service: label,
  ip,
  port: 1,
  protocol: "tcp",
});
const web: LocalName = { ...tcp("web", "192.168.0.10"), protocol: "http" };

/** A file of a test that remembers which entries are ours. */
export function recordFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "steward-pihole-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "ours.json");
}

/** It starts anew with other lines, and is away meanwhile: whoever wants something of it asks again. */
export async function steady<T>(work: () => Promise<T>): Promise<T> {
  const late = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await work();
    } catch (thrown) {
      const isAway = thrown instanceof HostAway || thrown instanceof TypeError;
      if (!isAway || Date.now() > late) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

const session = z.object({ session: z.object({ sid: z.string() }) });
const config = z.object({
  config: z.object({
    dns: z.object({ hosts: z.array(z.string()) }),
    misc: z.object({ dnsmasq_lines: z.array(z.string()) }),
  }),
});
const sessions = z.object({ sessions: z.array(z.object({ valid: z.boolean(), current_session: z.boolean() })) });

/** Looks into a Pi-hole by its API, as a page would. */
export function eyesOf({ url, password }: { url: string; password: string }) {
  const as = <T>(work: (get: (path: string) => Promise<unknown>) => Promise<T>) =>
    steady(async () => {
      const ask = async (method: string, path: string, headers: Record<string, string>, body?: object) =>
        fetch(new URL(`/api/${path}`, url), { method, headers, ...(body && { body: JSON.stringify(body) }) });
      const { sid } = session.parse(await (await ask("POST", "auth", {}, { password })).json()).session;
      const headers = { "x-ftl-sid": sid };
      const seen = await work(async (path) => (await ask("GET", path, headers)).json());
      await ask("DELETE", "auth", headers);
      return seen;
    });
  return {
    lists: () =>
      as(async (get) => {
        const { dns, misc } = config.parse(await get("config")).config;
        return { hosts: dns.hosts, lines: misc.dnsmasq_lines };
      }),
    /** that nobody closed, but for the one that looks */
    open: () =>
      as(
        async (get) => sessions.parse(await get("auth/sessions")).sessions.filter((one) => !one.current_session).length,
      ),
  };
}

/** What a Pi-hole does with what we send it; the fake and a real one are held to the same. */
export function piholeSuite(start: StartPihole): void {
  const open = async () => {
    const probe = await start([NAS]);
    const eyes = eyesOf(probe);
    const record = recordFile();
    const before = await eyes.open();
    const driver = (more: object = {}) => {
      const made = piholeDriver({ ...probe, zone: "server.local", proxy: "192.168.0.10", record, ...more });
      return {
        apply: (...given: Parameters<typeof made.apply>) => steady(() => made.apply(...given)),
        drift: () => steady(() => made.drift()),
      };
    };
    const left = async () => (await eyes.open()) - before;
    return { driver, lists: eyes.lists, left };
  };

  test("the zone leads to the proxy, once; what is no HTTP to where it is; and what is not ours stays", async () => {
    const { driver, lists, left } = await open();
    await driver().apply([web, tcp("mc", "192.168.0.11"), tcp("vpn", "fd12::12")], 1);
    expect(await lists()).toEqual({
      hosts: [NAS, "192.168.0.11 mc.server.local", "fd12::12 vpn.server.local"],
      lines: LINES,
    });
    await driver().apply([web, tcp("mc", "192.168.0.13")], 2);
    expect((await lists()).hosts).toEqual([NAS, "192.168.0.13 mc.server.local"]);
    expect(await driver().drift()).toEqual([]);
    await driver({ proxy: "192.168.0.20" }).apply([], 3);
    expect(await lists()).toEqual({
      hosts: [NAS],
      lines: ["local=/server.local/", "address=/server.local/192.168.0.20"],
    });
    expect(await left()).toBe(0);
  });

  test("an entry of somebody else for a name of ours is named, and replaced only by a repair", async () => {
    const { driver, lists, left } = await open();
    const wanted = [tcp("nas", "192.168.0.6")];
    const drift = await driver()
      .apply(wanted, 1)
      .catch((thrown: unknown) => thrown);
    expect(drift).toBeInstanceOf(HostDrift);
    expect(drift).toMatchObject({ files: [NAS] });
    expect((await lists()).hosts).toEqual([NAS]);
    expect(await driver().drift()).toEqual([`Pi-hole's ${NAS} is somebody else's, and stands for a name of ours`]);
    await driver().apply(wanted, 1, { overwrite: [NAS] });
    expect((await lists()).hosts).toEqual(["192.168.0.6 nas.server.local"]);
    expect(await left()).toBe(0);
  });

  test("what it refuses is its own no, and is ours to take away; a wrong password is told", async () => {
    const { driver, lists, left } = await open();
    await expect(driver().apply([tcp("bad", "999.0.0.1")], 1)).rejects.toThrow(
      /^Pi-hole says: Invalid value \(.*999\.0\.0\.1/,
    );
    await expect(driver({ proxy: "nowhere" }).apply([], 2)).rejects.toThrow(/^Pi-hole says: Invalid configuration \(/);
    await driver().apply([], 3);
    expect(await lists()).toEqual({ hosts: [NAS], lines: LINES });
    await expect(driver({ password: "wrong" }).apply([], 4)).rejects.toThrow(
      "Pi-hole says: password incorrect (PIHOLE_PASSWORD)",
    );
    expect(await left()).toBe(0);
  });
}
