import { once } from "node:events";
import { createServer } from "node:http";
import { WebSocketServer } from "ws";
import { type Clock, systemClock } from "../../../kernel/clock.ts";
import { UserError } from "../../../kernel/errors.ts";
import { completedChange } from "./complete.ts";
import type { Faults } from "./faults.ts";
import { type Attributes, type House, parseHouse } from "./house.ts";
import { live } from "./living-house.ts";
import { serveRest } from "./rest.ts";
import type { RecordedCall } from "./services.ts";
import { converse } from "./session.ts";

export interface DemoOptions {
  home: House;
  /** default: any free one */
  port?: number;
  /** default: `demo` */
  token?: string;
  clock?: Clock;
  faults?: Faults;
}

/** A state as the outside sees it. */
interface EntityState {
  state: string;
  attributes: Attributes;
}

/** A home served on 127.0.0.1 as Home Assistant would serve it. */
export interface DemoHome {
  url: string;
  token: string;
  /** every entity as it is now */
  states(): Record<string, EntityState>;
  /** changes an entity from outside, as its device would; attributes are merged */
  set(entityId: string, change: Partial<EntityState>): void;
  /** every service call that was accepted, in order */
  calls: readonly RecordedCall[];
  /** change them to misbehave from now on */
  faults: Faults;
  /** ends the starting phase and says so on the bus */
  started(): void;
  /** lets every connection fall, as a power cut would */
  drop(): void;
  close(): Promise<void>;
}

/**
 * Serves `home` over Home Assistant's WebSocket protocol (and the REST routes a doctor needs).
 * @throws UserError when `home` is none
 */
export async function startDemoHome(options: DemoOptions): Promise<DemoHome> {
  const { token = "demo", clock = systemClock, faults = {}, port = 0 } = options;
  const house = live(parseHouse(options.home), clock, faults);
  const http = createServer(serveRest(house, token));
  const sockets = new WebSocketServer({ server: http, path: "/api/websocket", autoPong: false });
  sockets.on("connection", (socket) => converse(socket, house, token));
  http.listen(port, "127.0.0.1");
  await once(http, "listening");
  const drop = () => sockets.clients.forEach((socket) => socket.terminate());
  return {
    url: `http://127.0.0.1:${portOf(http.address())}`,
    token,
    states: () => Object.fromEntries(house.world.all().map((thing) => [thing.entity_id, shown(thing)])),
    set(entityId, change) {
      const before = house.world.get(entityId);
      if (!before) throw new UserError(`This home has no ${entityId}`);
      const state = change.state ?? before.state;
      const attributes = completedChange(entityId, { ...before.attributes, ...change.attributes }, state);
      house.world.write(entityId, { state, attributes }, house.world.context(null));
    },
    calls: house.services.calls,
    faults,
    started() {
      faults.starting = false;
      house.fire("homeassistant_started", {});
    },
    drop,
    async close() {
      drop();
      sockets.close();
      http.closeAllConnections();
      http.close();
      await once(http, "close");
    },
  };
}

function shown({ state, attributes }: EntityState): EntityState {
  return { state, attributes };
}

function portOf(address: string | { port: number } | null): number {
  if (address === null || typeof address === "string") throw new UserError("The demo home has no port");
  return address.port;
}
