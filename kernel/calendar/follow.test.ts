import { expect, test } from "vitest";
import { silentLog } from "../log.ts";
import { followPlace } from "./index.ts";

const home = { TZ: "Europe/Berlin", HASS_URL: "http://home:8123", HASS_TOKEN: "secret" };
const asked: string[] = [];
const answering = (body: unknown) => async (url: string | URL | Request, init?: RequestInit) => {
  asked.push(`${String(url)} ${new Headers(init?.headers).get("authorization")}`);
  return Response.json(body);
};
/** Until what was begun at once is done. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("the house is where it is set to be; else where Home Assistant says", async () => {
  const set = followPlace({ ...home, STEWARD_LOCATION: [1, 2] }, { fetch: answering({}), log: silentLog });
  expect(set.place.sun).toEqual({ latitude: 1, longitude: 2 });
  expect(asked).toEqual([]);
  const said = followPlace(home, { fetch: answering({ latitude: 52.5, longitude: 13.4 }), log: silentLog });
  await settled();
  expect(said.place).toEqual({ zone: "Europe/Berlin", sun: { latitude: 52.5, longitude: 13.4 } });
  expect(asked).toEqual(["http://home:8123/api/config Bearer secret"]);
  expect(followPlace({ TZ: "Europe/Berlin" }, { fetch, log: silentLog }).place).toEqual({ zone: "Europe/Berlin" });
});

test("a home that says nonsense leaves it open, and is told of once", async () => {
  const warned: string[] = [];
  const log = { ...silentLog, warn: (message: string) => void warned.push(message) };
  const { place, close } = followPlace(home, { fetch: answering({ latitude: 500 }), log });
  await settled();
  expect(place.sun).toBeUndefined();
  expect(warned).toEqual(["home assistant does not say where the house is"]);
  close();
});
