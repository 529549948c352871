import { isDeepStrictEqual } from "node:util";
import { MachineFault } from "../driver.ts";
import type { MachineHost } from "../driver.ts";
import type { Card } from "./cards.ts";
import type { Wanted } from "./wanted.ts";
import { cardsOf, withCard } from "./cards.ts";

/** The cards a machine has when it starts next. */
export async function nextCards(host: MachineHost, uuid: string, signal: AbortSignal): Promise<Card[]> {
  const [xml, networks] = await Promise.all([host.xml(uuid, { inactive: true }, signal), host.networks(signal)]);
  return cardsOf(xml, networks);
}

/** How long a rollback may take, whatever became of the call. */
const ROLLBACK_MS = 10_000;

/**
 * Puts a card elsewhere by defining the machine anew; what its host then says of it must be what was wanted, or the
 * former definition is put back. It takes effect at the next start. @throws MachineFault
 */
export async function moveCard(
  host: MachineHost,
  uuid: string,
  mac: string,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<Card> {
  const former = await host.xml(uuid, { inactive: true }, signal);
  const xml = withCard(former, mac, wanted);
  if (xml === undefined) throw new MachineFault("gone", `It has no network card ${mac}.`);
  const others = (cards: readonly Card[]) => cards.filter((card) => card.mac !== mac);
  const before = others(await nextCards(host, uuid, signal));
  try {
    await host.define(xml, signal);
    const after = await nextCards(host, uuid, signal);
    const moved = after.find((card) => card.mac === mac);
    if (moved?.source === wanted.source && isDeepStrictEqual(others(after), before)) return moved;
    throw new MachineFault("failed", "Its host made something else of it.");
  } catch (fault) {
    await host.define(former, AbortSignal.timeout(ROLLBACK_MS));
    throw fault;
  }
}
