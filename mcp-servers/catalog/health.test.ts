import { createServer } from "node:http";
import { createServer as createRaw } from "node:net";
import type { Server } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import type { Protocol } from "./fields.ts";
import { createHealth } from "./health.ts";
import type { Probe } from "./probe.ts";
import { probe } from "./probe.ts";
import { rangesOf } from "./ranges.ts";

const at = (ip: string, port: number, protocol: Protocol = "http") => ({
  ip,
  port,
  protocol,
  domain: null,
  example: false,
});

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

function watched(given: Probe, ranges = "127.0.0.1") {
  const clock = { time: 1_000, now: () => clock.time };
  const asked: string[] = [];
  const counting: Probe = (target, signal) => {
    asked.push(`${target.ip}:${target.port}`);
    return given(target, signal);
  };
  return { clock, asked, ...createHealth({ probe: counting, ranges: rangesOf(ranges), clock }) };
}

test("what answers is up, with any status, and a redirect is not followed", async () => {
  const paths: string[] = [];
  const port = await listening(
    createServer((request, response) => {
      paths.push(`${request.headers.host}${request.url}`);
      response.writeHead(302, { location: "/elsewhere" }).end();
    }),
  );
  const { of, settled } = createHealth({ probe, ranges: rangesOf("127.0.0.1"), clock: systemClock });
  const service = { ...at("127.0.0.1", port), domain: "films.server.local" };
  expect(of(service)).toBe(undefined);
  await settled();
  expect(of(service)).toEqual({ up: true, ms: expect.any(Number), at: expect.any(Number) });
  expect(paths).toEqual(["films.server.local/"]);
});

test("an open port is up, a closed one is down", async () => {
  const port = await listening(createRaw((socket) => socket.end()));
  const { of, settled } = createHealth({ probe, ranges: rangesOf("127.0.0.1"), clock: systemClock });
  of(at("127.0.0.1", port, "tcp"));
  await settled();
  expect(of(at("127.0.0.1", port, "tcp"))).toMatchObject({ up: true });
  const gone = createRaw();
  const free = await listening(gone);
  await new Promise((resolve) => gone.close(resolve));
  of(at("127.0.0.1", free, "http"));
  await settled();
  expect(of(at("127.0.0.1", free, "http"))).toMatchObject({ up: false });
});

test("what was seen is told at once, and looked at again when it is old", async () => {
  const { of, settled, clock, asked } = watched(async () => {});
  of(at("127.0.0.1", 80));
  of(at("127.0.0.1", 80));
  await settled();
  expect([of(at("127.0.0.1", 80)), asked]).toEqual([{ up: true, ms: 0, at: 1_000 }, ["127.0.0.1:80"]]);
  clock.time += 30_001;
  expect(of(at("127.0.0.1", 80))).toEqual({ up: true, ms: 0, at: 1_000 });
  await settled();
  expect([of(at("127.0.0.1", 80))?.at, asked.length]).toEqual([31_001, 2]);
});

test("only addresses of the house are looked at, and nothing that has no answer to give", () => {
  const { of, asked } = watched(async () => {}, "192.168.0.0/16, fd00::/8");
  const strangers = [at("8.8.8.8", 80), at("2001:db8::1", 80), at("192.168.0.2", 53, "udp")];
  const without = [
    { ...at("192.168.0.2", 80), port: null },
    { ...at("192.168.0.2", 80), example: true },
  ];
  for (const service of [...strangers, ...without]) expect(of(service)).toBe(undefined);
  expect(asked).toEqual([]);
  of(at("fd12::1", 80));
  expect(asked).toEqual(["fd12::1:80"]);
});

test("a look that is not over ends with its server", async () => {
  const { of, settled, close } = watched(
    (_, signal) => new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
  );
  of(at("127.0.0.1", 80));
  close();
  await settled();
  expect(of(at("127.0.0.1", 80))).toBe(undefined);
});

test.each(["192.168.0.0/99", "home", "192.168.0.1/x"])("the range %s is refused by name", (text) =>
  expect(() => rangesOf(text)).toThrow(`"${text}" is no range such as 192.168.0.0/16`),
);
