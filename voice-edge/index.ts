import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Clock } from "../kernel/clock.ts";
import type { Log } from "../kernel/log.ts";
import type { Caller, ToComposer } from "./composer.ts";
import { createComposerDoor } from "./composer.ts";
import type { Hearing } from "./hear/types.ts";
import { STREAM, createApp, isOpen, isOurs } from "./http/app.ts";
import { createForms } from "./http/form.ts";
import { createLinks } from "./links.ts";
import type { Packer } from "./say/encode.ts";
import { createPacker } from "./say/encode.ts";
import type { Saying } from "./say/types.ts";
import type { Ears } from "./stream/ears.ts";
import { createSockets } from "./stream/socket.ts";

export interface EdgeSetup {
  hearing: Hearing;
  saying: Saying;
  ears: Ears;
  /** the composer's API, in the name of a caller */
  send: ToComposer;
  lanUrl?: string;
  /** packs speech; ffmpeg unless told */
  packer?: Packer;
  /** of every answer */
  headers: Readonly<Record<string, string>>;
  clock: Clock;
  log: Log;
}

/** Ears and a mouth on the composer: its routes, its socket, and what each part of it is like now. */
export function createEdge({ hearing, saying, ears, send, packer = createPacker(), ...rest }: EdgeSetup) {
  const composer = createComposerDoor(send);
  const random = (bytes: number) => randomBytes(bytes).toString("base64url");
  const elapsed = () => performance.now();
  const parts = {
    hearing,
    saying,
    packer,
    composer,
    elapsed,
    links: createLinks(rest.clock, random),
    withForm: createForms(),
    ...rest,
  };
  const app = createApp(parts);
  const sockets = createSockets();
  return {
    composer,
    isOpen,
    has: isOurs,
    isSocket: (path: string) => path === STREAM,
    fetch: (request: Request, caller?: Caller) => app.fetch(request, { caller }),
    /** a connection of somebody who passed the guards becomes a WebSocket */
    upgrade: (caller: Caller, ...sent: [IncomingMessage, Duplex, Buffer]) =>
      sockets.take(sent, { caller, hearing, composer, saying, ears, elapsed, log: rest.log }),
    async close() {
      sockets.close();
      await Promise.all([hearing.close(), ears.close(), saying.close()]);
    },
  };
}
