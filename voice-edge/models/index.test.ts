import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { silentLog } from "../../kernel/log.ts";
import { createModels } from "./index.ts";
import { modelOf, scratch, serving } from "./testing.ts";

const content = Buffer.from(Array.from({ length: 50_000 }, (_, at) => (at * 31) % 251));
const model = modelOf("small", content);

/** A shelf that serves `content` as a web server does, each answer cut after so many bytes. */
async function shelf({ cuts = [], takesRanges = true, sends = content }: Shelf = {}) {
  const asked: (string | undefined)[] = [];
  const folder = scratch();
  let cutHere = (_bytes: number) => {};
  const { url } = await serving((request, response) => {
    const range = takesRanges ? request.headers.range : undefined;
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0);
    const body = sends.subarray(from);
    response.writeHead(range === undefined ? 200 : 206, { "content-length": body.byteLength });
    const cut = cuts[asked.length];
    asked.push(request.headers.range);
    if (cut === undefined) return response.end(body);
    if (cut === 0) return response.destroy();
    response.write(body.subarray(0, cut));
    cutHere = (bytes) => bytes === from + cut && response.destroy(); // once they have come: what is under way is lost with the line
  });
  const models = createModels({ folder, place: url, models: [model], fetch, log: silentLog });
  const need = () => models.need("small", { onBytes: (bytes) => cutHere(bytes) });
  return { models, need, asked, folder, path: join(folder, "small.bin") };
}
interface Shelf {
  cuts?: (number | undefined)[];
  takesRanges?: boolean;
  sends?: Buffer;
}

test("a model is fetched when it is first needed, and then never again", async () => {
  const { models, asked, path, folder } = await shelf();
  expect(await models.have("small")).toBeUndefined();
  const seen: number[] = [];
  expect(await models.need("small", { onBytes: (bytes) => seen.push(bytes) })).toEqual([path]);
  expect(readFileSync(path).equals(content)).toBe(true);
  expect(readdirSync(folder)).toEqual(["small.bin"]);
  expect(seen.at(-1)).toBe(50_000);
  expect(await models.need("small")).toEqual([path]);
  expect(asked).toEqual([undefined]);
  expect(await models.list()).toEqual([{ ...model, bytes: 50_000, here: 50_000, isHere: true }]);
});

test("two who need it at once wait for the same", async () => {
  const { models, asked } = await shelf();
  await Promise.all([models.need("small"), models.need("small")]);
  expect(asked).toHaveLength(1);
});

test("a line that is cut is taken up where it broke", async () => {
  const { need, asked, path } = await shelf({ cuts: [20_000, 10_000] });
  await need();
  expect(readFileSync(path).equals(content)).toBe(true);
  expect(asked).toEqual([undefined, "bytes=20000-", "bytes=30000-"]);
});

test("a server that takes no ranges sends it all again", async () => {
  const { need, path } = await shelf({ cuts: [20_000], takesRanges: false });
  await need();
  expect(readFileSync(path).equals(content)).toBe(true);
});

test("a line that stays dead keeps what came, says so, and the next try goes on", async () => {
  const { models, need, asked, path } = await shelf({ cuts: [20_000, 0] });
  await expect(need()).rejects.toThrow(
    /^The model small could not be fetched: .+; 0\.02 of 0\.05 MB are kept, and the next try goes on from there\.$/,
  );
  expect(existsSync(path)).toBe(false);
  expect(await models.list()).toMatchObject([{ here: statSync(`${path}.part`).size, isHere: false }]);
  await need();
  expect(readFileSync(path).equals(content)).toBe(true);
  expect(asked[2]).toBe("bytes=20000-");
});

test("offline is one line", async () => {
  const folder = scratch();
  const place = "http://127.0.0.1:1/";
  const models = createModels({ folder, place, models: [model], fetch, log: silentLog });
  await expect(models.need("small")).rejects.toThrow(/^The model small could not be fetched: [^\n]+\.$/);
});

test.each([
  ["other bytes", Buffer.alloc(50_000), "what came is not that file (its size or sum is wrong), so nothing of it"],
  ["more bytes", Buffer.concat([content, content]), "sends more than the file has, so nothing of it"],
])("%s are no model, and nothing is kept", async (_, sends, why) => {
  const { models, path } = await shelf({ sends });
  await expect(models.need("small")).rejects.toThrow(why);
  expect(existsSync(path)).toBe(false);
  expect(existsSync(`${path}.part`) && statSync(`${path}.part`).size > 0).toBe(false);
  expect(await models.have("small")).toBeUndefined();
});

test("fewer bytes than there should be are kept for the next try", async () => {
  const { models } = await shelf({ sends: content.subarray(0, 100) });
  await expect(models.need("small")).rejects.toThrow("could not be fetched");
  expect(await models.have("small")).toBeUndefined();
});

test("a refusal is told with its number", async () => {
  const { url } = await serving((_, response) => response.writeHead(404).end());
  const models = createModels({ folder: scratch(), place: url, models: [model], fetch, log: silentLog });
  await expect(models.need("small")).rejects.toThrow(`The model small could not be fetched: ${new URL(url).host}`);
});

test("a server that falls silent is given up", async () => {
  const { url } = await serving((_, response) => response.writeHead(200).write("x"));
  const hasty: typeof fetch = (input, init) => {
    const silence = AbortSignal.abort(new Error("nothing came any more"));
    return fetch(input, { ...init, signal: silence });
  };
  const models = createModels({ folder: scratch(), place: url, models: [model], fetch: hasty, log: silentLog });
  await expect(models.need("small")).rejects.toThrow("The model small could not be fetched: nothing came any more.");
});

test("what lies there is checked by its sum, and taken away when it is wrong", async () => {
  const { models, path } = await shelf();
  expect(await models.verify("small")).toBe("missing");
  await models.need("small");
  expect(await models.verify("small")).toBe("right");
  writeFileSync(path, Buffer.alloc(50_000));
  expect(await models.verify("small")).toBe("wrong");
  expect(await models.have("small")).toBeUndefined();
  await models.need("small");
  expect(await models.verify("small")).toBe("right");
});

test("an unknown name is answered with the known ones", async () => {
  const { models } = await shelf();
  await expect(models.need("huge")).rejects.toThrow('There is no model "huge". Known: small.');
});
