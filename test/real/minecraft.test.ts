import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { overHttp, startHouse } from "../../evals/house.ts";
import { systemClock } from "../../kernel/clock.ts";
import { exec } from "../../kernel/exec.ts";
import { openBackups } from "../../mcp-servers/minecraft/backup/backups.ts";
import type { Console } from "../../mcp-servers/minecraft/console/console.ts";
import { rconConsole } from "../../mcp-servers/minecraft/console/rcon.ts";
import { startFakeServer } from "../../mcp-servers/minecraft/contract/server.ts";
import { makeWorld } from "../../mcp-servers/minecraft/contract/world.ts";
import { dockerSwitch } from "../../mcp-servers/minecraft/switch/docker.ts";
import type { Podman } from "./podman.ts";
import { startPodman } from "./podman.ts";

let podman: Podman;
beforeAll(async () => {
  podman = await startPodman();
  await podman.create("survival", { "steward.minecraft": "" });
  await podman.create("database", {});
  return podman.close;
});

const soon = () => AbortSignal.timeout(30_000);

test("a labelled container of a real engine is started and stopped, and one without the label is not", async () => {
  const survival = dockerSwitch("survival", podman.host);
  expect(await survival.isOn(soon())).toBe(false);
  await survival.start(soon());
  await survival.start(soon());
  expect([await survival.isOn(soon()), await podman.isRunning("survival")]).toEqual([true, true]);
  await survival.stop(soon());
  await survival.stop(soon());
  expect([await survival.isOn(soon()), await podman.isRunning("survival")]).toEqual([false, false]);

  const database = dockerSwitch("database", podman.host);
  await expect(database.start(soon())).rejects.toThrow(
    "The container database has no label steward.minecraft: only those with it are switched.",
  );
  expect(await podman.isRunning("database")).toBe(false);
  await expect(dockerSwitch("nobody", podman.host).isOn(soon())).rejects.toThrow(/^There is no container nobody/);
});

test("by settings alone a sentence starts, asks, backs up and stops a world in a container", async () => {
  const server = await startFakeServer();
  const place = makeWorld();
  const { world, backups } = place;
  const file = join(place.root, "worlds.json");
  const rcon = { port: server.port, password: "secret" };
  const status = { port: server.statusPort };
  const survival = {
    name: "survival",
    switch: { docker: "survival", host: podman.host },
    rcon,
    status,
    world,
    backups,
  };
  const vault = { name: "vault", switch: { docker: "database", host: podman.host } };
  writeFileSync(file, JSON.stringify([survival, vault]));
  const house = await startHouse({ MINECRAFT_WORLDS: file });
  try {
    const { ask } = overHttp(house);
    const say = async (text: string) => (await ask(text, undefined, false)).say;
    server.players = [];
    expect(await say("stop survival")).toBe("survival is already off.");
    expect(await say("back up survival")).toBe("survival was not backed up: the server is off.");
    expect(await say("start survival")).toBe("survival is on.");
    expect(await podman.isRunning("survival")).toBe(true);
    server.players = ["Steve"];
    expect(await say("who is playing on survival")).toBe("survival (1.21.8) is on; Steve is playing; no backup yet.");
    expect(await say("tell everyone on survival that dinner is ready")).toBe("Said in survival; 1 player hears it.");
    expect(server.said).toEqual(["dinner is ready"]);
    expect(await say("back up survival")).toMatch(/^survival is backed up \(\d+ kB\)\.$/);
    expect(server.saving).toBe(true);
    await unzips(house, world);
    expect(await say("stop survival")).toBe("Steve is playing on survival. Stop anyway?");
    expect(await podman.isRunning("survival")).toBe(true);
    server.players = [];
    expect(await say("stop survival")).toBe("survival is off.");
    expect(await podman.isRunning("survival")).toBe(false);
    expect(await say("start vault")).toBe(
      "The container database has no label steward.minecraft: only those with it are switched.",
    );
  } finally {
    await house.close();
    await server.close();
    place.remove();
  }
});

/** A ZIP of the newest archive, as somebody else's program reads it. */
async function unzips(house: { url: string; token: string }, world: string): Promise<void> {
  const headers = { authorization: `Bearer ${house.token}`, "content-type": "application/json" };
  const body = JSON.stringify({ args: { name: "survival" } });
  const answer = await fetch(new URL("/api/tools/minecraft_zip", house.url), { method: "POST", headers, body });
  expect(await answer.json()).toMatchObject({
    say: expect.stringMatching(/^survival is zipped \(\d+ kB\): survival-/),
  });
  const folder = join(world, "../backups/survival");
  const zip = readdirSync(folder).find((name) => name.endsWith(".zip")) ?? "";
  const unpacked = mkdtempSync(join(tmpdir(), "steward-unzipped-"));
  await exec("python3", ["-m", "zipfile", "-e", join(folder, zip), unpacked], { timeout: 30_000 });
  const names = (place: string) => readdirSync(place, { recursive: true }).map(String).toSorted();
  expect(names(unpacked)).toEqual(names(world).filter((name) => name !== "session.lock"));
  for (const name of ["level.dat", "region/r.4.0.mca"])
    expect(readFileSync(join(unpacked, name)).equals(readFileSync(join(world, name)))).toBe(true);
  rmSync(unpacked, { recursive: true });
}

test("by settings alone a sentence starts and stops a world that is a plain process, and it outlives the house", async () => {
  const server = await startFakeServer();
  server.players = [];
  const place = makeWorld();
  const file = join(place.root, "worlds.json");
  const program = [process.execPath, "-e", "setTimeout(() => {}, 600_000)"];
  const rcon = { port: server.port, password: "secret" };
  writeFileSync(file, JSON.stringify([{ name: "survival", switch: { process: program, cwd: place.root }, rcon }]));
  const data = mkdtempSync(join(tmpdir(), "steward-plain-"));
  const within = async (work: (say: (text: string) => Promise<string>) => Promise<void>) => {
    const house = await startHouse({ MINECRAFT_WORLDS: file }, data);
    const { ask } = overHttp(house);
    await work(async (text) => (await ask(text, undefined, false)).say).finally(house.close);
  };
  const noted = z.object({ pid: z.number() });
  const isThere = () => {
    const { pid } = noted.parse(JSON.parse(readFileSync(join(data, "minecraft/survival.json"), "utf8")));
    return readdirSync("/proc").includes(String(pid));
  };
  try {
    await within(async (say) => {
      expect(await say("stop survival")).toBe("survival is already off.");
      expect(await say("start survival")).toBe("survival is on.");
    });
    expect(isThere()).toBe(true);
    await within(async (say) => {
      expect(await say("start survival")).toBe("survival is already on.");
      expect(await say("stop survival")).toBe("survival is off.");
    });
  } finally {
    await server.close();
    place.remove();
    rmSync(data, { recursive: true });
  }
});

test("a running container that the catalogue does not have is suggested as its labels say", async () => {
  await podman.create("photos", { "steward.name": "Photo Box", "steward.domain": "photos", "steward.minecraft": "" });
  await dockerSwitch("photos", podman.host).start(soon());
  const house = await startHouse({ DOCKER_HOST: podman.host });
  try {
    const headers = { authorization: `Bearer ${house.token}`, "content-type": "application/json" };
    const answer = await fetch(new URL("/api/tools/service_discover", house.url), {
      method: "POST",
      headers,
      body: "{}",
    });
    expect(await answer.json()).toMatchObject({ say: "1 container is not in the catalogue: Photo Box." });
  } finally {
    await house.close();
    await dockerSwitch("photos", podman.host).stop(soon());
  }
});

test.each([
  ["has too little room", "size=1m", /^survival is not backed up: it may need \d+ kB, and 0 kB are free\.$/],
  // Room for bytes, and for no more names: found out only when the archive is begun.
  ["turns out to be full", "size=200m,nr_inodes=4", /^survival is not backed up: the disk is full\.$/],
])("a disk that %s gets nothing, and the server saves again", async (_, options, fault) => {
  const server = await startFakeServer();
  const place = makeWorld();
  const disk = mkdtempSync(join(tmpdir(), "steward-disk-"));
  await exec("mount", ["-t", "tmpfs", "-o", options, "tmpfs", disk], { timeout: 5_000 });
  try {
    const told: boolean[] = [];
    const rcon = rconConsole({ host: "127.0.0.1", port: server.port, password: "secret" });
    const console: Console = { ...rcon, saving: (isOn, signal) => (told.push(isOn), rcon.saving(isOn, signal)) };
    const places = { name: "survival", world: place.world, backups: disk, keep: { daily: 3, weekly: 3 } };
    await expect(openBackups(places, systemClock).make(console, false, soon())).rejects.toThrow(fault);
    expect([told, server.saving, readdirSync(join(disk, "survival"))]).toEqual([[false, true], true, []]);
  } finally {
    await exec("umount", [disk], { timeout: 5_000 });
    rmSync(disk, { recursive: true });
    await server.close();
    place.remove();
  }
});
