import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Clock } from "../../../kernel/clock.ts";
import { UserError } from "../../../kernel/errors.ts";
import { clientUrl, tokenOf } from "./guacamole.ts";
import type { Seen } from "./probe.ts";
import { probeDesktop } from "./probe.ts";
import { sealingIn } from "./seal.ts";
import { signedGrant } from "./signed.ts";

/** Who signs in to a desktop. */
const credentials = z.object({ username: z.string(), password: z.string() });
export type Credentials = z.infer<typeof credentials>;

/** Where a desktop is. */
export interface Connection {
  host: string;
  port: number;
  protocol: "rdp" | "vnc" | "ssh";
  credentials: Credentials | null;
  /** of a connection that Guacamole keeps itself */
  guacamoleId: string | null;
}

export interface Wish {
  machine: { name: string; uuid: string };
  principal: string;
  connection: Connection;
}

/** Desktops of machines: whether they answer, and links to them. */
export interface Desktop {
  /** there is nothing behind the machines */
  isDemo: boolean;
  /** A link that opens one desktop, for a minute; undefined where no Guacamole is set. @throws PeerError, UserError */
  link(wish: Wish, signal: AbortSignal): Promise<{ url: string; expires: number } | undefined>;
  probe(host: string, port: number, signal: AbortSignal): Promise<Seen>;
  seal(who: Credentials, uuid: string): string;
  /** @throws UserError */
  open(sealed: string, uuid: string): Credentials;
}

export const desktopSettings = {
  GUACAMOLE_URL: z.url("must be its address with its path, such as http://192.168.0.10:8080/guacamole").optional(),
  GUACAMOLE_SECRET: z
    .string()
    .regex(/^[0-9a-fA-F]{32}$/, "must be 32 hex digits, its json-secret-key")
    .optional(),
  GUACAMOLE_USER: z.string().optional(),
  GUACAMOLE_PASSWORD: z.string().optional(),
};
const settings = z.object(desktopSettings);
type Settings = z.infer<typeof settings>;

/** How long a link opens its desktop; milliseconds. */
const LINK_MS = 60_000;

interface DesktopParts {
  settings: Settings;
  /** folder of the key */
  data: string;
  fetch: typeof globalThis.fetch;
  clock: Clock;
  isDemo: boolean;
}

/**
 * Desktops by Guacamole: with GUACAMOLE_SECRET by grants we sign, each for one person and one machine, once; with
 * GUACAMOLE_USER by an account of its own, for the connection that is recorded.
 */
export function openDesktop({ settings: set, data, fetch, clock, isDemo }: DesktopParts): Desktop {
  const { GUACAMOLE_URL: url, GUACAMOLE_SECRET: secret, GUACAMOLE_USER: user, GUACAMOLE_PASSWORD: password } = set;
  const sealing = sealingIn(data);
  const purpose = (uuid: string) => `desktop of ${uuid}`;
  const signed = async (place: string, key: string, { machine, principal, connection }: Wish, signal: AbortSignal) => {
    const expires = clock.now() + LINK_MS;
    // A name of its own each time: Guacamole takes a grant back by its name, and two people may ask at once.
    const username = `${principal}:${machine.name}:${randomUUID().slice(0, 8)}`;
    const { protocol } = connection;
    const grant = {
      username,
      expires,
      connections: { [machine.name]: { protocol, parameters: parametersOf(connection) } },
    };
    const { authToken, dataSource } = await tokenOf({ url: place, fetch }, { data: signedGrant(grant, key) }, signal);
    return { url: clientUrl(place, machine.name, dataSource, authToken), expires };
  };
  const kept = async (place: string, { machine, connection }: Wish, signal: AbortSignal) => {
    if (connection.guacamoleId === null)
      throw new UserError(`Which connection of Guacamole is ${machine.name}? Record its guacamole_id.`);
    const form = { username: user ?? "", password: password ?? "" };
    const { authToken, dataSource } = await tokenOf({ url: place, fetch }, form, signal);
    return { url: clientUrl(place, connection.guacamoleId, dataSource, authToken), expires: clock.now() + LINK_MS };
  };
  return {
    isDemo,
    async link(wish, signal) {
      if (url === undefined) return undefined;
      if (secret !== undefined) return signed(url, secret, wish, signal);
      if (user !== undefined) return kept(url, wish, signal);
      throw new UserError("GUACAMOLE_URL needs GUACAMOLE_SECRET, or GUACAMOLE_USER and GUACAMOLE_PASSWORD, beside it.");
    },
    probe: probeDesktop,
    seal: (who, uuid) => sealing.seal(JSON.stringify(who), purpose(uuid)),
    open: (sealed, uuid) => credentials.parse(JSON.parse(sealing.open(sealed, purpose(uuid)))),
  };
}

/** Parameters of Guacamole's protocols; a machine at home signs its own certificate. */
function parametersOf({ host, port, protocol, credentials: who }: Connection): Record<string, string> {
  return {
    hostname: host,
    port: String(port),
    ...(protocol === "rdp" && { "ignore-cert": "true", security: "any", "resize-method": "display-update" }),
    ...(who && { username: who.username, password: who.password }),
  };
}
