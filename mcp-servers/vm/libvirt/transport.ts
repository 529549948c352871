import { spawn } from "node:child_process";
import { connect } from "node:net";
import { Duplex } from "node:stream";
import type { Target } from "./uri.ts";
import { localUri, socketOf, socketsOf } from "./uri.ts";

/** Connects to the daemon of a target, which speaks RPC over what it gives. `scheme` other than its own for networks and storage. */
export type Connect = (target: Target, scheme: string, signal: AbortSignal) => Promise<Duplex>;

export const connectTo: Connect = (target, scheme, signal) =>
  target.ssh ? overSsh(target, target.ssh, scheme) : overSocket(socketOf(socketsOf(target, scheme)), signal);

function overSocket(path: string, signal: AbortSignal): Promise<Duplex> {
  const { promise, resolve, reject } = Promise.withResolvers<Duplex>();
  const socket = connect({ path });
  const abort = () => socket.destroy(signal.reason);
  const over = () => signal.removeEventListener("abort", abort);
  socket.once("connect", () => {
    over();
    resolve(socket);
  });
  socket.once("error", (fault: NodeJS.ErrnoException) => {
    over();
    reject(explained(path, fault));
  });
  signal.addEventListener("abort", abort, { once: true });
  return promise;
}

/** What is wrong with a socket, and what mends it. */
export function explained(path: string, fault: NodeJS.ErrnoException): Error {
  if (fault.code === "ENOENT")
    return new Error(`there is no socket ${path}: install libvirt-daemon-system, or mount its folder`, {
      cause: fault,
    });
  if (fault.code === "EACCES")
    return new Error(
      `${path} is not for this user: usermod -aG libvirt USER (of a container: group_add), then start anew`,
      { cause: fault },
    );
  if (fault.code === "ECONNREFUSED")
    return new Error(`nobody listens at ${path}: systemctl start libvirtd`, { cause: fault });
  return fault;
}

/** Seconds until a host that does not answer is away. */
const CONNECT_S = 5;

/** `virt-ssh-helper` on the other side speaks RPC on its stdin and stdout; no question is ever asked here. */
async function overSsh(target: Target, ssh: NonNullable<Target["ssh"]>, scheme: string): Promise<Duplex> {
  const options = { BatchMode: "yes", ConnectTimeout: CONNECT_S, ServerAliveInterval: 5, ServerAliveCountMax: 2 };
  const args = [
    "-T",
    ...Object.entries(options).flatMap(([option, value]) => ["-o", `${option}=${value}`]),
    ...(ssh.port === null ? [] : ["-p", String(ssh.port)]),
    ...(ssh.key === null ? [] : ["-i", ssh.key, "-o", "IdentitiesOnly=yes"]),
    ...(ssh.known === null ? [] : ["-o", `UserKnownHostsFile=${ssh.known}`, "-o", "StrictHostKeyChecking=yes"]),
    "--",
    ssh.user === null ? ssh.host : `${ssh.user}@${ssh.host}`,
    `virt-ssh-helper '${localUri(target, scheme)}'`,
  ];
  const child = spawn("ssh", args, { stdio: ["pipe", "pipe", "pipe"] });
  const duplex = Duplex.from({ readable: child.stdout, writable: child.stdin });
  let told = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (told = (told + text).slice(-500)));
  child.once("error", (fault) => duplex.destroy(fault));
  child.once("exit", (code) => {
    const said = told.trim().split("\n").at(-1) || `ssh ended with ${code}`;
    duplex.destroy(new Error(overThere(said, ssh)));
  });
  duplex.once("close", () => child.kill());
  return duplex;
}

/** What ssh or the helper behind it complains of, by words that all stand in it, and what mends it; first the closest. */
const COMPLAINTS: readonly (readonly [words: readonly string[], mends: (there: string) => string])[] = [
  [["virt-ssh-helper", "not found"], () => "install libvirt-clients there, 6.8 or later"],
  [["-sock", "Permission denied"], (there) => `there: usermod -aG libvirt ${there.split("@")[0]}`],
  [["-sock", "No such file"], () => "there: install libvirt-daemon-system"],
  [["-sock", "refused"], () => "there: systemctl start libvirtd"],
  [["Permission denied"], (there) => `let our key in: ssh-copy-id ${there}`],
  [["Host key verification failed"], (there) => `make its host key known, once: ssh ${there} true`],
  [["Identity file", "not accessible"], () => "its keyfile cannot be read"],
  [["Load key"], () => "its keyfile cannot be read"],
];

/** The complaint with what mends it; what nobody knows stands as it is. */
export function overThere(said: string, { user, host }: Pick<NonNullable<Target["ssh"]>, "user" | "host">): string {
  const [, mends] = COMPLAINTS.find(([words]) => words.every((word) => said.includes(word))) ?? [];
  return mends ? `${said.replace(/\.$/, "")}: ${mends(user === null ? host : `${user}@${host}`)}` : said;
}
