import { showAddress } from "../../kernel/net/address.ts";
import type { LocalName } from "./names.ts";
import { isProxied } from "./names.ts";

/** How the server blocks listen. */
export interface NginxOptions {
  /** port */
  listen: number;
  /** the same by https, on a port of its own: a certificate for all names of the zone, and its key, as paths where nginx runs */
  tls?: { listen: number; certificate: string; key: string } | undefined;
  /** whose certificates services of https must have, each for its name; a path where nginx runs. Unset: any will do */
  upstreamCa?: string | undefined;
}

/** One file a name that is asked for by HTTP, for nginx's `http` block to include. Pure: the same names, the same text. */
export function nginxFiles(names: readonly LocalName[], options: NginxOptions): Map<string, string> {
  const proxied = names.filter(({ protocol, port }) => isProxied(protocol) && port !== null);
  const blocks = proxied.map((name) => [`${name.domain}.conf`, serverBlock(name, options)] as const);
  return new Map([[NOBODY, nobody(options)], ...blocks]);
}

/** Stands first: what asks for a name that is gone would else be answered by the first service there is. */
const NOBODY = "00-nobody.conf";
const nobody = (options: NginxOptions) => `# Written by Steward.
server {
${listening(options)}
    server_name _;
    return 404;
}
`;

function listening({ listen, tls }: NginxOptions): string {
  const plain = [`listen ${listen};`];
  const secure = tls
    ? [`listen ${tls.listen} ssl;`, `ssl_certificate ${tls.certificate};`, `ssl_certificate_key ${tls.key};`]
    : [];
  return [...plain, ...secure].map((line) => `    ${line}`).join("\n");
}

// Addresses and names were read by kernel/net: nothing in them can end a directive. An upstream is an address and never a
// name, as one dead name keeps all of nginx from starting.
const serverBlock = ({ domain, ip, port, protocol }: LocalName, options: NginxOptions) => `# Written by Steward.
server {
${listening(options)}
    server_name ${domain};
    client_max_body_size 0;
    location / {
        proxy_pass ${protocol}://${showAddress({ ip, port })};
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header X-Real-IP $remote_addr;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $http_connection;
        proxy_read_timeout 1h;
${protocol === "https" ? believing(domain, options) : ""}    }
}
`;

/** Most of a house signs its own certificates, so that any is taken where no authority is named. */
function believing(domain: string, { upstreamCa }: NginxOptions): string {
  const verified =
    upstreamCa === undefined
      ? []
      : ["proxy_ssl_verify on;", `proxy_ssl_trusted_certificate ${upstreamCa};`, `proxy_ssl_name ${domain};`];
  return ["proxy_ssl_server_name on;", ...verified].map((line) => `        ${line}\n`).join("");
}
