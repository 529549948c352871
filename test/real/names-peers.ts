import { execFile, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { NOBODY, asNobody, isRoot } from "./nobody.ts";
import { freePort } from "./ports.ts";

const run = promisify(execFile);
const READY_MS = 10_000;

/** A real nginx and a real dnsmasq on free ports of loopback, each with a folder for Steward alone. */
export interface NamePeers {
  /** settings of a house that uses them */
  settings: Record<string, string>;
  /** of nginx, plain and by https */
  port: number;
  secure: number;
  /** the certificate of the zone, and its key */
  certificate: Buffer;
  key: Buffer;
  include: string;
  /** asks dnsmasq: the addresses of a name */
  dig(name: string, type?: string): Promise<string>;
  /** asks dnsmasq for the outcome of a question: "NOERROR", "REFUSED" … */
  status(name: string, type: string): Promise<string>;
  stopNginx(): Promise<void>;
  startNginx(): Promise<void>;
  close(): Promise<void>;
}

/** An address of this machine that is not loopback, which no service may have. */
export function ownAddress(): string {
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const found = own.find(({ family, internal }) => family === "IPv4" && !internal);
  if (!found) throw new Error("this machine has no address but loopback");
  return found.address;
}

export async function startNamePeers(): Promise<NamePeers> {
  const folder = await mkdtemp(join(tmpdir(), "steward-names-"));
  await chmod(folder, 0o755);
  const include = join(folder, "include");
  const zone = join(folder, "dnsmasq.d");
  for (const one of [include, zone, join(folder, "log")]) await mkdir(one);
  // Their own files are theirs; what the house writes is not.
  if (isRoot()) for (const one of [folder, join(folder, "log")]) await chown(one, NOBODY, NOBODY);
  const [port, secure, dns] = [await freePort(), await freePort(), await freePort()];
  const [key, certificate] = [join(folder, "zone.key"), join(folder, "zone.pem")];
  const subject = ["-subj", "/CN=server.local", "-addext", "subjectAltName=DNS:*.server.local"];
  const made = ["-days", "1", "-nodes", "-newkey", "rsa:2048", "-keyout", key, "-out", certificate];
  await run("openssl", ["req", "-x509", ...subject, ...made]);
  if (isRoot()) await chown(key, NOBODY, NOBODY);
  const config = join(folder, "nginx.conf");
  await writeFile(config, nginxConfig(folder, include));
  const dnsmasq = join(folder, "dnsmasq.conf");
  await writeFile(
    dnsmasq,
    `port=${dns}\nlisten-address=127.0.0.1\nbind-interfaces\nno-resolv\nno-hosts\nconf-dir=${zone}\npid-file=${folder}/dnsmasq.pid\n`,
  );
  const restart = join(folder, "restart");
  await writeFile(restart, restartScript(folder, dnsmasq), { mode: 0o755 });
  await run(restart);
  let nginx = await startNginx(config, folder);

  const ask = (name: string, type: string, ...more: string[]) =>
    run("dig", ["+time=2", "+tries=2", "-p", String(dns), "@127.0.0.1", name, type, ...more]);
  return {
    port,
    secure,
    certificate: await readFile(certificate),
    key: await readFile(key),
    include,
    settings: {
      DNS_PROXY: "nginx",
      NGINX_INCLUDE_DIR: include,
      NGINX_CONFIG: config,
      NGINX_LISTEN: String(port),
      NGINX_LISTEN_TLS: String(secure),
      NGINX_CERTIFICATE: certificate,
      NGINX_CERTIFICATE_KEY: key,
      NGINX_TEST: asNobody("nginx", "-t", "-q", "-e", `${folder}/log/error.log`).join(" "),
      NGINX_RELOAD: asNobody("nginx", "-s", "reload", "-e", `${folder}/log/error.log`).join(" "),
      DNS_RESOLVER: "dnsmasq",
      DNSMASQ_FILE: join(zone, "steward.conf"),
      DNSMASQ_RELOAD: restart,
      DNS_PROXY_ADDRESS: "127.0.0.1",
    },
    dig: async (name, type = "A") => (await ask(name, type, "+short")).stdout.trim(),
    status: async (name, type) => /status: (\w+)/.exec((await ask(name, type)).stdout)?.[1] ?? "",
    async stopNginx() {
      nginx.kill("SIGTERM");
      await once(nginx, "exit");
    },
    async startNginx() {
      nginx = await startNginx(config, folder);
    },
    async close() {
      nginx.kill("SIGTERM");
      if (nginx.exitCode === null && nginx.signalCode === null) await once(nginx, "exit");
      await run("sh", ["-c", 'kill "$(cat "$1")"', "sh", join(folder, "dnsmasq.pid")]).catch(() => {});
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const nginxConfig = (folder: string, include: string) => `
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/log/error.log;
events {}
http {
    access_log off;
    client_body_temp_path ${folder}/t1;
    proxy_temp_path ${folder}/t2;
    fastcgi_temp_path ${folder}/t3;
    uwsgi_temp_path ${folder}/t4;
    scgi_temp_path ${folder}/t5;
    include ${include}/*.conf;
}
`;

/** As a service manager would: ends the one that runs, starts another, and comes back when it serves. */
const restartScript = (folder: string, config: string) => `#!/bin/sh
pid=$(cat ${folder}/dnsmasq.pid 2>/dev/null)
if [ -n "$pid" ]; then kill "$pid"; while kill -0 "$pid" 2>/dev/null; do sleep 0.01; done; fi
exec ${asNobody("dnsmasq", "-C", config).join(" ")} >/dev/null 2>&1 </dev/null
`;

async function startNginx(config: string, folder: string): Promise<ChildProcess> {
  const [program, ...args] = asNobody("nginx", "-e", `${folder}/log/error.log`, "-c", config);
  const child = spawn(program, args, { stdio: "ignore" });
  const late = Date.now() + READY_MS;
  // It is there when its signals are heard.
  while (Date.now() < late) {
    const isUp = await run("sh", ["-c", 'kill -0 "$(cat "$1")"', "sh", `${folder}/nginx.pid`]).then(
      () => true,
      () => false,
    );
    if (isUp) return child;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("nginx does not start");
}
