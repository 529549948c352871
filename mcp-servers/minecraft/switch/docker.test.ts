import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { dockerSwitch } from "./docker.ts";

/** What a fake engine was asked, and what it answers: status and body by path. */
let asked: string[];
let answers: Record<string, [number, unknown]>;
let host: string;

beforeEach(async () => {
  const folder = mkdtempSync(join(tmpdir(), "steward-docker-"));
  asked = [];
  answers = {};
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const [status, body] = answers[request.url ?? ""] ?? [404, { message: "No such container" }];
    response.writeHead(status).end(body === undefined ? "" : JSON.stringify(body));
  }).listen(join(folder, "docker.sock"));
  await once(server, "listening");
  host = `unix://${join(folder, "docker.sock")}`;
  return () => {
    server.close();
    rmSync(folder, { recursive: true });
  };
});

const soon = () => AbortSignal.timeout(5_000);
const inspected = (isOn: boolean, labels: Record<string, string> | null) =>
  [200, { State: { Running: isOn }, Config: { Labels: labels } }] satisfies [number, unknown];

test("a labelled container is looked at, started and stopped, with time to save its world", async () => {
  answers = {
    "/containers/mc/json": inspected(false, { "steward.minecraft": "" }),
    "/containers/mc/start": [204, undefined],
    "/containers/mc/stop?t=60": [304, undefined],
  };
  const mc = dockerSwitch("mc", host);
  expect(await mc.isOn(soon())).toBe(false);
  await mc.start(soon());
  await mc.stop(soon());
  expect(asked.filter((one) => one.startsWith("POST"))).toEqual([
    "POST /containers/mc/start",
    "POST /containers/mc/stop?t=60",
  ]);
  expect(mc.notes).toEqual([
    `${host} is the whole engine: a socket proxy that allows only inspect, start and stop is safer`,
  ]);
  expect(dockerSwitch("mc", "tcp://127.0.0.1:2375").notes).toEqual([]);
});

test("a container without the label is never touched", async () => {
  answers = { "/containers/db/json": inspected(true, { other: "1" }), "/containers/bare/json": inspected(true, null) };
  for (const name of ["db", "bare"])
    await expect(dockerSwitch(name, host).stop(soon())).rejects.toThrow(
      `The container ${name} has no label steward.minecraft: only those with it are switched.`,
    );
  expect(asked.some((one) => one.startsWith("POST"))).toBe(false);
});

test("what an engine says of a fault is told", async () => {
  await expect(dockerSwitch("gone", host).isOn(soon())).rejects.toThrow(`There is no container gone at ${host}.`);
  answers = {
    "/containers/mc/json": inspected(false, { "steward.minecraft": "" }),
    "/containers/mc/start": [500, { message: "driver failed\nprogramming" }],
  };
  await expect(dockerSwitch("mc", host).start(soon())).rejects.toThrow(
    "Docker did not start the container mc: driver failed programming",
  );
  await expect(dockerSwitch("mc", "unix:///nowhere.sock").isOn(soon())).rejects.toThrow(
    "Docker at unix:///nowhere.sock does not answer: connect ENOENT /nowhere.sock",
  );
});
