import { UserError, messageOf } from "../../../kernel/errors.ts";
import { parseAddress } from "../../../kernel/net/address.ts";
import { parseDomain } from "../../../kernel/net/domain.ts";
import { clean } from "../../../kernel/text.ts";
import type { Directive } from "./tree.ts";
import { directivesOf } from "./tree.ts";

/** A name that a configuration serves, and where it leads. */
export interface Adopted {
  domain: string;
  ip: string;
  port: number;
  protocol: "http" | "https";
}

/** What a configuration serves; `left`: what is not taken over, a line each, and why. */
export interface Read {
  names: Adopted[];
  left: string[];
}

/** Directives of a block that only passes on: what we write ourselves does as much. */
const PASSING = new Set(
  "listen server_name location access_log error_log client_max_body_size send_timeout keepalive_timeout charset gzip".split(
    " ",
  ),
);
const isPassing = ({ name, words }: Directive) =>
  PASSING.has(name) ||
  name.startsWith("proxy_") ||
  (name === "include" && /(^|\/)proxy(_params|\.conf)$/.test(words[0] ?? ""));

/** The names of an nginx configuration that only pass on, within the zone. @throws UserError where it is no configuration */
export function namesIn(text: string, zone: string): Read {
  const all = directivesOf(text);
  const servers = [...found(all, "server", (one) => one.block !== undefined)];
  const upstreams = new Map(
    [...found(all, "upstream", () => true)].map(({ words, block }) => [words[0] ?? "", block ?? []]),
  );
  const names: Adopted[] = [];
  const left: string[] = [];
  for (const server of servers) {
    const said = of(server.block, "server_name").flatMap(({ words }) => words);
    const leave = (why: string) =>
      left.push(`line ${server.line}: ${clean(said.join(" ") || "a server without a name", 60)} ${why}`);
    try {
      const place = placeOf(server.block ?? [], upstreams);
      for (const name of said) names.push({ domain: inZone(name, zone), ...place });
      if (said.length === 0) leave("is the default");
    } catch (thrown) {
      if (!(thrown instanceof UserError)) throw thrown;
      leave(messageOf(thrown));
    }
  }
  return onlyOnce({ names, left });
}

/** Blocks of a name at any depth, but for what stands in one of them. */
function* found(
  directives: readonly Directive[],
  name: string,
  isIt: (one: Directive) => boolean,
): Generator<Directive> {
  for (const one of directives) {
    if (one.name === name && isIt(one)) yield one;
    else if (one.block) yield* found(one.block, name, isIt);
  }
}

const of = (block: readonly Directive[] | undefined, name: string) => (block ?? []).filter((one) => one.name === name);

function inZone(name: string, zone: string): string {
  if (name.startsWith("~") || name.includes("*")) throw new UserError("is a pattern, not a name");
  if (!name.includes(".")) throw new UserError(`(${clean(name, 40)}) is no whole name`);
  return parseDomain(name, zone);
}

type Place = Omit<Adopted, "domain">;

/** Where a server leads that does nothing but pass on. @throws UserError with what else it does */
function placeOf(server: readonly Directive[], upstreams: ReadonlyMap<string, readonly Directive[]>): Place {
  if (of(server, "listen").some(({ words }) => words.includes("ssl"))) throw new UserError("is served with TLS");
  const locations = of(server, "location");
  const [location] = locations;
  if (!location) throw new UserError("passes nothing on");
  if (locations.length > 1 || location.words.join(" ") !== "/") throw new UserError("has places of its own");
  const other = [...server, ...(location.block ?? [])].find((one) => !isPassing(one));
  if (other) throw new UserError(`does more than pass on (${clean(other.name, 30)})`);
  const [pass] = of(location.block, "proxy_pass");
  if (!pass) throw new UserError("passes nothing on");
  return targetOf(pass.words[0] ?? "", upstreams);
}

function targetOf(said: string, upstreams: ReadonlyMap<string, readonly Directive[]>): Place {
  const protocol = said.startsWith("https://") ? ("https" as const) : ("http" as const);
  if (!said.startsWith(`${protocol}://`)) throw new UserError(`leads to ${clean(said, 40)}, which is no HTTP`);
  const rest = said.slice(protocol.length + 3);
  const at = rest.indexOf("/");
  const host = at < 0 ? rest : rest.slice(0, at);
  if (at >= 0 && rest.length > at + 1) throw new UserError(`leads to a path (${clean(said, 40)})`);
  const servers = upstreams.get(host);
  if (servers && of(servers, "server").length !== 1) throw new UserError("leads to several servers");
  const { ip, port } = parseAddress(servers ? (of(servers, "server")[0]?.words[0] ?? "") : host);
  return { ip, port: port ?? (protocol === "https" ? 443 : 80), protocol };
}

/** A name that is there twice is served by the first; an address has one name here, which is the first too. */
function onlyOnce({ names, left }: Read): Read {
  const domains = new Set<string>();
  const sockets = new Map<string, string>();
  const kept = names.filter(({ domain, ip, port }) => {
    const socket = `${ip} ${port}`;
    const first = sockets.get(socket);
    if (domains.has(domain)) return false;
    domains.add(domain);
    if (first === undefined) return (sockets.set(socket, domain), true);
    left.push(`${domain}: what it leads to has the name ${first}`);
    return false;
  });
  return { names: kept, left };
}
