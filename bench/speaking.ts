import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { WebSocket } from "ws";
import { z } from "zod";
import { openHouse } from "../cli/open-house.ts";
import { takeFolder } from "../composer/lock.ts";
import { joeModel } from "../test/real/speech/joe.ts";
import { joe } from "../test/real/speech/speakers.ts";
import { weights } from "../test/real/speech/weights.ts";
import { wavOf } from "../voice-edge/say/wav.ts";
import { median, middle } from "./figures.ts";

type Print = (row: object) => void;
const run = promisify(execFile);
const root = resolve(import.meta.dirname, "..");
const ROUNDS = 15;
const RATE = 16_000;
const told = z.object({ type: z.string() });
const turn = z.object({ turn: z.string(), say: z.string(), voice: z.object({ ms: z.record(z.string(), z.number()) }) });

/** What speaking costs: a spoken command to its effect, the first sound of an answer, stopping, and memory. */
export async function speaking(print: Print): Promise<void> {
  const folder = await weights();
  const speaker = await joe();
  const samples = Int16Array.from(
    await speaker.say("turn off all the lights in the living room"),
    (one) => one * 32_767,
  );
  await speaker.close();
  for (const voice of ["espeak-ng", await joeModel()]) await houseOf(print, folder, voice, samples);
  await memoryOf(print);
}

async function houseOf(print: Print, models: string, voice: string, samples: Int16Array): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), "steward-speaking-"));
  const lock = takeFolder(data);
  if (!lock) throw new Error("a new folder is taken");
  const settings = { STEWARD_MODELS_DIR: models, STEWARD_STT_MODEL: "tiny.en", STEWARD_VOICE: voice };
  const house = await openHouse({ source: { ...settings, STEWARD_DATA: data }, port: 0, lock });
  const authorization = `Bearer ${house.composer.ownerToken}`;
  const command = (accept: string) => {
    const form = new FormData();
    form.append("audio", new Blob([wavOf({ rate: RATE, samples })]), "a.wav");
    return fetch(`${house.url}/command`, { method: "POST", headers: { authorization, accept }, body: form });
  };
  const undo = (id: string) =>
    fetch(`${house.url}/api/turns/${id}/undo`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body: "{}",
    });
  const acted: number[] = [];
  const sounded: number[] = [];
  let parts = {};
  for (let at = -2; at < ROUNDS; at += 1) {
    const begun = performance.now();
    const { turn: id, voice: how, say } = turn.parse(await (await command("application/json")).json());
    const ms = performance.now() - begun;
    if (say !== "2 lights are off.") throw new Error(`understood as something else: ${say}`);
    await undo(id);
    const spoken = await command("audio/wav");
    const body = spoken.body?.getReader();
    while (body && !(await body.read()).done);
    const kept = spoken.headers.get("x-steward-turn") ?? "";
    const sound = await soundOf(house.url, authorization, kept);
    await undo(kept);
    if (at < 0) continue; // the first load models
    acted.push(ms);
    sounded.push(sound);
    parts = how.ms;
  }
  const seconds = Math.round((samples.length / RATE) * 10) / 10;
  const name = voice.split("/").at(-1)?.replace(".onnx", "");
  print({ name: `end of ${seconds} s of speech to lights off`, model: "tiny.en", ...middle(acted), aimMs: 600, parts });
  print({ name: "first sound after the first sentence", voice: name, ...middle(sounded), aimMs: 300 });
  if (voice === "espeak-ng")
    print({
      name: "stop to silence, over the socket",
      ...(await stopping(house.url, authorization, samples)),
      aimMs: 200,
    });
  await house.close();
  await rm(data, { recursive: true });
}

/** When the first sound was there, as the turn has it: it is noted after the answer has been sent. */
async function soundOf(url: string, authorization: string, id: string): Promise<number> {
  for (let tries = 0; tries < 200; tries += 1) {
    const { voice } = turn.parse(await (await fetch(`${url}/api/turns/${id}`, { headers: { authorization } })).json());
    if (voice.ms["sound"] !== undefined) return voice.ms["sound"];
  }
  throw new Error("the first sound was not noted");
}

/** Commands over the socket, each interrupted as soon as its answer is heard. */
async function stopping(url: string, authorization: string, samples: Int16Array) {
  const times: number[] = [];
  for (let at = 0; at < 5; at += 1) {
    const socket = new WebSocket(`${url.replace("http", "ws")}/voice/stream`, { headers: { authorization } });
    await once(socket, "open");
    const until = async (type: string) => {
      for (;;) {
        const [data, isBinary] = await once(socket, "message");
        if (!isBinary && told.parse(JSON.parse(String(data))).type === type) return;
      }
    };
    socket.send(JSON.stringify({ type: "start", dryRun: true }));
    const speaking = until("speaking");
    const all = Int16Array.from([...new Int16Array(RATE), ...samples, ...new Int16Array(RATE)]);
    for (let from = 0; from < all.length; from += 1_280) {
      const { buffer } = all.slice(from, from + 1_280);
      socket.send(buffer);
    }
    await speaking;
    const begun = performance.now();
    const stopped = until("stopped");
    socket.send(JSON.stringify({ type: "stop" }));
    await stopped;
    times.push(performance.now() - begun);
    socket.terminate();
  }
  return middle(times);
}

/** Resident memory of a house with the voice edge and of its composer alone, each in a process of its own. */
async function memoryOf(print: Print): Promise<void> {
  const without: number[] = [];
  const beside: number[] = [];
  for (let at = 0; at < 5; at += 1) {
    without.push(await residentOf("alone"));
    beside.push(await residentOf("house"));
  }
  const [alone, house] = [median(without), median(beside)];
  print({ name: "memory of the edge at start", aloneMb: alone, withEdgeMb: house, moreMb: house - alone, aimMb: 20 });
}

async function residentOf(what: string): Promise<number> {
  const data = await mkdtemp(join(tmpdir(), "steward-memory-"));
  const env = { PATH: process.env["PATH"], HOME: data, STEWARD_DATA: data, STEWARD_PORT: "0" };
  const flags = ["--expose-gc", "--max-semi-space-size=4"];
  const script = join(root, "test/fixtures/house-memory.ts");
  const { stdout } = await run(process.execPath, [...flags, script, what], { env, cwd: data });
  await rm(data, { recursive: true });
  return Math.round(Number(stdout) / 1e6);
}
