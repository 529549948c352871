import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname } from "node:path";
import { UserError } from "../../../kernel/errors.ts";

/** Where a daemon is spoken to, and what is asked of it there. */
export interface Target {
  /** how people tell hosts apart: "local", or the host's name */
  name: string;
  /** qemu, test … */
  scheme: string;
  /** "/system", "/session", "/default" */
  path: string;
  /** of the socket here, where the URI says one */
  socket: string | null;
  /** `key` and `known` are files: our key, and the host keys that are believed; null: those of whoever runs Steward */
  ssh: { user: string | null; host: string; port: number | null; key: string | null; known: string | null } | null;
}

/** Reads a libvirt URI. @throws UserError for transports that nothing here speaks */
export function targetOf(uri: string): Target {
  const url = URL.parse(uri);
  const [scheme = "", transport = ""] = url?.protocol.replace(/:$/, "").split("+") ?? [];
  if (!url || !["", "unix", "ssh"].includes(transport) || (url.hostname !== "" && transport !== "ssh"))
    throw new UserError(
      `${uri} is not supported here. Allowed: qemu:///system, qemu:///session, qemu+ssh://user@host/system, ?socket=PATH behind any.`,
    );
  const isSsh = transport === "ssh";
  if (isSsh && !/^[A-Za-z0-9._:[\]-]+$/.test(url.hostname))
    throw new UserError(`${uri} names no host: qemu+ssh://user@host/system.`);
  return {
    name: isSsh ? url.hostname : "local",
    scheme,
    path: url.pathname || "/system",
    socket: url.searchParams.get("socket"),
    ssh: isSsh
      ? {
          user: url.username === "" ? null : decodeURIComponent(url.username),
          host: url.hostname,
          port: url.port === "" ? null : Number(url.port),
          key: url.searchParams.get("keyfile"),
          known: url.searchParams.get("known_hosts"),
        }
      : null,
  };
}

/** The URI as the daemon itself is asked to open it; `scheme` other than its own for networks and storage. */
export const localUri = ({ scheme, path }: Target, other = scheme): string => `${other}://${path}`;

/** Modular daemons by what they serve; libvirtd serves all of it. */
const DAEMONS: Record<string, string> = {
  qemu: "virtqemud",
  network: "virtnetworkd",
  storage: "virtstoraged",
  xen: "virtxend",
  lxc: "virtlxcd",
  vbox: "virtvboxd",
  ch: "virtchd",
};

/** Where sockets of a daemon may lie, first the one to try first: modular daemons, then libvirtd. */
export function socketsOf({ socket, path, scheme }: Target, other = scheme): string[] {
  // Of a socket that is said, the others lie beside it.
  if (socket !== null && other === scheme) return [socket];
  const own = path === "/session" ? `/run/user/${userInfo().uid}/libvirt` : "/run/libvirt";
  const folder = socket === null ? own : dirname(socket);
  const modular = DAEMONS[other];
  return [
    ...(modular === undefined ? [] : [`${folder}/${modular}-sock`]),
    socket === null ? `${folder}/libvirt-sock` : socket,
  ];
}

/** The first that is there, else the last that could be. */
export const socketOf = (paths: readonly string[]): string =>
  paths.find((path) => existsSync(path)) ?? paths.at(-1) ?? "";
