import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { createComposer } from "../composer/index.ts";
import { principal } from "../composer/gate/types.ts";
import { HEADERS } from "../composer/http/guards.ts";
import { systemClock } from "../kernel/clock.ts";
import type { Source } from "../kernel/environment.ts";
import { messageOf } from "../kernel/errors.ts";
import { exec } from "../kernel/exec.ts";
import type { Log } from "../kernel/log.ts";
import type { Caller, ToComposer } from "../voice-edge/composer.ts";
import { createHearing } from "../voice-edge/hear/index.ts";
import { createEdge } from "../voice-edge/index.ts";
import type { Models } from "../voice-edge/models/index.ts";
import { createModels } from "../voice-edge/models/index.ts";
import { createOnnx, hasOnnx } from "../voice-edge/onnx/index.ts";
import { createSaying } from "../voice-edge/say/index.ts";
import type { VoiceSettings } from "../voice-edge/settings.ts";
import { readVoiceSettings } from "../voice-edge/settings.ts";
import { createEars } from "../voice-edge/stream/ears.ts";
import { createFittingEars } from "../voice-edge/stream/fitting.ts";

type Composer = Awaited<ReturnType<typeof createComposer>>;

/** Where in-process requests go: no socket is opened for them, and the guards see a name of ours. */
const HERE = "http://localhost";

/** Puts the voice edge beside a composer: its routes behind our guards, its socket, and Wyoming where that is set. */
export async function mountVoice(composer: Composer, source: Source, log: Log) {
  const settings = readVoiceSettings(source);
  const { STEWARD_MODELS_DIR: folder, STEWARD_MODELS_URL: place, STEWARD_LAN_URL: lanUrl } = settings;
  const send: ToComposer = async (path, request, caller) =>
    composer.app.fetch(new Request(new URL(path, HERE), request), caller && { caller: principal.parse(caller) });
  const models = createModels({ folder, place, fetch, log });
  const onnx = createOnnx(log);
  const saying = createSaying({ settings, models, onnx, fetch });
  // Names are the house's own, whoever speaks: what a principal may not use the gate refuses.
  const listener = await composer.listener("voice");
  const names = async () => edge.composer.names(listener);
  const hearing = createHearing({ settings, models, names, fetch, exec, log });
  const ears = createFittingEars({ ears: createEars({ onnx, models, log }), models, hasOnnx, log });
  const edge = createEdge({
    hearing,
    saying,
    ears,
    send,
    lanUrl,
    headers: HEADERS,
    clock: systemClock,
    log,
  });
  let voice = "off";
  const look = () =>
    saying.state().then(
      (state) => (voice = state.voice === null ? "off" : "ok"),
      () => (voice = "wrong"),
    );
  void look();
  const doctor = async () => {
    const speaks = await saying.state().catch((thrown: unknown) => ({ voice: null, text: messageOf(thrown) }));
    const isWrong = voice === "wrong";
    return [
      { part: "hearing", ok: true, text: await heardBy(settings, models) },
      { part: "voice", ok: !isWrong, text: speaks.text },
    ];
  };
  composer.mount({ ...edge, health: () => ({ voice }), doctor });
  const wyoming = await openWyoming();
  return {
    /** a connection that wants to be a WebSocket: past the guards it is one, else it gets their answer */
    async onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
      socket.on("error", () => socket.destroy());
      try {
        let caller: Caller | undefined;
        const url = new URL(request.url ?? "/", `http://${request.headers.host ?? "localhost"}`);
        const asked = new Request(url, { headers: headersOf(request) });
        const answer = await composer.app.fetch(asked, { upgrade: (found: Caller) => (caller = found) });
        if (caller) await edge.upgrade(caller, request, socket, head);
        else refuse(socket, answer.status, await answer.text());
      } catch (thrown) {
        log.error("upgrade failed", { why: messageOf(thrown) });
        socket.destroy();
      }
    },
    async close() {
      await wyoming?.close();
      await edge.close();
      await onnx.close();
    },
  };

  async function openWyoming() {
    if (settings.STEWARD_WYOMING === undefined) return undefined;
    const { announce, placeOf, serveWyoming } = await import("../voice-edge/wyoming/index.ts");
    const where = placeOf(settings.STEWARD_WYOMING);
    const caller = await composer.speaker(where.principal);
    const parts = { caller, hearing, saying, composer: edge.composer, ears, log };
    const server = await serveWyoming(parts, where);
    const isTold = settings.STEWARD_WYOMING_ANNOUNCE === "yes";
    const endTelling = isTold ? announce(server.port, (why) => log.warn("zeroconf is off", { why })) : undefined;
    return {
      async close() {
        endTelling?.();
        await server.close();
      },
    };
  }
}

/** What hears, and what is fetched for it when somebody first speaks. */
async function heardBy(settings: VoiceSettings, models: Models): Promise<string> {
  const { STEWARD_STT: kind, STEWARD_STT_MODEL: name, STEWARD_STT_URL: url } = settings;
  if (url !== undefined) return `recognition at ${new URL(url).host}`;
  if (kind === "grammar") return "pocketsphinx, commands alone";
  const model = (await models.list()).find((one) => one.name === name);
  if (!model || model.isHere) return `Whisper ${name}`;
  const megabytes = Math.round((model.bytes - model.here) / 1e6);
  return `Whisper ${name}, ${megabytes} MB to fetch when somebody first speaks (now: npm run -s steward -- models pull)`;
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? "", rawHeaders[at + 1] ?? "");
  return headers;
}

function refuse(socket: Duplex, status: number, body: string): void {
  const head = [`HTTP/1.1 ${status} Refused`, "content-type: application/json", "connection: close"];
  socket.end(`${head.join("\r\n")}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}
