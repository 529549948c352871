import { createServer } from "node:http";
import { isIP } from "node:net";
import { text as allOf } from "node:stream/consumers";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { HostAway } from "../../kernel/host/index.ts";
import { piholeSuite, recordFile, tcp } from "./contract/pihole.ts";
import { ZONE, namesOf, wishOfName } from "./contract/wishes.ts";
import { piholeDriver, piholeEntries } from "./pihole.ts";

/** How many requests nobody answers after a change of lines: it starts anew with them. */
const RESTART = 3;

/** Pi-hole 6.4's API as far as it is used: sessions by password, entries by their own text, and the configuration as a whole. */
async function fakePihole(hosts: readonly string[]) {
  const dns = { hosts: [...hosts] };
  const misc: { dnsmasq_lines: string[] } = { dnsmasq_lines: [] };
  const sids = new Set<string>();
  const state = { away: 0, busy: false, opened: 0, restarts: 0 };
  const server = createServer(async (request, response) => {
    const method = request.method ?? "";
    // The whole path is decoded before it is cut, so that an entry with a slash is another path.
    const path = decodeURIComponent((request.url ?? "").replace("/api/", ""));
    const body = await allOf(request);
    if (state.away > 0) return (state.away--, void request.socket.destroy());
    const answer = (status: number, said: object = {}) => response.writeHead(status).end(JSON.stringify(said));
    const fault = (message: string, hint: string) => answer(400, { error: { key: "bad_request", message, hint } });
    if (state.busy) return answer(503);
    if (path === "auth" && method === "POST") {
      if (JSON.parse(body).password !== "secret")
        return answer(401, { session: { valid: false, sid: null, message: "password incorrect" } });
      const sid = `sid+${++state.opened}/=`;
      sids.add(sid);
      return answer(200, { session: { valid: true, sid, message: "password correct" } });
    }
    const sid = String(request.headers["x-ftl-sid"]);
    if (!sids.has(sid)) return answer(401, { error: { key: "unauthorized", message: "Unauthorized", hint: null } });
    if (path === "auth") return (sids.delete(sid), response.writeHead(204).end());
    if (path === "auth/sessions")
      return answer(200, { sessions: [...sids].map((one) => ({ valid: true, current_session: one === sid })) });
    if (path === "config" && method === "PATCH") {
      const wanted: string[] = JSON.parse(body).config.misc.dnsmasq_lines;
      const bad = wanted.find((line) => line.startsWith("address=") && isIP(line.split("/").at(-1) ?? "") === 0);
      if (bad) return fault("Invalid configuration", `dnsmasq: bad address in "${bad}"`);
      misc.dnsmasq_lines = wanted;
      state.restarts++;
      answer(200, { config: { dns, misc } });
      state.away = RESTART;
      return undefined;
    }
    const [, group = "", key = "", ...entry] = path.split("/");
    if (method === "GET")
      return answer(200, { config: group === "" ? { dns, misc } : group === "dns" ? { dns } : { misc } });
    const [value] = entry;
    if (group !== "dns" || key !== "hosts" || value === undefined || entry.length > 1) return answer(404);
    const at = dns.hosts.indexOf(value);
    if (method === "PUT" && at >= 0) return fault("Item already present", "Uniqueness of items is enforced");
    if (method === "PUT" && isIP(value.split(" ")[0] ?? "") === 0)
      return fault("Invalid value", `dns.hosts[0]: neither a valid IPv4 nor IPv6 address ("${value}")`);
    if (method === "PUT") return (dns.hosts.push(value), answer(201));
    if (at < 0) return answer(404);
    dns.hosts.splice(at, 1);
    return response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  return { url, password: "secret", dns, misc, state };
}

piholeSuite(fakePihole);

const open = async (hosts: string[] = []) => {
  const fake = await fakePihole(hosts);
  const record = recordFile();
  const driver = (more: object = {}) => {
    const { url, password } = fake;
    return piholeDriver({ url, password, zone: ZONE, proxy: "192.168.0.10", record, ...more });
  };
  return { ...fake, driver };
};

test("an entry of ours that somebody took away is named, and put again", async () => {
  const { dns, state, driver } = await open();
  const wanted = [tcp("mc", "192.168.0.6")];
  await driver().apply(wanted, 1);
  dns.hosts.splice(0);
  expect(await driver().drift()).toEqual(["Pi-hole's 192.168.0.6 mc.server.local was removed by hand"]);
  await driver().apply(wanted, 1);
  expect([dns.hosts, state.restarts]).toEqual([["192.168.0.6 mc.server.local"], 1]);
});

test("lines of somebody else stay", async () => {
  const { misc, driver } = await open();
  misc.dnsmasq_lines.push("localise-queries");
  await driver().apply([], 1);
  expect(misc.dnsmasq_lines).toEqual([
    "localise-queries",
    "local=/server.local/",
    "address=/server.local/192.168.0.10",
  ]);
});

test("one that is busy or not there is away", async () => {
  const { state, driver } = await open();
  state.busy = true;
  await expect(driver().apply([], 3)).rejects.toThrow(new HostAway("Pi-hole is away: it answers 503"));
  const fetch = () => Promise.reject(new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED") }));
  await expect(driver({ fetch }).drift()).rejects.toThrow(new HostAway("Pi-hole is away: connect ECONNREFUSED"));
});

test("one that asks for no password gives no session to close", async () => {
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = async (url, init) => {
    asked.push(`${init?.method} ${new URL(String(url)).pathname} ${new Headers(init?.headers).has("x-ftl-sid")}`);
    if (String(url).endsWith("/auth")) return Response.json({ session: { valid: true, sid: null } });
    return Response.json({ config: { dns: { hosts: [] }, misc: { dnsmasq_lines: [] } } });
  };
  const { driver } = await open();
  expect(await driver({ fetch }).drift()).toEqual([]);
  expect(asked).toEqual([
    "POST /api/auth false",
    "GET /api/config/dns/hosts false",
    "GET /api/config/misc/dnsmasq_lines false",
  ]);
});

test("whatever is said, the entries say exactly what was meant", () => {
  fc.assert(
    fc.property(fc.array(wishOfName, { maxLength: 5 }), (wishes) => {
      const names = namesOf(wishes);
      const { hosts, lines } = piholeEntries(names, { zone: ZONE, proxy: "192.168.0.20" });
      expect(lines).toEqual([`local=/${ZONE}/`, `address=/${ZONE}/192.168.0.20`]);
      const direct = names.filter(({ protocol }) => protocol === "tcp" || protocol === "udp");
      expect(hosts.map((entry) => entry.split(/\s/))).toEqual(direct.map(({ ip, domain }) => [ip, domain]));
      // As the path that names it, each is read again as itself.
      for (const entry of hosts)
        expect(decodeURIComponent(`config/dns/hosts/${encodeURIComponent(entry)}`).split("/")).toEqual([
          "config",
          "dns",
          "hosts",
          entry,
        ]);
    }),
    { numRuns: 500 },
  );
});
