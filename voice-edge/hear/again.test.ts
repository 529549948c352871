import { expect, test } from "vitest";
import { listenUntil } from "./again.ts";
import { promptNear, promptOf } from "./prompt.ts";

const names = [
  { kind: "service", name: "Grafana" },
  { kind: "light", name: "Hall Light" },
  { kind: "lock", name: "Front Door" },
  { kind: "machine", name: "friend-ubuntu", aliases: ["ubuntu"] },
  ...["Kitchen", "Living Room", "Bedroom", "Garden", "Attic"].map((name) => ({ kind: "area", name })),
];

/** Ears that hear one text after the other, and a house that understands some. */
function ears(heard: readonly string[], understood: readonly string[]) {
  const prompts: string[] = [];
  const listen = (prompt: string) => {
    const text = heard[prompts.push(prompt) - 1] ?? "";
    return Promise.resolve({ text, engine: "native", seconds: 2, ms: { decode: 1, stt: 100 } });
  };
  return {
    prompts,
    hear: () => listenUntil({ names, isUnderstood: (text) => Promise.resolve(understood.includes(text)) }, listen),
  };
}

test("what is understood at once is heard once, with nothing read before", async () => {
  const { prompts, hear } = ears(["turn off the hall light"], ["turn off the hall light"]);
  expect(await hear()).toMatchObject({ text: "turn off the hall light", ms: { decode: 1, stt: 100 } });
  expect(prompts).toEqual([""]);
});

test("what is not is heard again with the names that sound like it, and known to be guided", async () => {
  const { prompts, hear } = ears(["where is grandpa of", "Where is Grafana?"], ["Where is Grafana?"]);
  expect(await hear()).toMatchObject({ text: "Where is Grafana?", isGuided: true, ms: { decode: 1, stt: 200 } });
  expect(prompts).toEqual(["", promptNear(names, "where is grandpa of")]);
  expect(prompts[1]).toMatch(/Where is Grafana\?$/);
});

test("at last all names are read; what nobody understood stays as it was heard, with its names if it sounds the same", async () => {
  const { prompts, hear } = ears(["whistle in the attic", "Whistle in the Attic.", "Hall Light."], []);
  expect(await hear()).toMatchObject({ text: "Whistle in the Attic.", ms: { stt: 300 } });
  expect(prompts[2]).toBe(promptOf(names));
  const other = ears(["sing me a song", "Turn off the Hall Light.", "Turn off the Hall Light."], []);
  expect(await other.hear()).toMatchObject({ text: "sing me a song", isGuided: false });
});

test("what begins as no order does is heard again, and kept where nothing better comes", async () => {
  const heard = ["in the hall light to 30%", "Dim the Hall Light to 30%."];
  const { hear } = ears(heard, heard);
  expect(await hear()).toMatchObject({ text: "Dim the Hall Light to 30%.", isGuided: true });
  const { prompts, hear: unlock } = ears(["And lock the front door."], ["And lock the front door."]);
  expect(await unlock()).toMatchObject({ text: "And lock the front door.", isGuided: false });
  expect(prompts).toHaveLength(1);
  const same = "in the hall turn on the light";
  const { hear: again } = ears([same, "Hm.", "Hm."], [same]);
  expect(await again()).toMatchObject({ text: same, isGuided: false });
});

test("nothing said is nothing heard", async () => {
  const { prompts, hear } = ears([""], []);
  expect(await hear()).toMatchObject({ text: "" });
  expect(prompts).toHaveLength(1);
});

test("a plural that was heard at first stays, though a name has been read that has none", async () => {
  const { hear } = ears(["pern on the hall lights", "Turn on the Hall Light."], ["Turn on the Hall Lights."]);
  expect(await hear()).toMatchObject({ text: "Turn on the Hall Lights.", isGuided: true });
});

test("what starts something is listened to for stopping it, and is that where it is heard when it was read before", async () => {
  const said = ["Start ubuntu.", "stop ubuntu"];
  const { prompts, hear } = ears(said, ["Start ubuntu."]);
  expect(await hear()).toMatchObject({ text: "stop ubuntu.", isGuided: true });
  expect(prompts).toEqual(["", "Stop friend-ubuntu. Stop friend-ubuntu. Stop friend-ubuntu."]);
  const { hear: sure } = ears(["Start ubuntu.", "Start ubuntu."], ["Start ubuntu."]);
  expect(await sure()).toMatchObject({ text: "Start ubuntu.", isGuided: false });
  const { prompts: none, hear: other } = ears(["start the party"], []);
  await other();
  expect(none).not.toContainEqual(expect.stringContaining("Stop the party"));
});
