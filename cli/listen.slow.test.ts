import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { takeFolder } from "../composer/lock.ts";
import { startElsewhere } from "../test/fixtures/speech-elsewhere.ts";
import { openHouse } from "./open-house.ts";

const run = promisify(execFile);
const RATE = 16_000;
const tone = (seconds: number, loud: number) =>
  Int16Array.from({ length: seconds * RATE }, (_, at) => loud * Math.sin(at / 9));

/** A house whose recognition and voice are on loopback, and a machine whose microphone and speaker are files. */
async function machine(microphone: Int16Array, { hasMicrophone = true } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "steward-listen-"));
  const bin = join(folder, "bin");
  mkdirSync(bin);
  writeFileSync(join(folder, "microphone.raw"), new Uint8Array(microphone.buffer));
  const program = (name: string, text: string) => {
    writeFileSync(join(bin, name), `#!/bin/sh\necho "$@" >> ${folder}/${name}.args\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  if (hasMicrophone) program("arecord", `cat ${folder}/microphone.raw; exec sleep 60`);
  program("aplay", `exec cat >> ${folder}/speaker.raw`);
  const sound = { rate: 24_000, samples: tone(0.5, 1_000) };
  const elsewhere = await startElsewhere("turn off the kitchen light", sound);
  const lock = takeFolder(folder);
  if (!lock) throw new Error("a new folder is taken");
  // Nothing is fetched: the end of what is said is found by loudness.
  const house = await openHouse({ source: { ...elsewhere.source, STEWARD_DATA: folder }, port: 0, lock });
  onTestFinished(async () => {
    await house.close();
    elsewhere.close();
    rmSync(folder, { recursive: true });
  });
  const path = [dirname(process.execPath), bin, ...(hasMicrophone ? [process.env.PATH] : [])].join(delimiter);
  const steward = (...args: string[]) =>
    run(process.execPath, [resolve(import.meta.dirname, "steward.js"), "listen", ...args], {
      env: { PATH: path, STEWARD_URL: house.url, STEWARD_TOKEN: house.composer.ownerToken },
      timeout: 25_000,
    });
  return { steward, read: (name: string) => readFileSync(join(folder, name)) };
}

test("what is said to this machine is done, shown and answered aloud", async () => {
  const { steward, read } = await machine(Int16Array.from([...tone(1, 5), ...tone(1.2, 8_000), ...tone(3, 5)]));
  const { stdout, stderr } = await steward("--wake", "none", "--once", "--device", "plughw:1");
  expect(stdout).toBe("> turn off the kitchen light\nKitchen Light is off.\n");
  expect(stderr).toContain("Say what should happen.");
  expect(String(read("arecord.args"))).toBe("-q -t raw -f S16_LE -c 1 -r 16000 -D plughw:1\n");
  expect(String(read("aplay.args"))).toBe("-q -t raw -f S16_LE -c 1 -r 24000 -D plughw:1\n");
  expect(read("speaker.raw")).toEqual(Buffer.from(tone(0.5, 1_000).buffer));
});

test("a machine without a microphone is told what to install", async () => {
  const { steward } = await machine(tone(1, 5), { hasMicrophone: false });
  const { code, stderr } = Object(await steward("--wake", "none").catch((thrown: unknown) => thrown));
  expect({ code, stderr }).toEqual({ code: 2, stderr: "There is no arecord: apt-get install alsa-utils.\n" });
});
