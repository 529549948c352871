import { createHash } from "node:crypto";
import { z } from "zod";
import { messageOf } from "../../kernel/errors.ts";
import { HostAway, HostDrift, HostRefused } from "../../kernel/host/index.ts";
import { showAddress } from "../../kernel/net/address.ts";
import type { Json, JsonObject } from "../../kernel/schema.ts";
import { json } from "../../kernel/schema.ts";
import { clean } from "../../kernel/text.ts";
import type { NameDriver } from "./driver.ts";
import type { LocalName } from "./names.ts";
import { isProxied } from "./names.ts";

interface CaddyOptions {
  /** of its admin API, http://127.0.0.1:2019 */
  url: string;
  /** where its server of ours listens: ":80" */
  listen: string;
  /** whose certificates services of https must have, each for its name; a path where Caddy runs. Unset: any will do */
  upstreamCa?: string | undefined;
  fetch?: typeof globalThis.fetch;
}

const CLOSED = new Set(["UND_ERR_SOCKET", "ECONNRESET"]);
const ANSWER_MS = 10_000;
const SERVER = "steward";
const OURS = `Caddy's server ${SERVER}`;
const fault = z.object({ error: z.string() });

/** A field that Caddy keeps on any object and does not read: it tells by its sum whether a server is as we wrote it. */
const MARK = "@id";
const markOf = (server: JsonObject) => `steward-${createHash("sha256").update(canonical(server)).digest("hex")}`;
// Caddy gives objects back with their fields in an order of its own.
const canonical = (value: Json): string =>
  JSON.stringify(value, (_, part: Json) =>
    isRecord(part) ? Object.fromEntries(Object.entries(part).toSorted()) : part,
  );

/** Whether a server is one we wrote, as we wrote it. */
function isAsWritten(server: Json): boolean {
  if (!isRecord(server)) return false;
  const { [MARK]: mark, ...rest } = server;
  return mark === markOf(rest);
}

/** The server of ours in Caddy's configuration: a route a name, and 404 for any other. Pure. */
export function caddyServer(
  names: readonly LocalName[],
  { listen, upstreamCa }: Pick<CaddyOptions, "listen" | "upstreamCa">,
): JsonObject {
  const proxied = names.filter(({ protocol, port }) => isProxied(protocol) && port !== null);
  const routes = proxied.map((name) => routeOf(name, upstreamCa));
  const nobody = { handle: [{ handler: "static_response", status_code: 404 }] };
  const server = { listen: [listen], automatic_https: { disable: true }, routes: [...routes, nobody] };
  return { [MARK]: markOf(server), ...server };
}

function routeOf({ domain, ip, port, protocol }: LocalName, ca: string | undefined): JsonObject {
  const believed: JsonObject =
    ca === undefined ? { insecure_skip_verify: true } : { root_ca_pem_files: [ca], server_name: domain };
  const tls = protocol === "https" && { transport: { protocol: "http", tls: believed } };
  const proxy = { handler: "reverse_proxy", upstreams: [{ dial: showAddress({ ip, port }) }], ...tls };
  return { match: [{ host: [domain] }], handle: [proxy], terminal: true };
}

/** Caddy by its admin API: one server of ours among whatever else it has, which is left alone. */
export function caddyDriver({ url, listen, upstreamCa, fetch = globalThis.fetch }: CaddyOptions): NameDriver {
  let isWritten = false;
  const send = async (
    method: string,
    path: string,
    body?: Json,
    signal?: AbortSignal,
    isAgain = false,
  ): Promise<Answer> => {
    try {
      const late = AbortSignal.timeout(ANSWER_MS);
      const answer = await fetch(new URL(path, url), {
        method,
        redirect: "error",
        signal: signal ? AbortSignal.any([signal, late]) : late,
        ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
      });
      return { ok: answer.ok, body: parse(await answer.text()) };
    } catch (thrown) {
      const why = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown;
      // With each change Caddy opens its API anew, and closes connections that were kept.
      const isClosed = why instanceof Error && "code" in why && CLOSED.has(String(why.code));
      if (isClosed && !isAgain) return send(method, path, body, signal, true);
      throw new HostAway(`Caddy does not answer: ${messageOf(why)}`, { cause: thrown });
    }
  };
  const demand = async (method: string, path: string, body: Json, signal?: AbortSignal) => {
    const answer = await send(method, path, body, signal);
    if (!answer.ok) throw new HostRefused(`Caddy says: ${wordsOf(answer.body)}`);
  };
  return {
    name: "caddy",
    async apply(names, _generation, { signal, overwrite = [] } = {}) {
      const server = caddyServer(names, { listen, upstreamCa });
      const config = (await send("GET", "/config/", undefined, signal)).body;
      const there = ["apps", "http", "servers", SERVER].reduce<Json | undefined>(fieldOf, config);
      if (there !== undefined && !isAsWritten(there) && !overwrite.includes(OURS)) throw new HostDrift([OURS]);
      const { path, body } = placeFor(server, config);
      await demand(path === "/load" || path.endsWith(`/${SERVER}`) ? "POST" : "PUT", path, body, signal);
      isWritten = true;
    },
    async drift() {
      const { ok, body } = await send("GET", `/config/apps/http/servers/${SERVER}`);
      if (!ok || body === null) return isWritten ? ["Caddy has no server of ours (any more)"] : [];
      return isAsWritten(body) ? [] : [`${OURS} was changed by hand`];
    },
    close: async () => {},
  };
}

interface Answer {
  ok: boolean;
  body: Json;
}

/** The deepest place that is there already: Caddy makes none on the way. */
function placeFor(server: JsonObject, config: Json): { path: string; body: Json } {
  const apps = fieldOf(config, "apps");
  const http = fieldOf(apps, "http");
  const servers = { [SERVER]: server };
  if (config === null) return { path: "/load", body: { apps: { http: { servers } } } };
  if (!isRecord(apps)) return { path: "/config/apps", body: { http: { servers } } };
  if (!isRecord(http)) return { path: "/config/apps/http", body: { servers } };
  if (!isRecord(fieldOf(http, "servers"))) return { path: "/config/apps/http/servers", body: servers };
  return { path: `/config/apps/http/servers/${SERVER}`, body: server };
}

const isRecord = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const fieldOf = (value: Json | undefined, key: string): Json | undefined => (isRecord(value) ? value[key] : undefined);

function parse(text: string): Json {
  try {
    return json.parse(JSON.parse(text === "" ? "null" : text));
  } catch {
    return clean(text);
  }
}

function wordsOf(body: Json): string {
  const { data } = fault.safeParse(body);
  return clean(data?.error ?? (typeof body === "string" ? body : "no"), 200);
}
