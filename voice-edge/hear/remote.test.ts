import { expect, test } from "vitest";
import { PeerError } from "../../kernel/errors.ts";
import { tone } from "../decode/testing.ts";
import { createRemote } from "./remote.ts";

const samples = tone(440, 1);
const asked = { names: [{ kind: "service", name: "Grafana" }], language: "de" };

/** A service elsewhere that answers one thing, and what it was asked. */
function elsewhere(answer: () => Response | Promise<Response>) {
  const requests: Request[] = [];
  const engine = createRemote({
    url: "http://whisper.home:8000/v1/",
    key: "sk-ours",
    model: "whisper-1",
    fetch: (input, init) => {
      requests.push(new Request(input, init));
      return Promise.resolve(answer());
    },
    decoder: { decode: () => Promise.resolve(samples), close: () => Promise.resolve() },
  });
  return { engine, requests };
}

test("a recording is sent as a WAV, with the names of the house and the language", async () => {
  const { engine, requests } = elsewhere(() => Response.json({ text: "Where is\n Grafana?" }));
  const heard = await engine.hear({ audio: new Uint8Array(9) }, asked);
  expect(heard).toMatchObject({ text: "Where is Grafana?", engine: "remote", seconds: 1 });
  const [request] = requests;
  expect(request?.url).toBe("http://whisper.home:8000/v1/audio/transcriptions");
  expect(request?.headers.get("authorization")).toBe("Bearer sk-ours");
  const form = await request?.formData();
  expect(Object.fromEntries([...(form ?? [])].filter(([name]) => name !== "file"))).toEqual({
    model: "whisper-1",
    prompt: "Where is Grafana?",
    response_format: "json",
    language: "de",
  });
  const file = form?.get("file");
  expect(file instanceof File && file.size).toBe(44 + 32_000);
});

test("silence is not sent", async () => {
  const { engine, requests } = elsewhere(() => Response.json({ text: "Thank you for watching." }));
  expect((await engine.hear({ samples: new Float32Array(16_000) }, asked)).text).toBe("");
  expect(requests).toEqual([]);
});

test.each([
  [
    () => new Response("no such model", { status: 404 }),
    "whisper.home:8000, which hears for us, answered 404: no such model",
  ],
  [() => new Response("<html>"), "whisper.home:8000, which hears for us, did not answer with a text."],
  [
    () => Promise.reject(new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED") })),
    "whisper.home:8000, which hears for us, cannot be reached: connect ECONNREFUSED.",
  ],
])("what goes wrong there is told in a line", async (answer, why) => {
  const { engine } = elsewhere(answer);
  await expect(engine.hear({ samples }, asked)).rejects.toThrow(new PeerError(why));
});
