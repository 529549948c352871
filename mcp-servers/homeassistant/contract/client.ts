import {
  callService,
  type Connection,
  createConnection,
  createLongLivedTokenAuth,
  type HassEntities,
  type HassEntity,
  type HassServiceTarget,
  subscribeEntities,
} from "home-assistant-js-websocket";
import { z } from "zod";

/** Where a home answers and how to get in. */
export interface Address {
  url: string;
  token: string;
}

/** A home as a contract's statements see it: states as they are pushed, calls, commands. */
export interface Client {
  connection: Connection;
  /** floors and labels can be assigned and aimed at (Home Assistant 2024.4), and ranges are checked (2024.8) */
  isModern: boolean;
  entity(entityId: string): HassEntity | undefined;
  /** the ids of the states that are there now */
  ids(): string[];
  /** resolves when a pushed state holds; rejects after 20 s, saying what it was last */
  until(entityId: string, holds: (entity: HassEntity) => boolean): Promise<HassEntity>;
  call(service: string, target: HassServiceTarget | string, data?: object): Promise<unknown>;
  ask(type: string, fields?: object): Promise<unknown>;
  /** the code of the error that a call or command ends with */
  refusal(attempt: Promise<unknown>): Promise<string>;
  close(): void;
}

const failure = z.object({ code: z.string() });

/** Connects and waits for the first states. */
export async function connectClient({ url, token }: Address): Promise<Client> {
  const auth = createLongLivedTokenAuth(url, token);
  const connection = await createConnection({ auth, setupRetry: 0 });
  const states = watch(connection);
  await states.first;
  return {
    connection,
    isModern: isAtLeast(connection.haVersion, 2024, 8),
    entity: states.entity,
    ids: states.ids,
    until: states.until,
    call(service, target, data = {}) {
      const [domain = "", name = ""] = service.split(".");
      return callService(connection, domain, name, data, typeof target === "string" ? { entity_id: target } : target);
    },
    ask: (type, fields) => connection.sendMessagePromise({ type, ...fields }),
    refusal: (attempt) =>
      attempt.then(
        (value) => `no error: ${JSON.stringify(value)}`,
        (thrown: unknown) => failure.parse(thrown).code,
      ),
    close: () => connection.close(),
  };
}

function isAtLeast(version: string, year: number, month: number): boolean {
  const [ofYear = 0, ofMonth = 0] = version.split(".").map(Number);
  return ofYear > year || (ofYear === year && ofMonth >= month);
}

function watch(connection: Connection) {
  let entities: HassEntities = {};
  const waiting = new Set<() => void>();
  const { promise: first, resolve: started } = Promise.withResolvers<void>();
  subscribeEntities(connection, (now) => {
    entities = now;
    started();
    for (const check of waiting) check();
  });
  const until = (entityId: string, holds: (entity: HassEntity) => boolean) =>
    new Promise<HassEntity>((resolve, reject) => {
      const late = setTimeout(() => {
        waiting.delete(check);
        reject(new Error(`${entityId} is still ${JSON.stringify(entities[entityId])}`));
      }, 20_000);
      const check = () => {
        const entity = entities[entityId];
        if (!entity || !holds(entity)) return;
        clearTimeout(late);
        waiting.delete(check);
        resolve(entity);
      };
      waiting.add(check);
      check();
    });
  return { first, until, entity: (entityId: string) => entities[entityId], ids: () => Object.keys(entities) };
}
