import type { RawData, WebSocket } from "ws";
import { z } from "zod";
import type { Session } from "./command.ts";
import { commandOf } from "./commands.ts";
import { type Fault, Refusal } from "./faults.ts";
import { type LivingHouse, version } from "./living-house.ts";

const message = z.looseObject({ id: z.int().positive(), type: z.string() });

/** Speaks Home Assistant's WebSocket protocol with one client, from auth_required until the socket closes. */
export function converse(socket: WebSocket, house: LivingHouse, token: string): void {
  const outbox = createOutbox(socket, house);
  const subscriptions = new Map<number, () => void>();
  const session: Session = {
    house,
    answer: outbox.answer,
    coalesce: outbox.coalesce,
    result: (id, result) => outbox.answer({ id, type: "result", success: true, result }),
    event: (id, event) => outbox.send({ id, type: "event", event }),
    subscribe: (id, stop) => void subscriptions.set(id, stop),
    unsubscribe(id) {
      subscriptions.get(id)?.();
      return subscriptions.delete(id);
    },
    drop: () => socket.terminate(),
  };
  const command = receiver(session, (id, error) => outbox.answer({ id, type: "result", success: false, error }));
  let receive = (value: unknown) => {
    if (!authenticate(value, token, house)) return refuse(socket, outbox);
    outbox.send({ type: "auth_ok", ha_version: version });
    receive = command;
  };
  socket.on("message", (data) => {
    const value = read(data);
    for (const one of Array.isArray(value) ? value : [value]) receive(one);
  });
  socket.on("ping", (data) => {
    if (!house.faults.silent) socket.pong(data);
  });
  socket.on("close", () => subscriptions.forEach((stop) => stop()));
  outbox.send({ type: "auth_required", ha_version: version });
}

function authenticate(value: unknown, token: string, house: LivingHouse): boolean {
  const asked = z.object({ type: z.literal("auth"), access_token: z.string() }).safeParse(value);
  return asked.success && asked.data.access_token === token && !house.faults.refusesToken;
}

function refuse(socket: WebSocket, outbox: Outbox): void {
  outbox.send({ type: "auth_invalid", message: "Invalid access token or password" });
  outbox.flush();
  socket.close();
}

type Fail = (id: number, error: Fault) => void;

/** Takes commands whose ids rise; everything that goes wrong with one is its answer. */
function receiver(session: Session, fail: Fail): (value: unknown) => void {
  let last = 0;
  return (value) => {
    const parsed = message.safeParse(value);
    if (!parsed.success) return fail(0, { code: "invalid_format", message: "Message incorrectly formatted." });
    const { id } = parsed.data;
    if (id <= last) return fail(id, { code: "id_reuse", message: "Identifier values have to increase." });
    last = id;
    try {
      run(session, parsed.data);
    } catch (thrown) {
      if (thrown instanceof Refusal) fail(id, { code: thrown.code, message: thrown.message });
      else fail(id, { code: "unknown_error", message: String(thrown) });
    }
  };
}

function run(session: Session, asked: z.infer<typeof message>): void {
  const { faults } = session.house;
  const fault = faults.errors?.[asked.type];
  if (fault) throw new Refusal(fault.code, fault.message);
  const command = commandOf(asked.type, faults.starting === true);
  if (!command) throw new Refusal("unknown_command", "Unknown command.");
  command(session, asked);
}

interface Outbox {
  send(message: object): void;
  /** like `send`, later when answers are slow */
  answer(message: object): void;
  coalesce(on: boolean): void;
  flush(): void;
}

/** What is sent in one turn of the event loop goes out together: as one array once the client asked for that. */
function createOutbox(socket: WebSocket, house: LivingHouse): Outbox {
  let waiting: object[] = [];
  let together = false;
  const flush = () => {
    const messages = waiting;
    waiting = [];
    if (house.faults.silent || socket.readyState !== socket.OPEN) return;
    if (together && messages.length > 1) socket.send(JSON.stringify(messages));
    else for (const one of messages) socket.send(JSON.stringify(one));
  };
  const send = (one: object) => {
    if (waiting.push(one) === 1) setImmediate(flush);
  };
  const answer = (one: object) => {
    if (house.faults.slow) setTimeout(send, house.faults.slow, one).unref();
    else send(one);
  };
  return { send, answer, flush, coalesce: (on) => void (together = on) };
}

function read(data: RawData): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}
