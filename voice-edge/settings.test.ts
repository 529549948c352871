import { expect, test } from "vitest";
import { readVoiceSettings } from "./settings.ts";

test.each([
  [{}, 2, "tiny.en"],
  [{}, 8, "base.en"],
  [{ STEWARD_STT_LANGUAGE: "de" }, 2, "base"],
  [{ STEWARD_STT_MODEL: "base" }, 2, "base"],
])("%o on %i cores is heard by %s", (source, cores, model) => {
  expect(readVoiceSettings(source, cores).STEWARD_STT_MODEL).toBe(model);
});

test.each([
  [{ STEWARD_STT: "remote" }, "STEWARD_STT=remote needs STEWARD_STT_URL"],
  [{ STEWARD_STT: "ears" }, "must be native, wasm, remote or grammar"],
  [{ STEWARD_STT_LANGUAGE: "deutsch" }, "must be two letters"],
  [{ STEWARD_STT_LANGUAGE: "de", STEWARD_STT_MODEL: "tiny.en" }, "tiny.en hears English only"],
])("%o is refused in words", (source, why) => {
  expect(() => readVoiceSettings(source)).toThrow(why);
});
