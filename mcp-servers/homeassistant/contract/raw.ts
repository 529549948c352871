import { once } from "node:events";
import { WebSocket } from "ws";
import { z } from "zod";
import type { Address } from "./client.ts";

const frame = z.looseObject({ type: z.string(), id: z.number().optional() });
const message = z.union([z.array(frame), frame.transform((one) => [one])]);
type Frame = z.infer<typeof frame>;

/** Frames in the order they come: for statements about it. */
export interface Raw {
  send(message: object): void;
  /** the next frame that fits; those before it are kept in `seen` */
  next(fits: (frame: Frame) => boolean): Promise<Frame>;
  seen: Frame[];
  /** how many frames each message brought: one, or several where they were coalesced */
  sizes: number[];
  close(): void;
}

/** Opens a bare socket, not yet authenticated. */
export async function openRaw({ url }: Address): Promise<Raw> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/api/websocket`);
  const arrived: Frame[] = [];
  const seen: Frame[] = [];
  const sizes: number[] = [];
  let wake = () => {};
  socket.on("message", (data) => {
    const frames = message.parse(JSON.parse(String(data)));
    sizes.push(frames.length);
    arrived.push(...frames);
    wake();
  });
  await once(socket, "open");
  return {
    seen,
    sizes,
    send: (message) => socket.send(JSON.stringify(message)),
    async next(fits) {
      for (;;) {
        const one = arrived.shift();
        if (one) seen.push(one);
        if (one && fits(one)) return one;
        if (!one) await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    close: () => socket.close(),
  };
}

/** A bare socket that has said its token. */
export async function openRawSession(address: Address): Promise<Raw> {
  const raw = await openRaw(address);
  raw.send({ type: "auth", access_token: address.token });
  await raw.next(({ type }) => type === "auth_ok");
  return raw;
}
