import fc from "fast-check";
import { expect, test } from "vitest";
import { UserError } from "../errors.ts";
import { parseAddress, parsePort, showAddress } from "./address.ts";

const ALLOWED = "Allowed: an address of your network, such as 192.168.0.10:3000 or [fd12::10]:3000.";

test.each([
  ["192.168.0.10", "192.168.0.10", null],
  [" 192.168.0.10:3000 ", "192.168.0.10", 3000],
  ["fd12:0:0::0010", "fd12::10", null],
  ["[FD12::10]", "fd12::10", null],
  ["[fd12::10]:65535", "fd12::10", 65_535],
  ["100.64.0.7:1", "100.64.0.7", 1],
])("%s is an address", (text, ip, port) => expect(parseAddress(text)).toEqual({ ip, port }));

test.each([
  ["127.0.0.1:80", "127.0.0.1 is a loopback address, another machine's own."],
  ["[::1]:80", "::1 is a loopback address, another machine's own."],
  ["169.254.169.254", "169.254.169.254 is a metadata address of clouds."],
  ["[fd00:ec2::254]:80", "fd00:ec2::254 is a metadata address of clouds."],
  ["169.254.1.1", "169.254.1.1 is a link-local address."],
  ["0.0.0.0:80", "0.0.0.0 is an unspecified address."],
  ["::", ":: is an unspecified address."],
  ["224.0.0.251", "224.0.0.251 is a multicast address."],
  ["ff02::fb", "ff02::fb is a multicast address."],
  ["255.255.255.255", "255.255.255.255 is a broadcast address."],
  ["::ffff:127.0.0.1", "::ffff:7f00:1 is an IPv4 address in disguise."],
  ["2002:7f00:1::", "2002:7f00:1:: is an IPv4 address in disguise."],
  ["fe80::1%eth0", '"fe80::1%eth0" is no IP address.'],
  ["0x7f.1:80", '"0x7f.1:80" is no IP address.'],
  ["192.168.0.010", '"192.168.0.010" is no IP address.'],
  ["2130706433", '"2130706433" is no IP address.'],
  ["grafana:3000", '"grafana:3000" is no IP address.'],
  ["http://192.168.0.10:3000", '"http://192.168.0.10:3000" is no IP address.'],
  ["", '"" is no IP address.'],
])("%s is refused by name", (text, why) => {
  expect(() => parseAddress(text)).toThrow(`${why} ${ALLOWED}`);
});

test("a port of an address is refused as a port is", () =>
  expect(() => parseAddress("192.168.0.10:3000; }")).toThrow('"3000; }" is no port. Allowed: 1 to 65535.'));

test.each(["0", "70000", "65536", "-1", "1e3", " 80", "80\n", "", "٣"])("port %j is refused", (text) =>
  expect(() => parsePort(text)).toThrow("Allowed: 1 to 65535."),
);

test("what was read is shown and read again as the same", () => {
  const text = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string());
  const port = fc.option(fc.integer({ min: -1, max: 70_000 }));
  fc.assert(
    fc.property(text, port, (ip, number) => {
      const said = number === null ? ip : ip.includes(":") ? `[${ip}]:${number}` : `${ip}:${number}`;
      try {
        const address = parseAddress(said);
        expect(parseAddress(showAddress(address))).toEqual(address);
        expect(showAddress(address)).toMatch(/^[0-9a-f.:[\]]+$/);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(UserError);
      }
    }),
  );
});
