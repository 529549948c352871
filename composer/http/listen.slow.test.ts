import { connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { smallHouse } from "../testing.ts";
import { listen } from "./listen.ts";

const app = { fetch: () => new Response("here") };

async function open(port = 0) {
  const listening = await listen(app, { host: "127.0.0.1", port });
  onTestFinished(() => listening.close());
  return listening;
}

test("port 0 is any free one, and it is told which", async () => {
  const { url } = await open();
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d+$/);
  expect(await (await fetch(url)).text()).toBe("here");
});

test("a port that is taken is said in one line", async () => {
  const port = Number(new URL((await open()).url).port);
  await expect(open(port)).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is taken: set STEWARD_PORT to another (0 takes a free one).`,
  );
});

test("an address of another machine is said in one line", async () => {
  await expect(listen(app, { host: "203.0.113.1", port: 0 })).rejects.toThrow(
    "STEWARD_HOST: 203.0.113.1 is no address of this machine.",
  );
});

test("closing does not wait for a client that says nothing", async () => {
  const { url, close } = await listen(app, { host: "127.0.0.1", port: 0 });
  const silent = connect(Number(new URL(url).port), "127.0.0.1");
  await new Promise((resolve) => silent.once("connect", resolve));
  const ended = new Promise((resolve) => silent.once("close", resolve));
  await close();
  await ended;
});

test.each([
  ["h2c", "POST: hello", []],
  ["WebSocket", "", ["/here"]],
])("a request that offers %s", async (protocol, answer, upgraded) => {
  const echo = { fetch: async (request: Request) => new Response(`${request.method}: ${await request.text()}`) };
  const sockets: (string | undefined)[] = [];
  const { url, close } = await listen(echo, {
    host: "127.0.0.1",
    port: 0,
    onUpgrade: ({ url: path }, socket) => (sockets.push(path), void socket.end()),
  });
  onTestFinished(close);
  const client = connect(Number(new URL(url).port), "127.0.0.1");
  const head = ["POST /here HTTP/1.1", "host: localhost", "connection: upgrade", `upgrade: ${protocol}`];
  client.write([...head, "content-length: 5", "", "hello"].join("\r\n"));
  let told = "";
  for await (const piece of client) {
    told += String(piece);
    if (told.endsWith("hello") || told.endsWith("0\r\n\r\n")) break;
  }
  expect(told).toContain(answer);
  expect(sockets).toEqual(upgraded);
});

test("a client that leaves in the middle of its request is no fault of the house", async () => {
  const { app: house, logged } = await smallHouse();
  const begun = Promise.withResolvers<{ answer: Promise<Response> }>();
  const watched = {
    async fetch(request: Request, env?: object) {
      const answer = Promise.resolve(house.fetch(request, env));
      begun.resolve({ answer });
      return answer;
    },
  };
  const { url, close } = await listen(watched, { host: "127.0.0.1", port: 0 });
  onTestFinished(close);
  const client = connect(Number(new URL(url).port), "127.0.0.1");
  const head = ["POST /api/login HTTP/1.1", "host: localhost", "content-type: application/json", "content-length: 9"];
  client.write([...head, "", "{"].join("\r\n"));
  const { answer } = await begun.promise;
  client.destroy();
  expect((await answer).status).toBe(400);
  expect(logged.map(({ message }) => message)).not.toContain("request failed");
});
