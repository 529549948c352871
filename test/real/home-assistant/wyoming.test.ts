import { existsSync, globSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { openHouse } from "../../../cli/open-house.ts";
import { takeFolder } from "../../../composer/lock.ts";
import type { ContractHome } from "../../../mcp-servers/homeassistant/contract.ts";
import { createEspeak } from "../../../voice-edge/say/espeak.ts";
import { wavOf } from "../../../voice-edge/say/wav.ts";
import { startElsewhere } from "../../fixtures/speech-elsewhere.ts";
import { freePort } from "../ports.ts";
import { cacheFolder } from "./cache.ts";
import { chosenHome } from "./chosen.ts";

const step = z.object({ type: z.string(), flow_id: z.string() });
const states = z.array(z.object({ entity_id: z.string(), state: z.string() }));
const answer = z.object({
  response: z.object({ response_type: z.string(), speech: z.object({ plain: z.object({ speech: z.string() }) }) }),
  conversation_id: z.string().nullable(),
});

if (chosenHome.year === "2026") describe("Home Assistant 2026 by its own wyoming integration", withSteward);
else test("Home Assistant 2024 has no conversation by Wyoming, so that this is about 2026", hasNone);

function hasNone() {
  const folder = cacheFolder("ha-2024.3.3", join(import.meta.dirname, "ha-2024.3.3.lock"));
  const [wyoming = ""] = globSync(join(folder, "**/homeassistant/components/wyoming"));
  expect(existsSync(join(wyoming, "stt.py"))).toBe(true);
  expect(existsSync(join(wyoming, "conversation.py"))).toBe(false);
}

function withSteward() {
  let home: ContractHome;
  const spoken = "turn off the kitchen lights";

  const post = async (path: string, body: object) => {
    const headers = { authorization: `Bearer ${home.token}`, "content-type": "application/json" };
    const response = await fetch(new URL(path, home.url), { method: "POST", headers, body: JSON.stringify(body) });
    const told: unknown = await response.json();
    return told;
  };
  const state = async (id: string) => {
    const response = await fetch(new URL("/api/states", home.url), {
      headers: { authorization: `Bearer ${home.token}` },
    });
    return states.parse(await response.json()).find(({ entity_id }) => entity_id === id)?.state;
  };
  const say = async (text: string, conversation?: string) => {
    const body = { text, language: "en", agent_id: "conversation.steward", conversation_id: conversation };
    return answer.parse(await post("/api/conversation/process", body));
  };

  beforeAll(async () => {
    home = await chosenHome.start();
    const folder = await mkdtemp(join(tmpdir(), "steward-assist-"));
    const port = await freePort();
    const elsewhere = await startElsewhere(spoken);
    const lock = takeFolder(folder);
    if (!lock) throw new Error("a new folder is taken");
    const house = await openHouse({
      source: {
        ...elsewhere.source,
        STEWARD_DATA: folder,
        STEWARD_VOICE: "espeak-ng",
        STEWARD_WYOMING: `127.0.0.1:${port} assist`,
        HASS_URL: home.url,
        HASS_TOKEN: home.token,
      },
      port: 0,
      lock,
    });
    const flows = "/api/config/config_entries/flow";
    const form = step.parse(await post(flows, { handler: "wyoming" }));
    const made = step.parse(await post(`${flows}/${form.flow_id}`, { host: "127.0.0.1", port }));
    expect(made.type).toBe("create_entry");
    await vi.waitFor(async () => expect(await state("conversation.steward")).toBeDefined(), { timeout: 20_000 });
    return async () => {
      await house.close();
      elsewhere.close();
      await home.close();
      await rm(folder, { recursive: true });
    };
  });

  test("one entry brings ears, a mouth, wake words and an agent", async () => {
    const found = await Promise.all(
      ["stt.steward", "tts.steward", "wake_word.steward", "conversation.steward"].map(state),
    );
    expect(found).toEqual(Array.from({ length: 4 }, () => "unknown"));
  });

  test("its conversation agent is Steward: a sentence is done in Home Assistant itself, and taken back", async () => {
    expect(await state("light.kitchen_lights")).toBe("on");
    const done = await say("please turn off the kitchen lights");
    expect(done.response).toMatchObject({
      response_type: "action_done",
      speech: { plain: { speech: expect.stringMatching(/off\.$/) } },
    });
    expect(await state("light.kitchen_lights")).toBe("off");
    await say("undo", done.conversation_id ?? undefined);
    expect(await state("light.kitchen_lights")).toBe("on");
  });

  test("what it does not understand is an error there, not a done action", async () => {
    expect((await say("colorless green ideas sleep furiously")).response.response_type).toBe("error");
  });

  test("it hears and speaks for Home Assistant", async () => {
    const sound = await createEspeak().speak(spoken);
    const content = "format=wav; codec=pcm; sample_rate=16000; bit_rate=16; channel=1; language=en";
    const headers = { authorization: `Bearer ${home.token}`, "x-speech-content": content };
    const heard = await fetch(new URL("/api/stt/stt.steward", home.url), {
      method: "POST",
      headers,
      body: wavOf(sound),
    });
    expect(await heard.json()).toEqual({ text: spoken, result: "success" });
    // As it is: to make anything else of it Home Assistant needs ffmpeg.
    const asked = { engine_id: "tts.steward", message: "4 lights are off.", options: { preferred_format: "wav" } };
    const { path } = z.object({ path: z.string() }).parse(await post("/api/tts_get_url", asked));
    const speech = await fetch(new URL(path, home.url));
    expect(speech.status).toBe(200);
    const bytes = Buffer.from(await speech.arrayBuffer());
    expect(bytes.toString("latin1", 0, 4)).toBe("RIFF");
    expect(bytes.length).toBeGreaterThan(20_000);
  });
}
