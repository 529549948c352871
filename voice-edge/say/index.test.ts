import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { PeerError } from "../../kernel/errors.ts";
import { scratch, serving } from "../models/testing.ts";
import type { ChoiceParts } from "./choose.ts";
import { createEspeak } from "./espeak.ts";
import { createSaying } from "./index.ts";
import { byEspeak, byPackage, findPhonemes } from "./phonemes.ts";
import { idsOf } from "./piper/config.ts";
import { begunSoon, clausesOf, sentencesOf } from "./sentences.ts";
import { samplesOf, wavOf } from "./wav.ts";

const missing = () => Promise.reject(new PeerError("espeak-ng failed: not found"));
const tone = { rate: 22_050, samples: Int16Array.from([0, 1000, -1000, 32_767]) };

/** A speaking house of which only what is told is there. */
function house(settings: Partial<ChoiceParts["settings"]> = {}, parts: Partial<ChoiceParts> = {}) {
  return createSaying({
    settings: { STEWARD_TTS_MODEL: "tts-1", STEWARD_VOICE: undefined, STEWARD_TTS_KEY: undefined, ...settings },
    models: { have: () => Promise.resolve(undefined), need: () => Promise.reject(new Error("not asked for")) },
    onnx: { run: () => Promise.reject(new Error("not asked for")) },
    fetch,
    hasOnnx: () => true,
    run: missing,
    ...parts,
  });
}

const all = async (saying: ReturnType<typeof house>, text: string) => {
  const sounds = [];
  for await (const sound of saying.say(text)) sounds.push(sound);
  return sounds;
};

test("with nothing installed it says what to install, in one line", async () => {
  const saying = house();
  expect(await saying.state()).toMatchObject({ voice: null });
  await expect(all(saying, "Hello.")).rejects.toThrow(/^There is no voice: apt-get install espeak-ng [^\n]+\.$/);
  await saying.warm();
});

test("a remote voice is asked sentence by sentence, with words for numbers", async () => {
  const asked: unknown[] = [];
  const { url } = await serving((request, response) => {
    let body = "";
    request.on("data", (piece) => (body += String(piece)));
    request.on("end", () => {
      asked.push([request.url, request.headers.authorization, JSON.parse(body)]);
      response.end(wavOf(tone));
    });
  });
  const saying = house({ STEWARD_TTS_URL: `${url}v1`, STEWARD_TTS_KEY: "k", STEWARD_VOICE: "remote:nova" });
  expect(await all(saying, "4 lights are off. It is 7 °C.")).toEqual([tone, tone]);
  const sent = { model: "tts-1", voice: "nova", response_format: "wav" };
  expect(asked).toEqual([
    ["/v1/audio/speech", "Bearer k", { ...sent, input: "four lights are off." }],
    ["/v1/audio/speech", "Bearer k", { ...sent, input: "It is seven degrees." }],
  ]);
});

test("a remote voice that refuses is told in one line", async () => {
  const { url } = await serving((_, response) => response.writeHead(401).end("no\nkey"));
  const saying = house({ STEWARD_TTS_URL: url });
  await expect(all(saying, "Hello.")).rejects.toThrow(`The voice at ${new URL(url).host} answered 401: no key`);
});

test("the next sentence is made while the one before is played", async () => {
  const begun: string[] = [];
  const { url } = await serving((request, response) => {
    request.on("data", (piece) => begun.push(String(JSON.parse(String(piece)).input)));
    request.on("end", () => response.end(wavOf(tone)));
  });
  const saying = house({ STEWARD_TTS_URL: url }).say("One. Two. Three.");
  await saying.next();
  await expect.poll(() => begun).toEqual(["One.", "Two."]);
});

test("espeak-ng is a program: what it writes is the sound, and where it is missing that is said", async () => {
  const folder = scratch();
  const program = join(folder, "espeak-ng");
  writeFileSync(join(folder, "a.wav"), wavOf(tone));
  writeFileSync(program, `#!/bin/sh\necho "$@" > ${folder}/args\ncat ${folder}/a.wav\n`);
  chmodSync(program, 0o755);
  expect(await createEspeak("en-us", program).speak("-x yes")).toEqual(tone);
  await expect(createEspeak("en-us", join(folder, "none")).speak("yes")).rejects.toThrow("apt-get install espeak-ng");
});

test("Piper gets the ids of the phonemes of each clause with its sign, and a pad after each", async () => {
  const spoke: unknown[] = [];
  const folder = scratch();
  const config = {
    audio: { sample_rate: 22_050 },
    espeak: { voice: "en-us" },
    inference: { noise_scale: 0.667, length_scale: 1, noise_w: 0.8 },
    phoneme_id_map: { _: [0], "^": [1], $: [2], " ": [3], ",": [8], ".": [10], a: [14], b: [15] },
  };
  writeFileSync(join(folder, "v.onnx.json"), JSON.stringify(config));
  const run: ChoiceParts["run"] = (_, args) => Promise.resolve(args.includes("--ipa") ? ` ${args.at(-1)}\n` : "");
  const onnx: ChoiceParts["onnx"] = {
    run: async (job, input, result) => {
      spoke.push([job, input]);
      return result.parse(tone.samples);
    },
  };
  const saying = house({ STEWARD_VOICE: join(folder, "v.onnx") }, { run, onnx });
  expect(await all(saying, "a, xb.")).toEqual([tone]);
  const ids = [1, 0, 14, 0, 8, 0, 3, 0, 15, 0, 10, 0, 2];
  expect(spoke).toMatchObject([["piper", { ids, scales: [0.667, 1, 0.8], speakers: 1 }]]);
});

test("a Piper voice without its configuration, or without espeak-ng, says so", async () => {
  await expect(all(house({ STEWARD_VOICE: "/nowhere/v.onnx" }), "Hi.")).rejects.toThrow(
    "/nowhere/v.onnx.json is not the configuration of a Piper voice.",
  );
  await expect(findPhonemes(missing)).rejects.toThrow("A Piper voice needs espeak-ng");
  expect(await byPackage("no-such-package")).toBeUndefined();
});

test("what is there decides: a voice that was fetched before espeak-ng, and that before none", async () => {
  const have = () => Promise.resolve(["/models/v.onnx"]);
  const models = { have, need: have };
  expect(await house({}, { models, run: () => Promise.resolve("") }).state()).toEqual({
    voice: "en_US-ljspeech-medium",
    text: "en_US-ljspeech-medium",
  });
  expect(await house({}, { models, hasOnnx: () => false, run: () => Promise.resolve("") }).state()).toMatchObject({
    voice: "espeak-ng",
  });
  expect(await house({ STEWARD_VOICE: "none" }).state()).toEqual({ voice: null, text: "off (STEWARD_VOICE=none)" });
  await expect(house({ STEWARD_VOICE: "remote" }).state()).rejects.toThrow("needs STEWARD_TTS_URL");
});

test("a wav is read back as it was, whatever length it claims", () => {
  expect(samplesOf(wavOf(tone))).toEqual(tone);
  const streamed = wavOf(tone);
  streamed.writeUInt32LE(0x7fff_f000, 40);
  expect(samplesOf(streamed)).toEqual(tone);
  expect(() => samplesOf(Buffer.from("RIFF....WAVEfmt "))).toThrow(PeerError);
  expect(() => samplesOf(new Uint8Array())).toThrow(PeerError);
});

test("sentences are lines and what ends with a stop; a long one is divided", () => {
  expect(sentencesOf("It is 7.5 °C. Really?\nceiling light: on\n—\n")).toEqual([
    "It is 7.5 °C.",
    "Really?",
    "ceiling light: on",
  ]);
  const long = Array.from({ length: 60 }, (_, at) => `word${at}`).join(" ");
  expect(sentencesOf(long).every((part) => part.length <= 180)).toBe(true);
  expect(sentencesOf(long).join(" ")).toBe(long);
  expect(sentencesOf("x".repeat(5_000)).join("")).toHaveLength(4_096);
  expect(clausesOf("Yes, it is: on!")).toEqual([
    { words: "Yes", sign: "," },
    { words: "it is", sign: ":" },
    { words: "on", sign: "!" },
  ]);
});

test("a voice that takes its time begins with a clause, and makes more at once as it goes", async () => {
  expect(begunSoon("2 lights are off.")).toEqual(["2 lights are off."]);
  expect(begunSoon("The living room is at 21.5 degrees and the humidity is 45 percent.")).toEqual([
    "The living room is at 21.5 degrees",
    "and the humidity is 45 percent.",
  ]);
  const many =
    "Which one: Ceiling Light, Floor Lamp, TV Strip, Kitchen Light, Counter Light, Bedroom Light or Left Bedside?";
  expect(begunSoon(many)).toEqual([
    "Which one: Ceiling Light,",
    "Floor Lamp, TV Strip, Kitchen Light, Counter Light, Bedroom Light or Left Bedside?",
  ]);
  expect(begunSoon("Tom and Jerry is played, at 20 percent.")[0]).toBe("Tom and Jerry is played,");
  fc.assert(
    fc.property(fc.array(fc.constantFrom("on", "and", "10:30", "1,024", "light,", "so:", "or", "Kitchen")), (words) => {
      expect(begunSoon(words.join(" ")).join(" ")).toBe(words.join(" "));
    }),
  );
});

test("phonemes the voice does not know are left out", () => {
  expect(idsOf("aé?", { "^": [1], _: [0], $: [2], a: [14], e: [18] })).toEqual([1, 0, 14, 0, 18, 0, 2]);
});

test("espeak-ng is given words alone, never an option", async () => {
  const given: (readonly string[])[] = [];
  await byEspeak((_, args) => {
    given.push(args);
    return Promise.resolve("");
  })("--version, yes.", "en-us");
  expect(given.map((args) => args.slice(-2))).toEqual([
    ["--", "version"],
    ["--", "yes"],
  ]);
});
