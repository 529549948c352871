import fc from "fast-check";
import { once } from "node:events";
import { connect } from "node:net";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { UserError } from "../../kernel/errors.ts";
import { silentLog } from "../../kernel/log.ts";
import { scratch } from "../models/testing.ts";
import type { EarOptions } from "../stream/ears.ts";
import { CALLER, turnOf } from "../testing.ts";
import type { Event } from "./frame.ts";
import { createReader, frameOf } from "./frame.ts";
import { announce, placeOf, serveWyoming } from "./index.ts";
import type { WyomingParts } from "./session.ts";

const RATE = { rate: 16_000, width: 2, channels: 1 };

async function served(more: Partial<WyomingParts> = {}) {
  const asked: unknown[] = [];
  const recordings: Uint8Array[] = [];
  const opened: EarOptions[] = [];
  const server = await serveWyoming(
    {
      caller: CALLER,
      hearing: {
        hear(audio) {
          recordings.push(audio);
          const ms = { decode: 0, stt: 0, queued: 0 };
          const rest = { heard: "hello", fuzzy: false, engine: "native", model: "tiny.en", ms, seconds: 1 };
          return Promise.resolve({ ...rest, text: "hello" });
        },
        state: () => ({ engine: "native", model: "tiny.en" }),
      },
      saying: {
        async *say(text) {
          yield { rate: 22_050, samples: new Int16Array(text.length) };
        },
        state: () => Promise.resolve({ voice: "espeak-ng", text: "espeak-ng" }),
      },
      composer: {
        understands: () => Promise.resolve(true),
        ask: (_, question) => {
          asked.push(question);
          return Promise.resolve(turnOf(`Done: ${question.text}`, question.text === "what?" ? { tier: "none" } : {}));
        },
      },
      ears: {
        open(options) {
          opened.push(options);
          return { feed: () => options.on({ type: "wake", word: "hey_jarvis", score: 1 }), listen() {}, close() {} };
        },
      },
      log: silentLog,
      ...more,
    },
    { host: "127.0.0.1", port: 0, principal: "wyoming" },
  );
  onTestFinished(() => server.close());
  const client = async () => {
    const socket = connect(server.port, "127.0.0.1");
    await once(socket, "connect");
    onTestFinished(() => void socket.destroy());
    const got: Event[] = [];
    const read = createReader((event) => got.push(event));
    socket.on("data", read);
    const send = (type: string, data?: object, payload?: Buffer) => void socket.write(frameOf(type, data, payload));
    const types = () => got.map(({ type }) => type);
    return { socket, got, types, send };
  };
  return { client, asked, recordings, opened };
}

test("it says what it offers", async () => {
  const { client } = await served();
  const { send, got } = await client();
  send("describe");
  await expect.poll(() => got).toHaveLength(1);
  expect(got[0]).toMatchObject({
    type: "info",
    data: {
      asr: [{ installed: true, models: [{ name: "tiny.en", languages: ["en"] }] }],
      tts: [{ voices: [{ name: "espeak-ng" }] }],
      handle: [{ name: "Steward", supports_home_control: true, models: [{ name: "Steward" }] }],
      wake: [{ models: [{ name: "hey_jarvis", phrase: "hey jarvis" }, {}, {}, {}] }],
    },
  });
});

test("sound becomes a transcript, whatever its rate and channels", async () => {
  const { client, recordings } = await served();
  const { send, got } = await client();
  const shape = { rate: 44_100, width: 2, channels: 2 };
  send("transcribe", { language: "en" });
  send("audio-start", shape);
  send("audio-chunk", shape, Buffer.alloc(400, 1));
  send("audio-chunk", shape, Buffer.alloc(400, 2));
  send("audio-stop");
  await expect.poll(() => got).toMatchObject([{ type: "transcript", data: { text: "hello", language: "en" } }]);
  const [wav = new Uint8Array()] = recordings;
  expect(Buffer.from(wav).readUInt16LE(22)).toBe(2);
  expect(Buffer.from(wav).readUInt32LE(24)).toBe(44_100);
  expect(wav.length).toBe(844);
});

test("text becomes sound, in pieces", async () => {
  const { client } = await served();
  const { send, types, got } = await client();
  send("synthesize", { text: "x".repeat(5_000) });
  await expect.poll(types).toEqual(["audio-start", "audio-chunk", "audio-chunk", "audio-chunk", "audio-stop"]);
  expect(got[0]?.data).toEqual({ rate: 22_050, width: 2, channels: 1 });
  expect(got.reduce((sum, { payload }) => sum + payload.length, 0)).toBe(10_000);
});

test("a sentence is done in its conversation, or said not to be understood", async () => {
  const { client, asked } = await served();
  const { send, got } = await client();
  send("transcript", { text: "lights off", context: { conversation_id: "c1" } });
  send("transcript", { text: "what?" });
  await expect.poll(() => got).toHaveLength(2);
  expect(got).toMatchObject([
    { type: "handled", data: { text: "Done: lights off", context: { conversation_id: "c1" } } },
    { type: "not-handled", data: { text: "Done: what?" } },
  ]);
  expect(asked).toEqual([{ text: "lights off", conversation: "c1" }, { text: "what?" }]);
});

test("a wake word is told, and its absence", async () => {
  const { client, opened } = await served();
  const { send, types } = await client();
  send("detect", { names: ["alexa"] });
  send("audio-start", RATE);
  send("audio-stop");
  await expect.poll(types).toEqual(["not-detected"]);
  send("detect");
  send("audio-chunk", RATE, Buffer.alloc(2560));
  await expect.poll(types).toEqual(["not-detected", "detection"]);
  expect(opened.map(({ wake }) => wake)).toEqual([["alexa"], ["hey_jarvis"]]);
});

test("what is no event of its kind is told, and the next is taken; what speaks no Wyoming is let go", async () => {
  const { client } = await served();
  const { send, got, socket } = await client();
  send("synthesize", { words: 1 });
  send("ping", { text: "x" });
  await expect.poll(() => got).toMatchObject([{ type: "error" }, { type: "pong", data: { text: "x" } }]);
  socket.write("GET / HTTP/1.1\r\n\r\n");
  await once(socket, "close");
});

test("no more is read than can be done: who sends faster waits, and is answered in the end", async () => {
  const hearing = Promise.withResolvers<never>();
  const { client } = await served({
    hearing: { hear: () => hearing.promise, state: () => ({ engine: "native", model: "tiny.en" }) },
  });
  const { send, types, socket } = await client();
  send("audio-chunk", RATE, Buffer.alloc(100));
  send("audio-stop");
  for (let count = 0; count < 64; count++) send("ping", {}, Buffer.alloc(1024 * 1024));
  const other = await client();
  for (let round = 0; round < 500 && socket.writableLength > 0; round++) {
    other.send("ping");
    await once(other.socket, "data");
  }
  expect(socket.writableLength).toBeGreaterThan(32 * 1024 * 1024);
  hearing.reject(new UserError("Nothing was heard."));
  await expect.poll(types, { timeout: 10_000 }).toEqual(["error", ...Array.from({ length: 64 }, () => "pong")]);
});

test("who does not read what is said is let go", async () => {
  const { client } = await served();
  const { send, socket } = await client();
  socket.pause();
  for (let count = 0; count < 2_000; count++) send("synthesize", { text: "x".repeat(10_000) });
  await once(socket, "error"); // it was ended with more to say
  expect(socket.destroyed).toBe(true);
});

test("events are read however they are cut", () => {
  const events = fc.array(fc.tuple(fc.stringMatching(/^[a-z-]{1,12}$/), fc.uint8Array({ maxLength: 40 })), {
    maxLength: 4,
  });
  fc.assert(
    fc.property(events, fc.integer({ min: 1, max: 30 }), (all, size) => {
      const got: [string, number[]][] = [];
      const read = createReader(({ type, payload }) => got.push([type, [...payload]]));
      const bytes = Buffer.concat(all.map(([type, payload]) => frameOf(type, { n: "ü\n" }, Buffer.from(payload))));
      for (let at = 0; at < bytes.length; at += size) read(bytes.subarray(at, at + size));
      expect(got).toEqual(all.map(([type, payload]) => [type, [...payload]]));
    }),
  );
  const read = createReader(() => {});
  expect(() => read(Buffer.alloc(100_000, 97))).toThrow("too long");
  expect(() => createReader(() => {})(Buffer.from('{"type":"x","payload_length":9999999999}\n'))).toThrow(
    "payload_length",
  );
});

test.each([
  ["127.0.0.1:10700", { host: "127.0.0.1", port: 10_700, principal: "wyoming" }],
  ["[::1]:0 kitchen", { host: "::1", port: 0, principal: "kitchen" }],
])("%s is a place", (setting, place) => expect(placeOf(setting)).toEqual(place));

test.each(["0.0.0.0:10700", "[::]:1", "localhost", ":1", "a:99999"])("%s is refused in a line", (setting) => {
  expect(() => placeOf(setting)).toThrow(/^STEWARD_WYOMING: [^\n]+$/);
});

test("zeroconf is told by a program of its own, and its absence is noted", async () => {
  const folder = scratch();
  const program = join(folder, "avahi-publish");
  writeFileSync(program, `#!/bin/sh\necho "$@" > ${folder}/args\nexit 3\n`);
  chmodSync(program, 0o755);
  const faults: string[] = [];
  announce(10_700, (why) => faults.push(why), program);
  announce(10_700, (why) => faults.push(why), join(folder, "none"));
  await expect.poll(() => faults).toHaveLength(2);
  expect(faults.toSorted()).toMatchObject([
    expect.stringContaining("ended with 3: is avahi-daemon running?"),
    expect.stringContaining("did not start (apt-get install avahi-utils)"),
  ]);
});
