import { expect, test } from "vitest";
import { PeerError } from "../../kernel/errors.ts";
import { silentLog } from "../../kernel/log.ts";
import { createFittingEars } from "./fitting.ts";

/** Ears of which it shows whether those with models were opened. */
function fitting(have: string[] | undefined, { hasOnnx = true, isOffline = false } = {}) {
  const asked: string[] = [];
  let opened = 0;
  const ear = { feed() {}, listen() {}, close() {} };
  const ears = createFittingEars({
    ears: {
      open() {
        opened += 1;
        return ear;
      },
      close: () => Promise.resolve(),
    },
    models: {
      have: () => Promise.resolve(have),
      need(name) {
        asked.push(name);
        return isOffline ? Promise.reject(new PeerError("offline")) : Promise.resolve(["a"]);
      },
    },
    hasOnnx: () => hasOnnx,
    log: silentLog,
  });
  const open = (wake?: string[]) => {
    const before = opened;
    ears.open({ wake, on: () => {} });
    return opened > before ? "model" : "loudness";
  };
  return { open, asked };
}

test("the first goes by loudness while the model is fetched, the next by the model", async () => {
  const { open, asked } = fitting(undefined);
  expect(open()).toBe("loudness");
  await expect.poll(() => open()).toBe("model");
  expect(asked).toEqual(["silero-vad"]);
});

test("offline it goes by loudness, and is tried again", async () => {
  const { open, asked } = fitting(undefined, { isOffline: true });
  expect(open()).toBe("loudness");
  await expect.poll(() => (open(), asked.length)).toBeGreaterThan(1);
  expect(open()).toBe("loudness");
});

test("without ONNX Runtime there is loudness alone; wake words have their models", () => {
  expect(fitting(["here"], { hasOnnx: false }).open()).toBe("loudness");
  expect(fitting(undefined).open(["alexa"])).toBe("model");
});
