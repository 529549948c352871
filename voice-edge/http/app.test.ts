import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { UserError } from "../../kernel/errors.ts";
import { scratch } from "../models/testing.ts";
import { createPacker } from "../say/encode.ts";
import { CALLER, edgeOf, turnOf } from "../testing.ts";
import { samplesOf } from "../say/wav.ts";

type Edge = ReturnType<typeof edgeOf>["edge"];

const recording = (said: string, name = "audio", more: Record<string, string> = {}) => {
  const form = new FormData();
  form.append(name, new Blob([said]), "recording.wav");
  for (const [key, value] of Object.entries(more)) form.append(key, value);
  return form;
};
const post = (edge: Edge, path: string, body: FormData | object, headers: Record<string, string> = {}) => {
  const isForm = body instanceof FormData;
  const type = isForm ? {} : { "content-type": "application/json" };
  const content = isForm ? body : JSON.stringify(body);
  const request = new Request(`http://localhost${path}`, {
    method: "POST",
    body: content,
    headers: { ...type, ...headers },
  });
  return edge.fetch(request, CALLER);
};
const json = async (answer: Response | Promise<Response>) => {
  const { status } = await answer;
  const body: unknown = await (await answer).json();
  return { status, body };
};

test("a recording is heard, done and told, with how long each part took", async () => {
  const { edge, asked } = edgeOf({ "/api/ask": turnOf("4 lights are off.") });
  const answer = await json(post(edge, "/command", recording("turn off the lights", "audio", { area: "Kitchen" })));
  expect(answer).toMatchObject({
    status: 200,
    body: {
      text: "turn off the lights",
      say: "4 lights are off.",
      output: "4 lights are off.",
      turn: "t1",
      undoable: true,
    },
  });
  expect(asked).toMatchObject([
    {
      path: "/api/ask",
      caller: "owner",
      body: {
        text: "turn off the lights",
        area: "Kitchen",
        dryRun: false,
        voice: {
          heard: "turn off the lights",
          fuzzy: false,
          engine: "native",
          ms: { decode: 1, stt: 2, queued: 3, endpoint: 0 },
        },
      },
    },
  ]);
});

test("?dryRun=1 is passed on, and what the composer refuses comes back in its words", async () => {
  const { edge, asked } = edgeOf({ "/api/ask": { error: "Not now." } });
  const answer = await json(post(edge, "/command?dryRun=1", recording("go")));
  expect(answer).toEqual({ status: 422, body: { error: "Not now." } });
  expect(asked).toMatchObject([{ body: { dryRun: true } }]);
});

test("who accepts sound is answered with it, and the first of it is noted in the turn", async () => {
  const { edge, asked } = edgeOf({ "/api/ask": turnOf("One. Two.") });
  const answer = await post(edge, "/command", recording("go"), { accept: "audio/wav" });
  expect(answer.headers.get("content-type")).toBe("audio/wav");
  expect(answer.headers.get("x-steward-text")).toBe("go");
  expect(samplesOf(await answer.bytes()).samples).toHaveLength("One.Two.".length);
  expect(asked.at(-1)).toMatchObject({ path: "/api/turns/t1/sound", body: { ms: expect.any(Number) } });
});

test.each([
  ["no form", { a: 1 }, "Send a form (multipart/form-data) with the recording as audio."],
  ["no recording", new FormData(), "The form has no recording: it is sent as a file called audio."],
  ["another name", recording("x", "sound"), "The form has no recording: it is sent as a file called audio."],
  ["nothing said", recording(""), "Nothing was heard."],
])("%s is told in one line", async (_, body, error) => {
  const { edge, asked } = edgeOf();
  expect(await json(post(edge, "/command", body))).toEqual({ status: 422, body: { error } });
  expect(asked).toEqual([]);
});

test("too much is not read to its end", async () => {
  const { edge } = edgeOf();
  const headers = { "content-type": "multipart/form-data; boundary=x" };
  const body = new Uint8Array(10 * 1024 * 1024 + 70_000);
  const request = new Request("http://localhost/command", { method: "POST", headers, body });
  expect(await json(edge.fetch(request, CALLER))).toEqual({
    status: 422,
    body: { error: "A recording has at most 10 MB here." },
  });
});

test("OpenAI's route transcribes", async () => {
  const { edge } = edgeOf();
  const form = recording("hello", "file", { model: "whisper-1" });
  expect(await json(post(edge, "/v1/audio/transcriptions", form))).toEqual({ status: 200, body: { text: "hello" } });
  const verbose = recording("hello", "file", { response_format: "verbose_json" });
  expect((await json(post(edge, "/v1/audio/transcriptions", verbose))).body).toEqual({
    task: "transcribe",
    language: "en",
    duration: 1.5,
    text: "hello",
  });
});

const speech = (edge: Edge, body: object = {}) =>
  post(edge, "/v1/audio/speech", { input: "Hello there.", voice: "alloy", ...body });

test("speech is wav at the voice's own rate, and pcm at that of OpenAI's contract", async () => {
  const { edge } = edgeOf();
  const wav = samplesOf(await (await speech(edge, { response_format: "wav" })).bytes());
  expect([wav.rate, wav.samples.length]).toEqual([16_000, 12]);
  const pcm = await speech(edge, { response_format: "pcm" });
  expect(pcm.headers.get("content-type")).toBe("audio/pcm;rate=24000;channels=1");
  expect((await pcm.bytes()).byteLength).toBe(2 * 18);
  expect(await json(speech(edge, { response_format: "mp4" }))).toEqual({
    status: 422,
    body: { error: "response_format: one of mp3, opus, aac, flac, wav, pcm" },
  });
});

test.each([
  ["mp3", "audio/mpeg", "libmp3lame"],
  ["opus", "audio/ogg", "libopus"],
  ["aac", "audio/aac", "aac"],
  ["flac", "audio/flac", "flac"],
])("%s is packed by ffmpeg while it is still made", async (format, type, encoder) => {
  const { edge } = edgeOf({}, { packer: createPacker(programOf('echo "$@"; wc -c')) });
  const answer = await speech(edge, { response_format: format });
  expect(answer.headers.get("content-type")).toBe(type);
  const told = await answer.text();
  expect(told).toContain(`-f s16le -ar 16000 -ac 1 -i pipe:0 -c:a ${encoder} `);
  expect(Number(told.split("\n")[1])).toBe(2 * "Hello there.".length);
});

test("without ffmpeg packed formats say what is missing, and who named none gets a wav", async () => {
  const { edge } = edgeOf({}, { packer: createPacker("/nowhere/ffmpeg") });
  expect(await json(speech(edge, { response_format: "mp3" }))).toEqual({
    status: 422,
    body: { error: "mp3 is made by ffmpeg: apt-get install ffmpeg. wav and pcm need nothing." },
  });
  expect(samplesOf(await (await speech(edge)).bytes()).samples).toHaveLength(12);
  const withIt = edgeOf({}, { packer: createPacker(programOf("cat > /dev/null")) }).edge;
  expect((await speech(withIt)).headers.get("content-type")).toBe("audio/mpeg");
});

test("an ffmpeg that fails breaks the answer off, and who goes ends it", async () => {
  const failing = edgeOf({}, { packer: createPacker(programOf("echo no such encoder >&2; exit 1")) }).edge;
  const answer = await speech(failing, { response_format: "opus" });
  await expect(answer.bytes()).rejects.toThrow("ffmpeg failed: no such encoder");
  const mark = join(scratch(), "pid");
  const endless = edgeOf({}, { packer: createPacker(programOf(`echo $$ > ${mark}; echo begun; exec sleep 600`)) }).edge;
  const body = (await speech(endless, { response_format: "mp3" })).body?.getReader();
  await body?.read();
  const pid = Number(readFileSync(mark, "utf8"));
  await body?.cancel();
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow("ESRCH"));
});

/** A program that stands for another. */
function programOf(script: string): string {
  const path = join(scratch(), "program");
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

test("an answer is said on a speaker, which fetches it once within a minute", async () => {
  const clock = { time: 1_000, now: () => clock.time };
  const answers = {
    "/api/ask": turnOf("Dinner is ready."),
    "/api/tools/home_play": turnOf("Kitchen Speaker plays it."),
  };
  const { edge, asked } = edgeOf(answers, { lanUrl: "http://192.168.0.10:8420", clock });
  const { body } = await json(post(edge, "/command?speaker=kitchen speaker", recording("say it")));
  expect(body).toMatchObject({ spoken: "Kitchen Speaker plays it." });
  const played = () => {
    const { args } = Object(asked.at(-1)?.body);
    expect(args).toMatchObject({ do: "play", name: "kitchen speaker" });
    expect(args.what).toMatch(/^http:\/\/192\.168\.0\.10:8420\/voice\/said\/[\w-]{43}\.wav$/);
    return new URL(args.what).pathname;
  };
  const path = played();
  expect(edge.isOpen("GET", path)).toBe(true);
  const fetchSaid = (where: string) => edge.fetch(new Request(`http://localhost${where}`));
  expect(samplesOf(await (await fetchSaid(path)).bytes()).samples).toHaveLength("Dinner is ready.".length);
  expect((await fetchSaid(path)).status).toBe(404);
  await post(edge, "/command?speaker=kitchen speaker", recording("say it"));
  clock.time += 60_000;
  expect((await fetchSaid(played())).status).toBe(404);
});

test("without an address for speakers what was done is told all the same", async () => {
  const { edge } = edgeOf();
  expect((await json(post(edge, "/command?speaker=tv", recording("go")))).body).toMatchObject({
    say: "Done.",
    spoken: null,
    unspoken: "Speakers of the house need STEWARD_LAN_URL, where they find us.",
  });
});

test("no voice is a refusal in one line, not a broken wav; a bug is a reference", async () => {
  const saying = {
    // eslint-disable-next-line require-yield
    async *say() {
      await Promise.reject(new UserError("There is no voice: install one."));
    },
    warm: () => Promise.resolve(),
    state: () => Promise.resolve({ voice: null, text: "none" }),
    close: () => Promise.resolve(),
  };
  const { edge } = edgeOf({}, { saying });
  expect(await json(post(edge, "/v1/audio/speech", { input: "x" }))).toEqual({
    status: 422,
    body: { error: "There is no voice: install one." },
  });
  const broken = edgeOf({ "/api/ask": { nonsense: true } });
  expect((await json(post(broken.edge, "/command", recording("go")))).body).toEqual({
    error: expect.stringMatching(/^Something went wrong here \(reference [\w-]{8} in the log\)\.$/),
  });
});

test("the page and what proves itself is open, nothing else", () => {
  const { edge } = edgeOf();
  const said = `/voice/said/${"a".repeat(43)}.wav`;
  expect(["/voice", "/voice/talk.js", said].every((path) => edge.isOpen("GET", path))).toBe(true);
  expect(edge.isOpen("POST", "/manage/api/v1/login")).toBe(true);
  for (const path of [
    "/command",
    "/v1/audio/speech",
    "/voice/stream",
    "/manage/api/v1/login/me",
    "/voice/said/x.wav",
  ]) {
    expect([path, edge.isOpen("GET", path), edge.isOpen("POST", path)]).toEqual([path, false, false]);
  }
  expect(edge.has("/command") && edge.has("/voice/stream") && edge.has("/manage/api/v1/llm/prompt/tts")).toBe(true);
  expect(edge.has("/api/ask") || edge.has("/voicemail") || edge.has("/manage/api/v1/vms")).toBe(false);
});
