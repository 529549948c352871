import { createServer } from "node:http";
import { text as allOf } from "node:stream/consumers";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { HostAway } from "../../kernel/host/index.ts";
import type { Json, JsonObject } from "../../kernel/schema.ts";
import { jsonObject } from "../../kernel/schema.ts";
import { caddyDriver, caddyServer } from "./caddy.ts";
import { caddySuite } from "./contract/caddy.ts";
import { namesOf, wishOfName } from "./contract/wishes.ts";

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Caddy's admin API as far as it is used: a tree by its paths, that makes no parents and refuses a bad address. */
function fakeCaddy(config: Json) {
  let tree: Json = config;
  const answer = (method: string, path: string, body: Json): { status: number; body: Json } => {
    const refuse = (error: string) => ({ status: 400, body: { error } });
    if (JSON.stringify(body).includes("not:an:address"))
      return refuse("listener address not:an:address: too many colons");
    if (path === "/load") return ((tree = body), { status: 200, body: null });
    const keys = path.split("/").filter(Boolean).slice(1);
    const last = keys.pop();
    if (last === undefined) return { status: 200, body: tree };
    let parent: Json | undefined = tree;
    for (const key of keys) parent = isObject(parent) ? parent[key] : undefined;
    if (!isObject(parent))
      return method === "GET" ? { status: 200, body: null } : refuse(`invalid traversal path at: ${path}`);
    if (method === "GET") return { status: 200, body: parent[last] ?? null };
    if (method === "DELETE") delete parent[last];
    else if (method === "PUT" && parent[last] !== undefined)
      return { status: 409, body: { error: "key already exists" } };
    else parent[last] = body;
    return { status: 200, body: null };
  };
  return createServer(async (request, response) => {
    const said = await allOf(request);
    const { status, body } = answer(
      request.method ?? "",
      request.url ?? "",
      said === "" ? null : jsonObject.parse(JSON.parse(said)),
    );
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
}

caddySuite(async (config) => {
  const server = fakeCaddy(config);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`, listen: ":18080" };
});

test("with no configuration at all the whole is loaded", async () => {
  const sent: string[] = [];
  const fetch: typeof globalThis.fetch = async (url, init) => {
    sent.push(`${init?.method} ${String(url)} ${String(init?.body ?? "")}`);
    return new Response("null");
  };
  await caddyDriver({ url: "http://caddy:2019", listen: ":80", fetch }).apply([], 1);
  expect(sent).toEqual([
    "GET http://caddy:2019/config/ ",
    expect.stringMatching(
      /^POST http:\/\/caddy:2019\/load \{"apps":\{"http":\{"servers":\{"steward":\{"@id":"steward-[0-9a-f]{64}","listen":\[":80"\]/,
    ),
  ]);
});

test("a Caddy that is not there is away", async () => {
  const fetch = () =>
    Promise.reject(new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED 127.0.0.1:1") }));
  const driver = caddyDriver({ url: "http://127.0.0.1:1", listen: ":80", fetch });
  await expect(driver.apply([], 1)).rejects.toThrow(
    new HostAway("Caddy does not answer: connect ECONNREFUSED 127.0.0.1:1"),
  );
});

test("whatever is said, the routes say exactly what was meant", () => {
  const read = z.looseObject({
    routes: z.array(
      z.looseObject({
        match: z.array(z.object({ host: z.array(z.string()) })).optional(),
        handle: z.array(z.looseObject({ upstreams: z.array(z.object({ dial: z.string() })).optional() })),
      }),
    ),
  });
  fc.assert(
    fc.property(fc.array(wishOfName, { maxLength: 5 }), (wishes) => {
      const names = namesOf(wishes);
      const { routes } = read.parse(JSON.parse(JSON.stringify(caddyServer(names, { listen: ":80" }))));
      const nobody = routes.pop();
      expect([nobody?.match, nobody?.handle]).toEqual([undefined, [{ handler: "static_response", status_code: 404 }]]);
      const proxied = names.filter(({ protocol }) => protocol === "http" || protocol === "https");
      expect(routes.map(({ match, handle }) => [match, handle.map(({ upstreams }) => upstreams)])).toEqual(
        proxied.map(({ domain, ip, port }) => [
          [{ host: [domain] }],
          [[{ dial: ip.includes(":") ? `[${ip}]:${port}` : `${ip}:${port}` }]],
        ]),
      );
    }),
    { numRuns: 500 },
  );
});
