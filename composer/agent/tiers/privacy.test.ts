import { expect, test } from "vitest";
import { PRIVATE_WORDS, createPrivacy } from "./privacy.ts";

const usual = createPrivacy({ words: PRIVATE_WORDS, tools: [] });

test.each([
  "What's my PASSWORD?",
  "keep it between us: who is home",
  "das Passwort für das WLAN",
  "pay with 4111 1111 1111 1111",
  "DE89 3704 0044 0532 0130 00 is mine",
  "transfer it to de89370400440532013000",
  "use sk-abc123",
  "what is my blood pressure today",
  "how did I sleep last night",
  "Wie hoch ist mein Kontostand?",
  "was my daughter home before ten",
])("%s never leaves", (text) => {
  expect(usual.isPrivateSentence(text)).toBe(true);
});

test.each(["turn on the pinball machine", "what runs on 192.168.0.10:8123", "use the cloud for this", "in 20 minutes"])(
  "%s may",
  (text) => {
    expect(usual.isPrivateSentence(text)).toBe(false);
  },
);

test("words and tools are the house's own to choose", () => {
  const ours = createPrivacy({ words: ["Aunt Mary"], tools: ["home_list", "cam_*"] });
  expect(ours.isPrivateSentence("is aunt mary here")).toBe(true);
  expect(ours.isPrivateSentence("is mary's aunt here")).toBe(false);
  expect(ours.isPrivateSentence("my password")).toBe(false);
  const isPrivate = (name: string, more = {}) => ours.isPrivateTool({ name, ...more });
  expect(["home_list", "home_get", "cam_look"].map((name) => isPrivate(name))).toEqual([true, false, true]);
  expect(isPrivate("home_get", { isPrivate: true })).toBe(true);
});
