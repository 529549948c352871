import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import { beforeEach, expect, test } from "vitest";
import { listen } from "../composer/http/listen.ts";
import { takeFolder } from "../composer/lock.ts";
import { approve } from "./approve.ts";
import { call } from "./call.ts";
import { ask } from "./ask.ts";
import { connect } from "./client.ts";
import { doctor } from "./doctor.ts";
import { link } from "./link.ts";
import { openHouse } from "./open-house.ts";
import type { Command } from "./terminal.ts";
import { token } from "./token.ts";
import { tools } from "./tools.ts";
import { turns } from "./turns.ts";
import { undo } from "./undo.ts";
import { user } from "./user.ts";

let source: Record<string, string>;

beforeEach(async () => {
  const data = mkdtempSync(join(tmpdir(), "steward-cli-"));
  source = { STEWARD_DATA: data };
  const lock = takeFolder(data);
  if (!lock) throw new Error("a new folder is taken");
  const house = await openHouse({ source, port: 0, lock });
  return async () => {
    await house.close();
    rmSync(data, { recursive: true });
  };
});

/** Runs a command as its user would see it, with what differs from run to run replaced. */
async function run(command: Command, ...args: string[]) {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const client = await connect(source, print);
  const code = await command({ args, source, client: async () => client, print, note: print });
  const text = lines
    .join("\n")
    .replace(/[\d.]+ ms/g, "N ms")
    .replace(/\b[\w-]{12,}\b(?=\n|$| {2})/gm, "ID");
  return { code: code ?? 0, text };
}

test("a sentence is answered in two lines, and taken back by undo", async () => {
  expect(await run(ask, "please turn off all my lights")).toEqual({
    code: 0,
    text: "4 lights are off.\nphrases · 1 call · N ms · take it back with: npm run -s steward -- undo",
  });
  expect(await run(undo)).toEqual({
    code: 0,
    text: "4 lights are back as they were.\nphrases · 1 call · N ms",
  });
  await expect(run(undo)).rejects.toThrow(
    "There is nothing of the terminal's to take back: steward turns lists what was done.",
  );
});

test("a sentence nobody understands exits 1 and says so", async () => {
  expect(await run(ask, "sing")).toEqual({
    code: 1,
    text: "I can't do that without a model; see docs/models.md. Not understood: “sing”.\nnothing was done · N ms",
  });
});

test("--json is the answer as the composer gave it, on one line", async () => {
  const { text } = await run(ask, "turn off all my lights", "--json", "--dry-run");
  expect(JSON.parse(text)).toMatchObject({
    tier: "phrases",
    say: expect.stringMatching(/^Would do: .*off\.$/),
    undoable: false,
  });
});

test("what is dangerous waits, and is approved in the terminal once", async () => {
  const asked = await run(ask, "unlock the front door");
  expect(asked.code).toBe(0);
  expect(asked.text).toMatch(/Waits for an approval: .*\n.*approve with: npm run -s steward -- approve /);
  expect(await run(approve)).toEqual({ code: 0, text: "Front Door is unlocked." });
  await expect(run(approve)).rejects.toThrow("Nothing waits for an approval.");
  await run(ask, "unlock the front door");
  await expect(run(approve, "--no")).rejects.toThrow(
    "Unknown option '--no'. Usage: steward approve [ID] [--deny] [--json]",
  );
});

test("tokens of programs are shown once, listed without their secret, and revoked", async () => {
  const made = await run(token, "create", "hass", "--use", "mcp", "--json");
  const { id, secret } = JSON.parse(made.text);
  expect(secret).toMatch(/^steward_/);
  const all = await run(token, "list", "--json");
  expect(JSON.parse(all.text)).toMatchObject([{ id, principal: "hass", purpose: "mcp", ceiling: "danger" }]);
  expect(all.text).not.toContain(secret);
  expect((await run(token, "revoke", id)).code).toBe(0);
  expect((await run(token, "list")).text).toBe("No tokens.");
  await expect(run(token, "revoke", id)).rejects.toThrow("There is no such token");
  await expect(run(token, "create", "x", "--use", "all")).rejects.toThrow("use: api, mcp, stdio or voice");
});

test("doctor, tools, turns and link say what they are for", async () => {
  expect((await run(doctor)).text).toMatch(/^ok {5}homeassistant: demo home; yours: HASS_URL=/);
  const priced = JSON.parse((await run(tools, "--json")).text);
  expect(priced.tokens).toBeLessThanOrEqual(600);
  expect(priced.tools.length).toBeGreaterThan(4);
  await run(ask, "turn off all my lights");
  expect((await run(turns)).text).toMatch(/owner {2}turn off all my lights → 4 lights are off\. {2}\[undo\]$/);
  expect((await run(link)).text).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#key=/);
});

test("a composer that is not there, and one that does not know the token, are told in one line", async () => {
  const nobody = await listen(new Hono(), { host: "127.0.0.1", port: 0 });
  await nobody.close();
  const gone = await connect({ ...source, STEWARD_URL: nobody.url }, () => {});
  await expect(gone.request("GET", "/api/me")).rejects.toThrow(
    `${nobody.url}/ does not answer: is a composer running there?`,
  );
  const stranger = await connect({ ...source, STEWARD_TOKEN: "sixteen-characters-wrong" }, () => {});
  await expect(stranger.request("GET", "/api/me")).rejects.toThrow(/does not know this token: set STEWARD_TOKEN\.$/);
});

test("any tool is called by its name, those for people too", async () => {
  expect(await run(call, "vm_network", "name=windows-lab")).toEqual({
    code: 0,
    text: "windows-lab is on default, a network of its host: the house does not reach it by itself.\nnone · 1 call · N ms",
  });
  await expect(run(call, "vm_network", "nam=windows-lab")).rejects.toThrow(
    'vm_network takes NAME=VALUE of name, to and mac, not "nam=windows-lab".',
  );
  await expect(run(call, "vm_fly")).rejects.toThrow('There is no tool "vm_fly": steward tools lists them.');
});

test("members are listed, and gone when they are removed", async () => {
  expect((await run(user, "list")).text).toBe("No members: the owner signs in by link.");
  await expect(run(user, "remove", "ada")).rejects.toThrow("There is no member ada. Members: none.");
  await expect(run(user, "fly")).rejects.toThrow("Usage: steward user list | password NAME | remove NAME [--json]");
});
