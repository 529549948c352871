import fc from "fast-check";
import { expect, test } from "vitest";
import { UserError } from "../../../kernel/errors.ts";
import type { Entry } from "../fields.ts";
import { PROTOCOLS, slugOf } from "../fields.ts";
import { readServices, writeServices } from "./index.ts";

const ZONE = "server.local";
const read = (text: string) => readServices(text, ZONE).entries;
const one = (lines: string) => read(`- key: x\n  ${lines}`)[0];

// No newline at its end, as editors of such files leave it.
const HOUSE = `
services:
  - key: Media_Server
    service_name: "Media: Server"
    owner: ada
    description: >
      Films and series
      for everybody.

    created_at: 2025-02-03 04:05:06
    tags: [Media, tv, media]
    ip: &server 192.168.0.20
    port: 8096
    domain: films.server.local
    notes: |
      first line
      second line
  - key: vpn
    service_name: Way Home
    tags:
    ip: 192.168.0.21
    port: 51820/udp
    domain: '-'
    notes: ~
  - key: containers
    service_name: Containers
    created_at: 2025-02-03T04:05:06.500+01:00
    ip: *server
    port: "9443"
    domain: https://containers.server.local/
  - key: broker
    service_name: 3.10
    ip: 192.168.0.21
    port: 8096
    protocol: tcp
  - service_name: Light Bridge
    ip: https://192.168.0.22
    port: host
  - key: plan
    notes: "not there yet"`;

test("every form people write is one and the same service", () => {
  const plain = { owner: "", description: "", tags: [], domain: null, notes: "", createdAt: null };
  expect(read(HOUSE)).toEqual([
    {
      key: "media-server",
      name: "Media: Server",
      owner: "ada",
      description: "Films and series for everybody.",
      tags: ["media", "tv"],
      ip: "192.168.0.20",
      port: 8096,
      protocol: "http",
      domain: "films.server.local",
      notes: "first line\nsecond line",
      createdAt: Date.UTC(2025, 1, 3, 4, 5, 6),
    },
    { ...plain, key: "vpn", name: "Way Home", ip: "192.168.0.21", port: 51_820, protocol: "udp" },
    {
      ...plain,
      key: "containers",
      name: "Containers",
      ip: "192.168.0.20",
      port: 9443,
      protocol: "https",
      domain: "containers.server.local",
      createdAt: Date.UTC(2025, 1, 3, 3, 5, 6, 500),
    },
    { ...plain, key: "broker", name: "3.10", ip: "192.168.0.21", port: 8096, protocol: "tcp" },
    { ...plain, key: "light-bridge", name: "Light Bridge", ip: "192.168.0.22", port: null, protocol: "https" },
    { ...plain, key: "plan", name: "plan", ip: null, port: null, protocol: "http", notes: "not there yet" },
  ]);
});

test("a list, a mapping, one service and one a document are read as well", () => {
  const keys = (text: string) => read(text).map(({ key }) => key);
  expect(keys("- key: a\n- key: b")).toEqual(["a", "b"]);
  expect(keys("services:\n  a: {port: 1}\n  b: {port: 2}")).toEqual(["a", "b"]);
  expect(keys("a: {port: 1}\nb: {port: 2}")).toEqual(["a", "b"]);
  expect(keys("key: a\n---\nkey: b\n...\n")).toEqual(["a", "b"]);
  expect([keys(""), keys("services:"), keys("# nothing yet")]).toEqual([[], [], []]);
});

test.each([
  ["port: 53\n  tags: [udp]", "udp"],
  ["port: 53\n  notes: dns, UDP only", "udp"],
  ["port: 80\n  notes: https upstream", "https"],
  ["port: 8443", "https"],
  ["port: 8443\n  protocol: http", "http"],
  ["port: 8443/tcp\n  ip: http://192.168.0.2", "http"],
])("%j speaks %s", (lines, protocol) => expect(one(lines)?.protocol).toBe(protocol));

test("a field that nothing here stands for is told, not lost in silence", () => {
  expect(readServices("- key: a\n  icon: a.png\n- key: b\n  icon: b.png\n  id: 7", ZONE).ignored).toEqual([
    "icon",
    "id",
  ]);
});

const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"].concat(
  [..."bcdefgh"].map((name, at) => `${name}: &${name} [${Array(9).fill(`*${"abcdefg"[at]}`).join(", ")}]`),
);
test.each([
  ["- key: a\n  port: many", 'Entry 1 (a): port: "many" is no port. Allowed: 1 to 65535.'],
  ["- key: a\n  port: 70000", 'Entry 1 (a): port: "70000" is no port. Allowed: 1 to 65535.'],
  ["- key: a\n  port: [80]", "Entry 1 (a): port must be text."],
  ["- key: a\n- key: b\n  tags: media", "Entry 2 (b): tags must be a list of words."],
  ["- key: a\n  tags: [[x]]", "Entry 1 (a): tags.0 must be text."],
  ["- key: a\n  notes: {x: y}", "Entry 1 (a): notes must be text."],
  ["- key: a\n  protocol: gopher", "Entry 1 (a): protocol must be one of http, https, tcp, udp."],
  ["- service_name: [a]", "Entry 1: service_name must be text."],
  ["- owner: ada", 'Entry 1: key: "" is no key: it needs letters a to z or digits.'],
  [
    "- key: a\n  created_at: yesterday",
    'Entry 1 (a): created_at: "yesterday" is no date. Allowed: 2026-11-23 17:30:00.',
  ],
  [
    "- key: a\n  ip: 127.0.0.1",
    "Entry 1 (a): ip: 127.0.0.1 is a loopback address, another machine's own. Allowed: an address of your network, such as 192.168.0.10:3000 or [fd12::10]:3000.",
  ],
  [
    "- key: a\n  domain: films.example.org",
    "Entry 1 (a): domain: films.example.org is outside server.local: say a name in it, such as grafana.server.local.",
  ],
  ["- key: a\n- key: A", "a and A have one key: a. Each needs its own.".replace("A have", "a have")],
  [
    "- key: a\n  ip: 192.168.0.2\n  port: 80\n- key: b\n  ip: 192.168.0.2:80",
    "a and b have one address: 192.168.0.2:80 tcp. Each needs its own.",
  ],
  ["- key: a\n  domain: x\n- key: b\n  domain: X", "a and b have one domain: x.server.local. Each needs its own."],
  ["- key: a\n  key: b", "This is no YAML that can be read: Map keys must be unique at line 2, column 3"],
  [
    "- key: !!js/function x",
    "This is no YAML that can be read: Unresolved tag: tag:yaml.org,2002:js/function at line 1, column 8",
  ],
  ["- key: 'a", "This is no YAML that can be read: Missing closing 'quote at line 1, column 10"],
  ["just words", "The file is no list of services: each has key, service_name, ip, port …"],
  ["- key: a\n- b", "Entry 2 is no service: each has key, service_name, ip, port …"],
  ["- key: *nobody", "The file uses an anchor that is not there, or uses them too often: write the values out."],
  [bomb.join("\n"), "The file uses an anchor that is not there, or uses them too often: write the values out."],
  ["[".repeat(10_000), "The file is nested too deep."],
  [`- key: ${"a".repeat(1_000_000)}`, "The file is too long: at most 500 kB of YAML."],
  ["- {key: a}\n".repeat(2_001), "The file has a list of more than 2000."],
])("%#: what is wrong is refused in one line", (text, why) => {
  expect(() => read(text)).toThrow(new UserError(why));
});

test("no file keeps anybody waiting", () => {
  const wide = `- &a [${"x,".repeat(50_000)}x]\n${"- *a\n".repeat(500)}`;
  const tags = `- {key: a, tags: &a [${"x,".repeat(1_900)}x]}\n${"- {key: b, tags: *a}\n".repeat(500)}`;
  const fields = Array.from({ length: 1_900 }, (_, at) => `k${at}: `).join(",");
  const keys = `- &a {key: a, ${fields}}\n${"- *a\n".repeat(500)}`;
  const odd = ["? ", "{", ": "].map((text) => text.repeat(10_000));
  const slow = ["&a ".repeat(50_000), "*a ".repeat(30_000), `[${",".repeat(80_000)}]`]; // seconds each, where they are composed
  for (const text of [wide, tags, keys, ...odd, ...slow]) {
    const began = performance.now();
    expect(() => read(text)).toThrow(UserError);
    expect(performance.now() - began).toBeLessThan(2_000);
  }
});

const words = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.constantFrom("null", "~", "-", "yes", "3.10", "a: b", "# c", "'"),
);
const service = fc.record<Entry>({
  key: fc.stringMatching(/^[a-z][a-z0-9]{0,10}$/),
  name: words.map((text) => text.trim()),
  owner: words,
  description: words,
  createdAt: fc.option(fc.integer({ min: 0, max: 4e12 })),
  tags: fc.array(fc.stringMatching(/^[a-z]{1,5}$/), { maxLength: 3 }),
  ip: fc.option(fc.constantFrom("192.168.0.2", "fd12::10")),
  port: fc.option(fc.integer({ min: 1, max: 65_535 })),
  protocol: fc.constantFrom(...PROTOCOLS),
  domain: fc.option(fc.stringMatching(/^[a-z][a-z0-9]{0,10}$/).map((label) => `${label}.${ZONE}`)),
  notes: words.map((text) => `${text}\n\n${text}`),
});

test("what was written is read as the same, and reading it twice changes nothing", () => {
  fc.assert(
    fc.property(fc.uniqueArray(service, { maxLength: 5, selector: ({ key }) => key }), (services) => {
      let first: Entry[];
      try {
        first = read(writeServices(services)); // the plain form of whatever was said
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(UserError); // one address or domain twice
        return;
      }
      expect(read(writeServices(first))).toEqual(first);
      expect(
        first.map(({ key, ip, port, protocol, domain, createdAt }) => [key, ip, port, protocol, domain, createdAt]),
      ).toEqual(
        services.map(({ key, ip, port, protocol, domain, createdAt }) => [key, ip, port, protocol, domain, createdAt]),
      );
    }),
    { numRuns: 100 },
  );
});

test.each([
  ["Home Assistant", "home-assistant"],
  ["  Öl & Gas_2 ", "ol-gas-2"],
  ["x".repeat(80), "x".repeat(63)],
])("the key of %j is %s", (text, slug) => expect(slugOf(text)).toBe(slug));
