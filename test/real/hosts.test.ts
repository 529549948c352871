import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { host as command } from "../../cli/host.ts";
import type { Terminal } from "../../cli/terminal.ts";
import { hostContract } from "../../kernel/host/contract.ts";
import { HostAway } from "../../kernel/host/index.ts";
import type { SshTarget } from "../../kernel/host/ssh.ts";
import { readHosts, sshArguments, sshHost } from "../../kernel/host/ssh.ts";
import type { Sshd } from "./sshd.ts";
import { startSshd } from "./sshd.ts";

const run = promisify(execFile);
const script = resolve(import.meta.dirname, "../../deploy/host/steward-host");
let sshd: Sshd;
let rules: string;
let data: string;
let target: SshTarget;
let printed: string[];

/** Runs `steward host …` with the settings of this house. */
async function steward(...args: string[]): Promise<number> {
  printed = [];
  const source = { STEWARD_DATA: data, STEWARD_HOSTS: `pi=ssh://${sshd.user}@127.0.0.1:${sshd.port}` };
  const terminal: Terminal = {
    args,
    source,
    client: () => Promise.reject(new Error("no composer is asked")),
    print: (line) => void printed.push(line),
    note: () => {},
  };
  return (await command(terminal)) ?? 0;
}
const pasted = () => printed.find((line) => line.startsWith("far=")) ?? "";

beforeAll(async () => {
  sshd = await startSshd();
  data = mkdtempSync(join(tmpdir(), "steward-near-"));
  rules = join(sshd.folder, "rules");
  mkdirSync(rules);
  const url = `ssh://${sshd.user}@127.0.0.1:${sshd.port}`;
  expect(await steward("add", "pi", url)).toBe(0);
  const key = /install '([^']+)'/.exec(pasted())?.[1] ?? "";
  await sshd.allow(key, `sh ${script} ${rules}`);
  [target = target] = readHosts(`pi=${url}`, join(data, "ssh"));
});
afterAll(async () => {
  await sshd.close();
  rmSync(data, { recursive: true });
});

/** A set of its own in the rules of the far side. */
async function setOf(name: string, folder: string, more = ""): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(rules, name), `folder=${folder}\n${more}`);
  await sshd.own(folder);
}
const there = (folder: string) =>
  new Map(
    readdirSync(folder)
      .filter((name) => !name.startsWith("."))
      .toSorted()
      .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );

hostContract("through a real sshd under another user", ({ base, folder, test: check = [], reload = [] }) => {
  writeFileSync(join(rules, "names"), `folder=${folder}\ntest=${check.join(" ")}\nreload=${reload.join(" ")}\n`);
  if (process.getuid?.() === 0) execFileSync("chown", ["-R", sshd.user, base]);
  return sshHost(target);
});

test("the pasted line installs the far side, and allows nginx and dnsmasq where they are", async () => {
  await steward("add", "pi", `ssh://${sshd.user}@127.0.0.1:${sshd.port}`);
  const packed = /echo (\S+)/.exec(pasted())?.[1] ?? "";
  const unpacked = gunzipSync(Buffer.from(packed, "base64")).toString();
  expect(unpacked).toBe(readFileSync(script, "utf8"));
  const root = mkdtempSync(join(tmpdir(), "steward-root-"));
  for (const folder of ["etc/nginx", "etc/dnsmasq.d"]) mkdirSync(join(root, folder), { recursive: true });
  const said = execFileSync("sh", [script, "install", "ssh-ed25519 AAAA steward"], {
    env: { ...process.env, ROOT: root },
  });
  expect(String(said)).toBe("ready: dnsmasq nginx\n");
  expect(readFileSync(join(root, "var/lib/steward-host/.ssh/authorized_keys"), "utf8")).toBe(
    'command="/usr/local/bin/steward-host /etc/steward-host",restrict ssh-ed25519 AAAA steward\n',
  );
  writeFileSync(join(root, "var/lib/steward-host/.ssh/authorized_keys"), "ssh-rsa BBBB somebody\n", { flag: "a" });
  execFileSync("sh", [script, "install", "ssh-ed25519 CCCC steward"], { env: { ...process.env, ROOT: root } });
  expect(readFileSync(join(root, "var/lib/steward-host/.ssh/authorized_keys"), "utf8")).toBe(
    'ssh-rsa BBBB somebody\ncommand="/usr/local/bin/steward-host /etc/steward-host",restrict ssh-ed25519 CCCC steward\n',
  );
  expect(readFileSync(join(root, "etc/steward-host/nginx"), "utf8")).toBe(
    "folder=/etc/nginx/steward\ntest=sudo -n /usr/sbin/nginx -t -q\nreload=sudo -n /usr/sbin/nginx -s reload\n",
  );
  rmSync(root, { recursive: true });
});

test("a check tells what a host takes, or why it is away", async () => {
  rmSync(join(rules, "names"), { force: true });
  await setOf("checked", join(sshd.folder, "checked"));
  expect(await steward("list")).toBe(0);
  expect(printed).toEqual(["local  this machine", `pi  ssh://${sshd.user}@127.0.0.1:${sshd.port}`]);
  expect(await steward("check")).toBe(0);
  expect(printed[0]).toMatch(/^pi {2}ok {2}takes checked {2}\d+ ms$/);
  await sshd.stop();
  expect(await steward("check", "pi")).toBe(1);
  expect(printed[0]).toMatch(/^pi {2}away {2}/);
  await sshd.start();
});

test("the key does nothing but this, and another host key is not believed", async () => {
  const ssh = (...args: string[]) =>
    run("ssh", [...sshArguments(target), ...args]).then(
      () => "done",
      (thrown: unknown) => String(Object(thrown).stderr),
    );
  expect(await ssh("id")).toContain("known: put, state, sets");
  expect(await ssh("state names; id")).toContain("that is no command");
  const known = join(data, "ssh/known_hosts");
  const kept = readFileSync(known, "utf8");
  writeFileSync(
    known,
    kept.replace(/AAAA\S+/, (key) => `${key.slice(0, -6)}AAAAAA`),
  );
  await expect(sshHost(target).state("checked")).rejects.toThrow(HostAway);
  writeFileSync(known, kept);
  expect((await sshHost(target).state("checked")).generation).toBe(null);
});

test("whenever the link is cut or the far side is killed, the folder is whole, and the next put makes it as wanted", async () => {
  const folder = join(sshd.folder, "cut");
  await setOf("cut", folder, "test=sleep 0.02\n");
  const setAt = (generation: number) => ({
    name: "cut",
    generation,
    files: new Map(
      ["a", "b", `only-${generation % 2}`].map((name) => [`${name}.conf`, `${name} ${generation}\n`.repeat(2_000)]),
    ),
  });
  const far = sshHost(target);
  await far.put(setAt(1));
  for (let generation = 2; generation < 22; generation++) {
    const before = there(folder);
    if (generation % 2 === 0) sshd.cutAfter(3_000 + generation * 3_000);
    else setTimeout(() => void sshd.killFarSide(rules), 150 + generation * 12);
    await far.put(setAt(generation)).catch((thrown: unknown) => expect(thrown).toBeInstanceOf(HostAway));
    sshd.mend();
    await far.state("cut");
    expect([before, setAt(generation).files]).toContainEqual(there(folder));
    await far.put(setAt(generation));
    expect(there(folder)).toEqual(setAt(generation).files);
  }
});
