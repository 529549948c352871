import { WebSocket } from "ws";
import { z } from "zod";
import { UserError } from "../kernel/errors.ts";
import { clean } from "../kernel/text.ts";
import { optionsOf } from "./options.ts";
import type { Microphone } from "./sound.ts";
import { createSpeaker, openMicrophone } from "./sound.ts";
import type { Command } from "./terminal.ts";

const USAGE = "listen [--wake WORD|none] [--area ROOM] [--device NAME] [--mute] [--once]";
const OPTIONS = {
  wake: { type: "string", default: "hey_jarvis" },
  area: { type: "string" },
  device: { type: "string" },
  mute: { type: "boolean", default: false },
  once: { type: "boolean", default: false },
} as const;

/** What the house tells over its socket; what is not here needs no doing. */
const told = z.discriminatedUnion("type", [
  z.object({ type: z.literal("wake"), word: z.string() }),
  z.object({ type: z.literal("heard"), heard: z.string(), text: z.string() }),
  z.object({ type: z.literal("turn"), turn: z.object({ say: z.string(), ask: z.unknown().nullable() }) }),
  z.object({ type: z.literal("speaking"), rate: z.number() }),
  z.object({ type: z.enum(["ready", "speechStart", "speechEnd", "nothing", "spoken", "stopped"]) }),
  z.object({ type: z.literal("error"), error: z.string() }),
]);

/** steward listen: this machine's microphone and speaker (arecord, aplay): wake word, chime, command, answer. */
export const listen: Command = async ({ args, client, print, note }) => {
  const { values } = optionsOf(args, OPTIONS, USAGE);
  const { url, token } = await client();
  const speaker = createSpeaker({ device: values.device, isMute: values.mute });
  const socket = new WebSocket(new URL("/voice/stream", url.replace(/^http/, "ws")), {
    headers: { authorization: `Bearer ${token}` },
    perMessageDeflate: false,
  });
  let microphone: Microphone | undefined;
  const { promise: over, resolve: end, reject: fail } = Promise.withResolvers<void>();
  const close = () => socket.close();
  process.once("SIGINT", close);
  process.once("SIGTERM", close);
  socket.on("error", (thrown) => fail(new UserError(`${url} does not answer: ${thrown.message}`)));
  socket.on("close", () => end());
  socket.on("open", () => {
    const wake = values.wake === "none" ? [] : [values.wake];
    socket.send(JSON.stringify({ type: "start", wake, area: values.area, speak: !values.mute }));
    let isHeard = false;
    microphone = openMicrophone({
      device: values.device,
      onSound(piece) {
        if (!isHeard)
          note(`${wake.length > 0 ? `Say “${values.wake.replaceAll("_", " ")}”, then` : "Say"} what should happen.`);
        isHeard = true;
        if (socket.readyState === WebSocket.OPEN) socket.send(piece);
      },
      onEnd: (why) => fail(new UserError(why)),
    });
  });
  let isAnswered = false;
  const finish = () => values.once && isAnswered && speaker.idle().then(() => socket.close());
  socket.on("message", (data, isBinary) => {
    if (isBinary) return speaker.play(Buffer.isBuffer(data) ? data : Buffer.from([]));
    const message = told.parse(JSON.parse(String(data)));
    switch (message.type) {
      case "wake":
        return speaker.chime();
      case "heard": {
        const { heard, text } = message;
        return print(`> ${clean(text, 400)}${heard === text ? "" : `   (heard: ${clean(heard, 400)})`}`);
      }
      case "turn":
        print(message.turn.say);
        isAnswered = message.turn.ask === null;
        return void (values.mute && finish());
      case "speaking":
        return speaker.begin(message.rate);
      case "spoken":
        speaker.finish();
        return void finish();
      case "stopped":
        return speaker.stop();
      case "error":
        note(message.error);
        isAnswered = true;
        return void finish();
    }
  });
  try {
    await over;
  } finally {
    process.off("SIGINT", close);
    process.off("SIGTERM", close);
    microphone?.close();
    speaker.stop();
    socket.terminate();
  }
};
