import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { createComposer } from "../composer/index.ts";
import { systemClock } from "../kernel/clock.ts";
import { silentLog } from "../kernel/log.ts";
import { servers } from "../mcp-servers/index.ts";

let composer: Awaited<ReturnType<typeof createComposer>>;

beforeEach(async () => {
  const data = mkdtempSync(join(tmpdir(), "steward-vms-"));
  composer = await createComposer({
    source: { STEWARD_DATA: data },
    definitions: servers.filter(({ name }) => name === "vm"),
    clock: systemClock,
    log: silentLog,
  });
  composer.listensAt("http://localhost");
  await composer.ready;
  return async () => {
    await composer.close();
    rmSync(data, { recursive: true });
  };
});

async function ask(method: string, path: string, body?: object) {
  const answer = await composer.app.request(path, {
    method,
    headers: { authorization: `Bearer ${composer.ownerToken}`, "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  const given: unknown = await answer.json();
  return { status: answer.status, body: given };
}

test("machines are listed, looked at, and switched as the manager before did", async () => {
  const { body } = await ask("GET", "/api/vms");
  expect(body).toMatchObject([
    { name: "friend-ubuntu", state: "off", owner: "friend" },
    { name: "main-endeavouros", state: "running", addresses: [{ ip: "192.168.0.41" }] },
    { name: "windows-lab", state: "off", memory: 8192 },
  ]);
  expect(await ask("GET", "/api/vms/windows-lab")).toMatchObject({ status: 200, body: { name: "windows-lab" } });
  expect(await ask("GET", "/api/vms/windows")).toEqual({ status: 404, body: { error: "There is no such machine." } });
  expect(await ask("POST", "/api/vms/windows-lab/start")).toMatchObject({
    status: 200,
    body: { name: "windows-lab", state: "running", say: "windows-lab is running." },
  });
  expect(await ask("POST", "/api/vms/windows-lab/reboot")).toMatchObject({
    body: { say: "windows-lab is restarting." },
  });
  expect(await ask("POST", "/api/vms/windows-lab/shutdown")).toMatchObject({ body: { state: "off" } });
});

test("pulling the plug waits for an approval, which does it", async () => {
  const { status, body } = await ask("POST", "/api/vms/main-endeavouros/force-shutdown");
  expect([status, body]).toMatchObject([202, { needs: [{ summary: "pull the plug of main-endeavouros" }] }]);
  expect(await ask("GET", "/api/vms/main-endeavouros")).toMatchObject({ body: { state: "running" } });
});

test("a record is written and shows", async () => {
  const record = { name: "windows-lab", display_name: "Gaming PC", desktop_port: 3390 };
  expect(await ask("POST", "/api/vms", record)).toMatchObject({
    status: 201,
    body: { say: "Gaming PC is written down." },
  });
  expect(await ask("GET", "/api/vms/windows-lab")).toMatchObject({
    body: { title: "Gaming PC", desktop: { port: 3390, protocol: "rdp", hasCredentials: false } },
  });
  expect(await ask("POST", "/api/vms", { name: "windows-lab", colour: "red" })).toMatchObject({ status: 400 });
});

test("a desktop that is off is told, and one of the demo house has no link", async () => {
  expect(await ask("POST", "/api/vms/windows-lab/desktop")).toEqual({
    status: 422,
    body: { error: "windows-lab is off: start it first." },
  });
  expect(await ask("POST", "/api/vms/main-endeavouros/desktop")).toEqual({
    status: 200,
    body: { say: "The desktop of main-endeavouros would open; the demo house has none behind it.", url: null },
  });
});

test("a house of the demo makes no machines, and says so before anything is noted", async () => {
  const wish = { name: "green", image: "/cloud.img", distribution: "debian", user: "ada", password: "correct horse" };
  const asked = await ask("POST", "/api/tools/vm_provision", { args: wish });
  expect(asked).toMatchObject({ body: { needs: [{ summary: expect.stringMatching(/^make green \(debian; 4 GB/) }] } });
  expect(JSON.stringify(asked)).not.toContain("correct horse");
  const [need] = z.object({ needs: z.array(z.object({ id: z.string() })) }).parse(asked.body).needs;
  expect(await ask("POST", `/api/approvals/${need?.id}`, { decision: "approve" })).toMatchObject({
    body: { ok: false, say: "local makes no machines: that needs a host of libvirt (LIBVIRT_URIS)." },
  });
  expect(await ask("GET", "/api/provisions")).toEqual({ status: 200, body: [] });
});
