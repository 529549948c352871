import { expect, test } from "vitest";
import { silentLog } from "../../kernel/log.ts";
import { followHome } from "./home.ts";
import type { Link } from "./link.ts";

/** A home in °F, as its link shows it. */
function fahrenheitHome() {
  const asked: unknown[] = [];
  const climate = { temperature: 70, current_temperature: 68, min_temp: 45, max_temp: 95, target_temp_step: 1 };
  const outside = { device_class: "temperature", unit_of_measurement: "°F" };
  const link: Link = {
    state: () => "ok",
    version: () => "2026.2.3",
    async request(message) {
      asked.push(message);
      if (message.type === "get_config") return { state: "RUNNING", unit_system: { temperature: "°F" } };
      return message.type.startsWith("homeassistant/expose") ? undefined : [];
    },
    subscribe({ type }, listener) {
      if (type !== "subscribe_entities") return;
      const states = { "climate.hall": { s: "heat", a: climate }, "sensor.out": { s: "45.5", a: outside } };
      listener({ a: states });
    },
    onState() {},
    close() {},
  };
  return { link, asked };
}

test("a home in °F is spoken of in °C, and told in °F", async () => {
  const { link, asked } = fahrenheitHome();
  const home = await followHome(link, silentLog);
  expect(home.get("climate.hall")?.attributes).toEqual({
    temperature: 21.1,
    current_temperature: 20,
    min_temp: 7.2,
    max_temp: 35,
    target_temp_step: 0.6,
  });
  expect(home.get("sensor.out")).toMatchObject({ state: "7.5", attributes: { unit_of_measurement: "°C" } });
  expect(home.get("sensor.out")).toBe(home.get("sensor.out"));
  await home.call("climate.set_temperature", ["climate.hall"], { temperature: 21.1 });
  expect(asked.at(-1)).toMatchObject({ service: "set_temperature", service_data: { temperature: 70 } });
});
