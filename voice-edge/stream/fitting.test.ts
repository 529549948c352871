import { expect, test } from "vitest";
import { PeerError } from "../../kernel/errors.ts";
import { silentLog } from "../../kernel/log.ts";
import { createFittingEars } from "./fitting.ts";

/** Ears of which those with models tell what they are given. */
function fitting(have: string[] | undefined, { hasOnnx = true, isOffline = false } = {}) {
  const asked: string[] = [];
  const given: unknown[] = [];
  const shelf = { have };
  const ears = createFittingEars({
    ears: {
      open() {
        given.push("model");
        return {
          feed: ({ length }) => void given.push(length),
          listen: () => void given.push("listen"),
          close: () => void given.push("close"),
        };
      },
      close: () => Promise.resolve(),
    },
    models: {
      have: () => Promise.resolve(shelf.have),
      async need(name) {
        asked.push(name);
        if (isOffline) throw new PeerError("offline");
        return (shelf.have = ["a"]);
      },
    },
    hasOnnx: () => hasOnnx,
    log: silentLog,
  });
  /** By what an ear hears that is opened now. */
  const open = async (wake?: string[]) => {
    given.length = 0;
    ears.open({ wake, on: () => {} });
    await new Promise((resolve) => setImmediate(resolve));
    return given.includes("model") ? "model" : "loudness";
  };
  return { ears, open, asked, given };
}

test("a model that is here is heard by from the first on, and nothing that is said is lost", async () => {
  const { ears, given, asked } = fitting(["here"]);
  const ear = ears.open({ on: () => {} });
  const piece = new Int16Array(80);
  ear.feed(piece);
  ear.listen();
  ear.feed(piece.subarray(0, 40));
  ear.close();
  await expect.poll(() => given).toEqual(["model", 80, "listen", 40, "close"]);
  expect(asked).toEqual([]);
});

test("the first goes by loudness while the model is fetched, the next by the model", async () => {
  const { open, asked } = fitting(undefined);
  expect(await open()).toBe("loudness");
  expect(await open()).toBe("model");
  expect(asked).toEqual(["silero-vad"]);
});

test("offline it goes by loudness, and is tried again", async () => {
  const { open, asked } = fitting(undefined, { isOffline: true });
  expect(await open()).toBe("loudness");
  expect(await open()).toBe("loudness");
  expect(asked).toHaveLength(2);
});

test("without ONNX Runtime there is loudness alone; wake words have their models", async () => {
  expect(await fitting(["here"], { hasOnnx: false }).open()).toBe("loudness");
  expect(await fitting(undefined).open(["alexa"])).toBe("model");
});
