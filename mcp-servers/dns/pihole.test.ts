import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text as allOf } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { HostAway, HostDrift, HostRefused } from "../../kernel/host/index.ts";
import type { LocalName } from "./names.ts";
import { piholeDriver } from "./pihole.ts";

/** Pi-hole 6's API as far as it is used: sessions by password, and entries of lists by their own text. */
async function fakePihole(password = "secret") {
  const lists: Record<string, string[]> = { "dns/hosts": ["192.168.0.5 nas.server.local"], "misc/dnsmasq_lines": [] };
  const state = { open: 0, opened: 0, restarts: 0, busy: false };
  const server = createServer(async (request, response) => {
    const path = (request.url ?? "").replace("/api/", "");
    const body = await allOf(request);
    const answer = (status: number, said?: object) => response.writeHead(status).end(said && JSON.stringify(said));
    if (state.busy) return answer(503);
    if (path === "auth" && request.method === "POST") {
      const isRight = JSON.parse(body).password === password;
      if (!isRight)
        return answer(401, { error: { key: "unauthorized", message: "Unauthorized", hint: "password incorrect" } });
      state.open++;
      state.opened++;
      return answer(200, { session: { valid: true, sid: "a sid", validity: 1800 } });
    }
    if (request.headers["x-ftl-sid"] !== "a sid")
      return answer(401, { error: { key: "unauthorized", message: "Unauthorized" } });
    if (path === "auth") return (state.open--, answer(204));
    const [, group = "", key = "", entry] = path.split("/");
    const list = lists[`${group}/${key}`];
    if (!list) return answer(404, { error: { key: "not_found", message: "Not found" } });
    if (entry === undefined) return answer(200, { config: { [group]: { [key]: list } } });
    const value = decodeURIComponent(entry);
    const at = list.indexOf(value);
    if (request.method === "PUT" && at >= 0)
      return answer(400, { error: { message: "Item already present", hint: "Uniqueness of items is enforced" } });
    if (request.method === "PUT" && /bad/.test(value))
      return answer(400, { error: { message: "Invalid value", hint: value } });
    if (request.method === "DELETE" && at < 0) return answer(404, { error: { message: "Item not found" } });
    if (group === "misc") state.restarts++;
    if (request.method === "PUT") list.push(value);
    else list.splice(at, 1);
    return answer(request.method === "PUT" ? 201 : 204, request.method === "PUT" ? {} : undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const folder = mkdtempSync(join(tmpdir(), "steward-pihole-"));
  onTestFinished(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const open = (more: object = {}) =>
    piholeDriver({
      url,
      password: "secret",
      zone: "server.local",
      proxy: "192.168.0.10",
      record: join(folder, "ours.json"),
      ...more,
    });
  return { lists, state, open };
}

const tcp = (label: string, ip: string): LocalName => ({
  domain: `${label}.server.local`,
  service: label,
  ip,
  port: 1,
  protocol: "tcp",
});
const web: LocalName = { ...tcp("web", "192.168.0.10"), protocol: "http" };
const LINES = ["local=/server.local/", "address=/server.local/192.168.0.10"];
const NAS = "192.168.0.5 nas.server.local";

test("the zone leads to the proxy, once; what is no HTTP to where it is; and what is not ours stays", async () => {
  const { lists, state, open } = await fakePihole();
  await open().apply([web, tcp("mc", "192.168.0.11"), tcp("vpn", "192.168.0.12")], 1);
  expect(lists).toEqual({
    "dns/hosts": [NAS, "192.168.0.11 mc.server.local", "192.168.0.12 vpn.server.local"],
    "misc/dnsmasq_lines": LINES,
  });
  await open().apply([web, tcp("mc", "192.168.0.13")], 2);
  expect(lists["dns/hosts"]).toEqual([NAS, "192.168.0.13 mc.server.local"]);
  expect(await open().drift()).toEqual([]);
  expect(state).toMatchObject({ open: 0, opened: 3, restarts: 2 });
  await open({ proxy: "192.168.0.20" }).apply([], 3);
  expect(lists).toEqual({
    "dns/hosts": [NAS],
    "misc/dnsmasq_lines": ["local=/server.local/", "address=/server.local/192.168.0.20"],
  });
});

test("an entry of somebody else for a name of ours is named, and replaced only by a repair", async () => {
  const { lists, state, open } = await fakePihole();
  const wanted = [tcp("nas", "192.168.0.6")];
  const drift = await open()
    .apply(wanted, 1)
    .catch((thrown: unknown) => thrown);
  expect(drift).toBeInstanceOf(HostDrift);
  expect(drift).toMatchObject({ files: [NAS] });
  expect(lists["dns/hosts"]).toEqual([NAS]);
  expect(await open().drift()).toEqual([`Pi-hole's ${NAS} is somebody else's, and stands for a name of ours`]);
  await open().apply(wanted, 1, { overwrite: [NAS] });
  expect([lists["dns/hosts"], state.open]).toEqual([["192.168.0.6 nas.server.local"], 0]);
  lists["dns/hosts"] = [];
  expect(await open().drift()).toEqual(["Pi-hole's 192.168.0.6 nas.server.local was removed by hand"]);
  await open().apply(wanted, 1);
  expect(lists["dns/hosts"]).toEqual(["192.168.0.6 nas.server.local"]);
});

test("what it refuses is its own no, a wrong password too; and one that is busy is away", async () => {
  const { lists, state, open } = await fakePihole();
  await expect(open().apply([tcp("bad", "192.168.0.6")], 1)).rejects.toThrow(
    new HostRefused("Pi-hole says: Invalid value (192.168.0.6 bad.server.local)"),
  );
  expect(state.open).toBe(0);
  await open().apply([], 2); // what was under way is ours to take away
  expect(lists["dns/hosts"]).toEqual([NAS]);
  await expect(open({ password: "wrong" }).apply([], 1)).rejects.toThrow(
    new HostRefused("Pi-hole says: Unauthorized (password incorrect)"),
  );
  state.busy = true;
  await expect(open().apply([], 3)).rejects.toThrow(new HostAway("Pi-hole is away: it answers 503"));
  const fetch = () => Promise.reject(new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED") }));
  await expect(open({ fetch }).drift()).rejects.toThrow(new HostAway("Pi-hole is away: connect ECONNREFUSED"));
});
