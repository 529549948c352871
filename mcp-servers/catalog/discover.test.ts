import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { suggestions } from "./discover.ts";
import { addressOfDocker, dockerOf } from "./docker.ts";
import type { Container } from "./docker.ts";
import { demoServices } from "./demo.ts";
import { addressOf } from "./describe.ts";

const ZONE = "server.local";
const known = demoServices(ZONE);
const box = (name: string, more: Partial<Container> = {}): Container => ({
  Id: name,
  Names: [`/${name}`],
  Labels: {},
  Ports: [],
  HostConfig: { NetworkMode: "bridge" },
  ...more,
});
const port = (PublicPort: number, more: object = {}) => ({
  IP: "0.0.0.0",
  PrivatePort: PublicPort,
  PublicPort,
  Type: "tcp",
  ...more,
});
const found = (...containers: Container[]) =>
  suggestions(containers, known, { ip: "192.168.0.10", zone: ZONE }).map((entry) => [
    entry.key,
    addressOf(entry) ?? null,
    entry.domain,
  ]);

test("a container is suggested by its labels, its compose service or its name, at the port it publishes", () => {
  const labels = { "steward.name": "Photo Box", "steward.port": "2283", "steward.domain": "photos" };
  expect(
    found(
      box("stack-sonarr-1", { Labels: { "com.docker.compose.service": "sonarr" }, Ports: [port(8989)] }),
      box("photos", { Labels: labels, Ports: [port(9000), port(12_283, { PrivatePort: 2283 })] }),
      box("dns", { Ports: [port(53, { Type: "udp" }), port(8053)] }),
      box("vpn", { Ports: [port(51_821, { Type: "udp" })] }),
      box("own", { Ports: [port(80, { IP: "192.168.0.50" })] }),
      box("secure", { Labels: { "steward.protocol": "https" }, Ports: [port(4443)] }),
      box("hub", { Labels: { "steward.port": "8124" }, HostConfig: { NetworkMode: "host" } }),
      box("quiet", { Labels: { "steward.name": "Quiet" } }),
    ),
  ).toEqual([
    ["sonarr", "192.168.0.10:8989", null],
    ["photo-box", "192.168.0.10:12283", "photos.server.local"],
    ["dns", "192.168.0.10:8053", null],
    ["vpn", "192.168.0.10:51821 (udp)", null],
    ["own", "192.168.0.50:80", null],
    ["secure", "192.168.0.10:4443 (https)", null],
    ["hub", "192.168.0.10:8124", null],
    ["quiet", "192.168.0.10", null],
  ]);
});

test("what the catalogue has, what hides, what is for its own machine and what names itself wrong is left out", () => {
  expect(
    found(
      box("grafana"),
      box("charts", { Ports: [port(3000)] }),
      box("twin", { Ports: [port(7000)] }),
      box("other-twin", { Ports: [port(7000)] }),
      box("hidden", { Labels: { "steward.enable": "false" } }),
      box("database"),
      box("local", { Ports: [port(9999, { IP: "127.0.0.1" })] }),
      box("evil", { Labels: { "steward.domain": "a; }" } }),
      box("nameless", { Names: [] }),
    ),
  ).toEqual([["twin", "192.168.0.10:7000", null]]);
});

async function engine(status: number, body: string) {
  const folder = mkdtempSync(join(tmpdir(), "steward-docker-"));
  const socket = join(folder, "docker.sock");
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  onTestFinished(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  return { list: () => dockerOf(`unix://${socket}`)(AbortSignal.timeout(2_000)), asked, socket };
}

test("an engine is asked for its list, and nothing else", async () => {
  const { list, asked } = await engine(
    200,
    JSON.stringify([{ Id: "1", Names: ["/a"], State: "running", Labels: null }]),
  );
  expect(await list()).toEqual([{ Id: "1", Names: ["/a"], Labels: null, HostConfig: { NetworkMode: "" } }]);
  expect(asked).toEqual(["GET /containers/json"]);
});

test.each([
  [500, "{}", "HTTP 500"],
  [200, "<html>", "it is no Docker engine"],
  [200, '{"message": "x"}', "it is no Docker engine"],
])("an answer of %i %s is told in one line", async (status, body, why) => {
  const { list, socket } = await engine(status, body);
  await expect(list()).rejects.toThrow(`Docker at unix://${socket} does not answer: ${why}`);
});

test("an engine that is not there, or spoken to in another way, is told in one line", async () => {
  const signal = AbortSignal.timeout(2_000);
  await expect(dockerOf("unix:///nowhere/docker.sock")(signal)).rejects.toThrow(
    "Docker at unix:///nowhere/docker.sock does not answer: connect ENOENT /nowhere/docker.sock",
  );
  await expect(dockerOf("ssh://pi")(signal)).rejects.toThrow("DOCKER_HOST: ssh://pi is not supported here.");
});

test("what is published is reached at the engine's own address, or at this machine's", () => {
  const address = (given: string, internal = false) => ({
    address: given,
    netmask: "255.255.255.0",
    family: "IPv4" as const,
    mac: "00:00:00:00:00:00",
    internal,
    cidr: null,
  });
  const interfaces = {
    lo: [address("127.0.0.1", true)],
    docker0: [address("172.17.0.1")],
    eth0: [address("192.168.0.7")],
  };
  expect(addressOfDocker("tcp://192.168.0.10:2375", interfaces)).toBe("192.168.0.10");
  expect(addressOfDocker("tcp://docker.lan:2375", interfaces)).toBe(null);
  expect(addressOfDocker("unix:///var/run/docker.sock", interfaces)).toBe("192.168.0.7");
  expect(addressOfDocker("unix:///var/run/docker.sock", {})).toBe(null);
});
