import fc from "fast-check";
import { expect, test } from "vitest";
import { ZONE, namesOf, wishOfName } from "./contract/wishes.ts";
import { dnsmasqText, hostsText } from "./dnsmasq.ts";
import type { LocalName } from "./names.ts";
import { nginxFiles } from "./nginx.ts";

const name = (label: string, ip: string, port: number | null, protocol: LocalName["protocol"] = "http"): LocalName => ({
  domain: `${label}.${ZONE}`,
  service: label,
  ip,
  port,
  protocol,
});

test("a name is one server block, in a file of its own", () => {
  const files = nginxFiles([name("box", "192.168.0.10", 9443, "https")], { listen: 8080 });
  expect([...files]).toEqual([
    ["00-nobody.conf", "# Written by Steward.\nserver {\n    listen 8080;\n    server_name _;\n    return 404;\n}\n"],
    [
      "box.server.local.conf",
      `# Written by Steward.
server {
    listen 8080;
    server_name box.server.local;
    client_max_body_size 0;
    location / {
        proxy_pass https://192.168.0.10:9443;
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header X-Real-IP $remote_addr;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $http_connection;
        proxy_read_timeout 1h;
        proxy_ssl_server_name on;
    }
}
`,
    ],
  ]);
});

test("where there is a certificate, every name is served by https too", () => {
  const tls = { listen: 8443, certificate: "/etc/ssl/zone.pem", key: "/etc/ssl/zone.key" };
  const files = nginxFiles([name("box", "192.168.0.10", 80)], { listen: 8080, tls });
  for (const text of files.values())
    expect(text).toContain(`
    listen 8080;
    listen 8443 ssl;
    ssl_certificate /etc/ssl/zone.pem;
    ssl_certificate_key /etc/ssl/zone.key;
    server_name `);
});

test("where an authority is named, services of https are believed for their own name alone", () => {
  const names = [name("box", "192.168.0.10", 9443, "https"), name("plain", "192.168.0.10", 80)];
  const files = nginxFiles(names, { listen: 80, upstreamCa: "/etc/ssl/house.pem" });
  expect(files.get("box.server.local.conf")).toContain(`
        proxy_ssl_server_name on;
        proxy_ssl_verify on;
        proxy_ssl_trusted_certificate /etc/ssl/house.pem;
        proxy_ssl_name box.server.local;
    }`);
  expect(files.get("plain.server.local.conf")).not.toContain("proxy_ssl");
});

test("what is no HTTP is no server block, and has its own address in the zone", () => {
  const names = [
    name("mc", "192.168.0.11", 25_565, "tcp"),
    name("a", "192.168.0.10", 80),
    name("vpn", "192.168.0.12", null, "udp"),
  ];
  expect([...nginxFiles(names, { listen: 80 }).keys()]).toEqual(["00-nobody.conf", "a.server.local.conf"]);
  expect(dnsmasqText(names, { zone: ZONE, proxy: "192.168.0.170" })).toBe(`# Written by Steward.
local=/server.local/
address=/server.local/192.168.0.170
address=/mc.server.local/192.168.0.11
address=/vpn.server.local/192.168.0.12
`);
  expect(hostsText(names)).toBe(
    "# Written by Steward.\n192.168.0.11 mc.server.local\n192.168.0.10 a.server.local\n192.168.0.12 vpn.server.local\n",
  );
});

/** What a block says, read without knowing how it was written: words, and the marks that end and nest directives. */
function readBack(text: string) {
  const directives: string[][] = [];
  let depth = 0;
  for (const line of text.split("\n").map((one) => one.trim())) {
    if (line.startsWith("#") || line === "") continue;
    if (line === "}") depth--;
    else if (line.endsWith("{")) depth++;
    else if (line.endsWith(";") && line.indexOf(";") === line.length - 1) directives.push(line.slice(0, -1).split(" "));
    else throw new Error(`not a directive: ${line}`);
  }
  const value = (key: string) => directives.filter(([first]) => first === key).map(([, ...rest]) => rest.join(" "));
  return { depth, names: value("server_name"), passes: value("proxy_pass") };
}

test("whatever is said, what is rendered says exactly what was meant", () => {
  fc.assert(
    fc.property(fc.array(wishOfName, { maxLength: 5 }), (wishes) => {
      const names = namesOf(wishes).filter(({ protocol }) => protocol === "http" || protocol === "https");
      const files = nginxFiles(names, { listen: 80 });
      files.delete("00-nobody.conf");
      const last = new Map(names.map((one) => [`${one.domain}.conf`, one]));
      expect([...files.keys()].toSorted()).toEqual([...last.keys()].toSorted());
      for (const [file, { domain, ip, port, protocol }] of last) {
        const host = ip.includes(":") ? `[${ip}]` : ip;
        const said = { depth: 0, names: [domain], passes: [`${protocol}://${host}:${port}`] };
        expect(readBack(files.get(file) ?? "")).toEqual(said);
      }
    }),
    { numRuns: 1_000 },
  );
});

/** Lines of dnsmasq and of a hosts file, read by their own rules: comments away, then words. */
const zoneOf = (text: string) =>
  text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => /^(address|local)=\/([^/]*)\/(.*)$/.exec(line)?.slice(1) ?? ["odd", line]);
const hostsOf = (text: string) =>
  text
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim())
    .filter(Boolean)
    .map((line) => line.split(/\s+/));

test("what dnsmasq and a hosts file are given is what is meant, whatever somebody says", () => {
  fc.assert(
    fc.property(fc.array(wishOfName, { maxLength: 5 }), (wishes) => {
      const names = namesOf(wishes);
      const direct = names.filter(({ protocol }) => protocol === "tcp" || protocol === "udp");
      expect(zoneOf(dnsmasqText(names, { zone: ZONE, proxy: "192.168.0.20" }))).toEqual([
        ["local", ZONE, ""],
        ["address", ZONE, "192.168.0.20"],
        ...direct.map(({ domain, ip }) => ["address", domain, ip]),
      ]);
      expect(hostsOf(hostsText(names))).toEqual(names.map(({ domain, ip }) => [ip, domain]));
    }),
    { numRuns: 500 },
  );
});
