import { z } from "zod";
import { describeServices } from "./catalogue.ts";
import { registryCommands } from "./registry-commands.ts";
import { todoCommands } from "./todo-commands.ts";
import { command, type Command } from "./command.ts";
import { Refusal } from "./faults.ts";
import { compressed, compressedEvent, fullState } from "./states.ts";

const attributes = z.record(z.string(), z.unknown());

const subscribeEntities = command({ entity_ids: z.array(z.string()).optional() }, (session, { id, entity_ids }) => {
  const isWanted = (entityId: string | undefined) =>
    !entity_ids || (entityId !== undefined && entity_ids.includes(entityId));
  const { world } = session.house;
  const stop = world.listen((transition) => {
    const entityId = (transition.after ?? transition.before)?.entity_id;
    if (isWanted(entityId)) session.event(id, compressedEvent(transition));
  });
  session.subscribe(id, stop);
  session.result(id, null);
  const first = world.all().filter((thing) => isWanted(thing.entity_id));
  session.event(id, { a: Object.fromEntries(first.map((thing) => [thing.entity_id, compressed(thing)])) });
});

const subscribeEvents = command({ event_type: z.string().optional() }, (session, { id, event_type }) => {
  const stop = session.house.listen((event) => {
    if (event_type === undefined || event_type === event.event_type) session.event(id, event);
  });
  session.subscribe(id, stop);
  session.result(id, null);
});

const unsubscribe = command({ subscription: z.int() }, (session, { id, subscription }) => {
  if (!session.unsubscribe(subscription)) throw new Refusal("not_found", "Subscription not found.");
  session.result(id, null);
});

const callService = command(
  {
    domain: z.string(),
    service: z.string(),
    service_data: attributes.optional(),
    target: attributes.optional(),
    return_response: z.boolean().default(false),
  },
  (session, { id, domain, service, service_data, target, return_response }) => {
    const { house } = session;
    const context = house.world.context(house.user.id);
    if (house.faults.drops === "before") return session.drop();
    const call = { domain, service, data: service_data ?? {}, target: target ?? {}, wantsResponse: return_response };
    const response = house.call(call, context);
    if (house.faults.drops === "after") return session.drop();
    session.result(id, { context, ...(return_response ? { response } : {}) });
  },
);

const core: Record<string, Command> = {
  supported_features: command({ features: z.record(z.string(), z.number()) }, (session, { id, features }) => {
    session.coalesce(features["coalesce_messages"] !== undefined);
    session.result(id, null);
  }),
  ping: command({}, (session, { id }) => session.answer({ id, type: "pong" })),
  get_config: command({}, (session, { id }) => session.result(id, session.house.config())),
  get_states: command({}, (session, { id }) => session.result(id, session.house.world.all().map(fullState))),
  get_services: command({}, (session, { id }) => session.result(id, describeServices(session.house.world))),
  subscribe_entities: subscribeEntities,
  subscribe_events: subscribeEvents,
  unsubscribe_events: unsubscribe,
  call_service: callService,
  "auth/current_user": command({}, (session, { id }) => {
    const { user } = session.house;
    session.result(id, { ...user, is_owner: true, is_admin: true, credentials: [], mfa_modules: [] });
  }),
};

/** Every command this home knows, by type; while it starts, those of its integrations are missing. */
export function commandOf(type: string, starting: boolean): Command | undefined {
  return core[type] ?? (starting ? undefined : (registryCommands[type] ?? todoCommands[type]));
}
