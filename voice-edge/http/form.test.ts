import { expect, test } from "vitest";
import { PeerError } from "../../kernel/errors.ts";
import { createForms } from "./form.ts";

test("of fifty forms at once no more is held than may be, and all is let go", async () => {
  const form = new FormData();
  form.append("audio", new Blob(["x".repeat(10_000)]), "a.wav");
  const encoded = new Response(form);
  const headers = { "content-type": encoded.headers.get("content-type") ?? "" };
  const body = await encoded.bytes();
  const request = () => new Request("http://localhost/", { method: "POST", headers, body });
  const withForm = createForms(6 * body.byteLength);
  const gate = Promise.withResolvers<void>();
  let most = 0;
  let held = 0;
  const work = async ({ audio }: { audio: Uint8Array }) => {
    most = Math.max(most, (held += 1));
    await gate.promise;
    held -= 1;
    return audio.byteLength;
  };
  const all = Array.from({ length: 50 }, () => withForm(request(), ["audio"], work).catch((thrown: unknown) => thrown));
  expect(await Promise.race(all)).toEqual(new PeerError("Too many recordings at once. Try again in a moment."));
  gate.resolve();
  const came = await Promise.all(all);
  expect(came.filter((one) => one === 10_000)).toHaveLength(most);
  expect(came.filter((one) => one instanceof PeerError)).toHaveLength(50 - most);
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(6);
  expect(await withForm(request(), ["audio"], work)).toBe(10_000);
});
