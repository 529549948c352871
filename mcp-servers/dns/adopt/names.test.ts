import fc from "fast-check";
import { expect, test } from "vitest";
import { UserError } from "../../../kernel/errors.ts";
import { nginxFiles } from "../nginx.ts";
import { namesIn } from "./names.ts";
import { tokensOf } from "./tokens.ts";

const ZONE = "server.local";

const GROWN = `
user www-data; # { not a block }
http {
  map $http_upgrade $connection { default upgrade; '' close; }
  upstream films { server 192.168.0.20:8096; }
  upstream many { server 192.168.0.20:1; server 192.168.0.20:2; }
  server { listen 80 default_server; return 444; }
  server {
    listen 80; server_name "films.server.local" tv.server.local;
    location / { proxy_pass http://films; proxy_set_header X-Odd "a; b } \\" c"; include /etc/nginx/proxy_params; }
  }
  server {
    listen 80;
    server_name box.server.local;
    location / {
      proxy_pass https://192.168.0.10:9443/;
      proxy_set_header Host \${host};
    }
  }
  server { server_name ~^(?<name>.+)\\.server\\.local$; location / { proxy_pass http://192.168.0.10:1; } }
  server { server_name *.server.local; location / { proxy_pass http://192.168.0.10:2; } }
  server { server_name out.example.org; location / { proxy_pass http://192.168.0.10:3; } }
  server { listen 443 ssl; server_name safe.server.local; location / { proxy_pass http://192.168.0.10:4; } }
  server { server_name closed.server.local; auth_basic "no"; location / { proxy_pass http://192.168.0.10:5; } }
  server { server_name api.server.local; location /v1 { proxy_pass http://192.168.0.10:6; } }
  server { server_name named.server.local; location / { proxy_pass http://grafana:3000; } }
  server { server_name var.server.local; location / { proxy_pass http://$backend; } }
  server { server_name many.server.local; location / { proxy_pass http://many; } }
  server { server_name path.server.local; location / { proxy_pass http://192.168.0.10:7/ui; } }
  server { server_name old.server.local; return 301 http://films.server.local; }
  server { server_name plain.server.local; location / { proxy_pass http://192.168.0.11; } }
}`;

test("names that are only passed on are read, and everything else is told with its line", () => {
  const { names, left } = namesIn(GROWN, ZONE);
  expect(names).toEqual([
    { domain: "films.server.local", ip: "192.168.0.20", port: 8096, protocol: "http" },
    { domain: "box.server.local", ip: "192.168.0.10", port: 9443, protocol: "https" },
    { domain: "plain.server.local", ip: "192.168.0.11", port: 80, protocol: "http" },
  ]);
  const allowed = "Allowed: an address of your network, such as 192.168.0.10:3000 or [fd12::10]:3000.";
  expect(left).toEqual([
    "line 7: a server without a name passes nothing on",
    "line 20: ~^(?<name>.+).server.local$ is a pattern, not a name",
    "line 21: *.server.local is a pattern, not a name",
    "line 22: out.example.org out.example.org is outside server.local: say a name in it, such as grafana.server.local.",
    "line 23: safe.server.local is served with TLS",
    "line 24: closed.server.local does more than pass on (auth_basic)",
    "line 25: api.server.local has places of its own",
    `line 26: named.server.local "grafana:3000" is no IP address. ${allowed}`,
    `line 27: var.server.local "$backend" is no IP address. ${allowed}`,
    "line 28: many.server.local leads to several servers",
    "line 29: path.server.local leads to a path (http://192.168.0.10:7/ui)",
    "line 30: old.server.local passes nothing on",
    "tv.server.local: what it leads to has the name films.server.local",
  ]);
});

test.each([
  ["server {", "The file ends in the middle of a directive."],
  ["server_name a", "The file ends in the middle of a directive."],
  ["}", "Line 1: } closes nothing."],
  ["a { b }", "Line 1: b has no ; at its end."],
  ["\n;", "Line 2: ; stands for nothing."],
  ['a "b', "A quote that begins on line 1 does not end."],
  ["a { ".repeat(40), "Line 1: nested too deep."],
  ["a".repeat(1_000_001), "The file is too long: at most 1 MB."],
])("%#: what is no configuration is told so", (text, why) =>
  expect(() => namesIn(text, ZONE)).toThrow(new UserError(why)),
);

test("what we write ourselves is read as it was meant", () => {
  const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
  const one = fc.record({
    domain: label.map((text) => `${text}.${ZONE}`),
    service: fc.constant("x"),
    ip: fc.integer({ min: 1, max: 250 }).map((last) => `192.168.0.${last}`),
    port: fc.integer({ min: 1, max: 65_535 }),
    protocol: fc.constantFrom("http" as const, "https" as const),
  });
  fc.assert(
    fc.property(fc.uniqueArray(one, { selector: ({ domain }) => domain, maxLength: 5 }), (names) => {
      const sockets = names.map(({ ip, port }) => `${ip}:${port}`);
      fc.pre(new Set(sockets).size === sockets.length);
      const text = [...nginxFiles(names, { listen: 80 }).values()].join("\n");
      expect(namesIn(text, ZONE).names).toEqual(names.map(({ service: _, ...rest }) => rest));
    }),
  );
});

test("no text is too much for the reader, and each takes its length", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("{", "}", ";", "'", '"', "\\", "#", "\n", " ", "$", "a") }),
      (text) => {
        try {
          namesIn(text, ZONE);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(UserError);
        }
      },
    ),
    { numRuns: 2_000 },
  );
  const began = performance.now();
  for (const text of ["a ", "a;", "${", "\\", "'a' ", "#"]) {
    const long = text.repeat(300_000).slice(0, 900_000);
    expect(tokensOf(long).length).toBeGreaterThanOrEqual(0);
  }
  expect(performance.now() - began).toBeLessThan(3_000);
});
