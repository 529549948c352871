import { afterAll, beforeAll, describe } from "vitest";
import { type Address, type Client, connectClient } from "./contract/client.ts";
import { devices } from "./contract/devices.ts";
import { lights } from "./contract/lights.ts";
import { lists } from "./contract/lists.ts";
import { places } from "./contract/places.ts";
import { protocol } from "./contract/protocol.ts";
import { refusals } from "./contract/refusals.ts";

/** A home under contract, ours until closed. */
export interface ContractHome extends Address {
  close(): Promise<void>;
}

/** What a part of the contract speaks of; only to be used inside its tests. */
export interface Subject {
  address(): Address;
  home(): Client;
}

/**
 * What holds for any faithful server of Home Assistant's WebSocket protocol, said on the entities of Home Assistant's
 * demo integration. Statements stand in any order; each brings about what it needs.
 */
export function homeContract(name: string, start: () => Promise<ContractHome>): void {
  describe(`${name} keeps the contract of a home`, () => {
    let address: ContractHome | undefined;
    let client: Client | undefined;
    beforeAll(async () => {
      address = await start();
      client = await connectClient(address);
    });
    afterAll(async () => {
      client?.close();
      await address?.close();
    });
    const subject: Subject = {
      address: () => present(address),
      home: () => present(client),
    };
    for (const part of [protocol, refusals, lights, devices, lists, places]) part(subject);
  });
}

function present<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new Error("the home did not start");
  return thing;
}
