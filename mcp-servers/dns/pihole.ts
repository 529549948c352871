import { readFile, rename, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { messageOf } from "../../kernel/errors.ts";
import { HostAway, HostDrift, HostRefused } from "../../kernel/host/index.ts";
import { clean } from "../../kernel/text.ts";
import type { NameDriver } from "./driver.ts";
import type { LocalName } from "./names.ts";
import { isProxied } from "./names.ts";

interface PiholeOptions {
  /** http://192.168.0.170 */
  url: string;
  /** undefined where its API asks for none */
  password: string | undefined;
  zone: string;
  /** the address that names of HTTP lead to */
  proxy: string;
  /** a file that remembers which entries are ours */
  record: string;
  fetch?: typeof globalThis.fetch;
}

/** Entries of Pi-hole's configuration, by the list they stand in. */
const LISTS = { hosts: "dns/hosts", lines: "misc/dnsmasq_lines" } as const;
type Entries = Record<keyof typeof LISTS, string[]>;

const ANSWER_MS = 15_000;
/** It starts anew after a change of lines, for a second or so: how often it is asked to end our session, and how often. */
const GOODBYES = 20;
const GOODBYE_MS = 250;
const auth = z.object({
  session: z.object({ valid: z.boolean(), sid: z.string().nullable(), message: z.string().nullish() }),
});
const fault = z.object({ error: z.object({ message: z.string(), hint: z.unknown().optional() }) });
const entries = z.object({
  hosts: z.array(z.string()),
  lines: z.array(z.string()),
  /** of others, for names of ours: ours are not put beside them */
  rivals: z.array(z.string()).default([]),
});
type Kept = z.infer<typeof entries>;
const config = z.object({
  config: z.object({
    dns: z.object({ hosts: z.array(z.string()) }).optional(),
    misc: z.object({ dnsmasq_lines: z.array(z.string()) }).optional(),
  }),
});

/** What Pi-hole is to have: the zone leads to the proxy (a change of lines restarts its resolver), the rest where it is. */
export const piholeEntries = (
  names: readonly LocalName[],
  { zone, proxy }: Pick<PiholeOptions, "zone" | "proxy">,
): Entries => ({
  hosts: names.filter(({ protocol }) => !isProxied(protocol)).map(({ ip, domain }) => `${ip} ${domain}`),
  lines: [`local=/${zone}/`, `address=/${zone}/${proxy}`],
});

/** Pi-hole 6 by its API: one session a change, closed again, as it has few. Entries that are not ours are left alone. */
export function piholeDriver(options: PiholeOptions): NameDriver {
  const { url, password, record, fetch = globalThis.fetch } = options;

  const send = async (method: string, path: string, sid?: string | null, body?: object, signal?: AbortSignal) => {
    const late = AbortSignal.timeout(ANSWER_MS);
    try {
      const answer = await fetch(new URL(`/api/${path}`, url), {
        method,
        redirect: "error",
        signal: signal ? AbortSignal.any([signal, late]) : late,
        headers: { ...(sid && { "x-ftl-sid": sid }), ...(body && { "content-type": "application/json" }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      return { status: answer.status, body: jsonOf(await answer.text()) };
    } catch (thrown) {
      const why = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown;
      throw new HostAway(`Pi-hole is away: ${messageOf(why)}`, { cause: thrown });
    }
  };
  const accept = ({ status, body }: Awaited<ReturnType<typeof send>>): unknown => {
    // It restarts its resolver after some changes, and is busy for a moment.
    if (status >= 500 || status === 429) throw new HostAway(`Pi-hole is away: it answers ${status}`);
    if (status >= 400) throw new HostRefused(`Pi-hole says: ${wordsOf(body, status)}`);
    return body;
  };
  const demand = async (...call: Parameters<typeof send>): Promise<unknown> => accept(await send(...call));
  const signIn = async (signal?: AbortSignal): Promise<string | null> => {
    const asked = ["POST", "auth", null, { password: password ?? "" }, signal] as const;
    const answer = await send(...asked);
    const { data } = auth.safeParse(answer.body);
    if (!data) return (accept(answer), null);
    if (data.session.valid) return data.session.sid;
    throw new HostRefused(`Pi-hole says: ${clean(data.session.message ?? "no", 80)} (PIHOLE_PASSWORD)`);
  };
  const signOut = async (sid: string, left = GOODBYES): Promise<void> => {
    try {
      await send("DELETE", "auth", sid);
    } catch {
      if (left > 0) return sleep(GOODBYE_MS).then(() => signOut(sid, left - 1)); // else it ends by itself
    }
  };
  const within = async <T>(work: (sid: string | null) => Promise<T>, signal?: AbortSignal): Promise<T> => {
    const sid = await signIn(signal);
    try {
      return await work(sid);
    } finally {
      if (sid !== null) await signOut(sid);
    }
  };
  const there = async (sid: string | null): Promise<Entries> => {
    const [dns, misc] = [
      await demand("GET", `config/${LISTS.hosts}`, sid),
      await demand("GET", `config/${LISTS.lines}`, sid),
    ].map((body) => config.parse(body));
    return { hosts: dns?.config.dns?.hosts ?? [], lines: misc?.config.misc?.dnsmasq_lines ?? [] };
  };

  return {
    name: "pihole",
    apply: (names, _generation, { signal, overwrite = [] } = {}) =>
      within(async (sid) => {
        const wanted = piholeEntries(names, options);
        const [ours, now] = [await readRecord(record), await there(sid)];
        const theirs = now.hosts.filter((one) => !ours.hosts.includes(one) && !wanted.hosts.includes(one));
        const rivals = theirs.filter((one) => names.some(({ domain }) => one.split(/\s+/).includes(domain)));
        const left = rivals.filter((one) => !overwrite.includes(one));
        // A name with two addresses would lead to either.
        wanted.hosts = wanted.hosts.filter((one) => !left.some((other) => isForSame(one, other)));
        // Noted before it is done: what a crash leaves is ours to take away.
        await writeRecord(record, {
          hosts: union(ours.hosts, wanted.hosts),
          lines: union(ours.lines, wanted.lines),
          rivals: left,
        });
        const isOurs = (list: keyof Entries, one: string) => ours[list].includes(one) || overwrite.includes(one);
        const path = (entry: string) => `config/${LISTS.hosts}/${encodeURIComponent(entry)}`;
        for (const entry of now.hosts)
          if (!wanted.hosts.includes(entry) && isOurs("hosts", entry))
            await demand("DELETE", path(entry), sid, undefined, signal);
        for (const entry of wanted.hosts)
          if (!now.hosts.includes(entry)) await demand("PUT", path(entry), sid, undefined, signal);
        // As a whole, since no path can name a line with a slash in it; last, since it starts anew with them.
        const others = now.lines.filter((one) => !wanted.lines.includes(one) && !isOurs("lines", one));
        const lines = [...others, ...wanted.lines];
        if (!isDeepStrictEqual(lines.toSorted(), now.lines.toSorted()))
          await demand("PATCH", "config", sid, { config: { misc: { dnsmasq_lines: lines } } }, signal);
        await writeRecord(record, { ...wanted, rivals: left });
        if (left.length > 0) throw new HostDrift(left);
      }, signal),
    drift: () =>
      within(async (sid) => {
        const [ours, now] = [await readRecord(record), await there(sid)];
        const missing = [
          ...ours.hosts.filter((one) => !now.hosts.includes(one)),
          ...ours.lines.filter((one) => !now.lines.includes(one)),
        ];
        const rivals = ours.rivals.filter((one) => now.hosts.includes(one));
        return [
          ...missing.map((one) => `Pi-hole's ${one} was removed by hand`),
          ...rivals.map((one) => `Pi-hole's ${one} is somebody else's, and stands for a name of ours`),
        ];
      }),
    close: async () => {},
  };
}

const union = (one: readonly string[], other: readonly string[]) => [...new Set([...one, ...other])];

/** "192.168.0.6 nas.server.local" and "192.168.0.7 nas.server.local nas" */
function isForSame(one: string, other: string): boolean {
  const [, ...names] = one.split(/\s+/);
  const [, ...others] = other.split(/\s+/);
  return names.some((name) => others.includes(name));
}

async function readRecord(file: string): Promise<Kept> {
  const text = await readFile(file, "utf8").catch(() => "null");
  const { data } = entries.safeParse(jsonOf(text));
  return data ?? { hosts: [], lines: [], rivals: [] };
}

async function writeRecord(file: string, ours: Kept): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(ours));
  await rename(`${file}.new`, file);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function wordsOf(body: unknown, status: number): string {
  const { data } = fault.safeParse(body);
  const hint = typeof data?.error.hint === "string" ? ` (${data.error.hint})` : "";
  return clean(data ? `${data.error.message}${hint}` : `HTTP ${status}`, 200);
}
