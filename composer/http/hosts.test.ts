import { expect, test } from "vitest";
import { createHosts } from "./hosts.ts";

const bare = { STEWARD_HOST: "127.0.0.1", STEWARD_ALLOWED_HOSTS: [] };
const addresses = () => ["127.0.0.1", "192.168.0.10", "fe80::1"];

test("loopback is ours under each of its names, with or without a port", () => {
  const { isOurs } = createHosts(bare, addresses);
  const ours = ["localhost", "LOCALHOST:8420", "127.0.0.1:8420", "[::1]", "[::1]:8420"];
  expect(ours.filter(isOurs)).toEqual(ours);
  const strange = [
    "",
    "192.168.0.10",
    "evil.example",
    "localhost.evil.example",
    "127.0.0.1.nip.io",
    "localhost:x",
    "::1",
  ];
  expect(strange.filter(isOurs)).toEqual([]);
});

test("listening everywhere, every address of the machine is ours, and no other name", () => {
  const { isOurs } = createHosts({ ...bare, STEWARD_HOST: "0.0.0.0" }, addresses);
  expect(["192.168.0.10:8420", "[fe80::1]:8420", "server.local", "0.0.0.0"].map(isOurs)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test("the addresses that are set are ours, and the names that are allowed", () => {
  const { isOurs } = createHosts(
    {
      STEWARD_HOST: "192.168.0.10",
      STEWARD_PUBLIC_URL: "https://steward.example.org",
      STEWARD_LAN_URL: "http://server.lan:8420",
      STEWARD_ALLOWED_HOSTS: ["server"],
    },
    addresses,
  );
  const ours = ["192.168.0.10:8420", "steward.example.org", "server.lan:8420", "server"];
  expect(ours.filter(isOurs)).toEqual(ours);
});

test("a page is ours under the name it was asked for by, or a set address behind a proxy", () => {
  const { isOwnOrigin } = createHosts({ ...bare, STEWARD_PUBLIC_URL: "https://steward.example.org" }, addresses);
  expect(isOwnOrigin("http://127.0.0.1:8420", "127.0.0.1:8420")).toBe(true);
  expect(isOwnOrigin("https://steward.example.org", "steward.example.org")).toBe(true);
  expect(isOwnOrigin("https://steward.example.org", "127.0.0.1:8420")).toBe(true); // a proxy that sends its own Host
  expect(isOwnOrigin("http://127.0.0.1:9000", "127.0.0.1:8420")).toBe(false); // another program of this machine
  expect(isOwnOrigin("http://localhost:8420", "127.0.0.1:8420")).toBe(false);
  expect(isOwnOrigin("https://evil.example", "evil.example")).toBe(false);
  expect(isOwnOrigin("http://127.0.0.1:8420/path", "127.0.0.1:8420")).toBe(false);
  expect(isOwnOrigin("null", "127.0.0.1:8420")).toBe(false);
});
