import { z } from "zod";
import { defineServer } from "../../kernel/server.ts";
import { demoHouse } from "./demo/demo-house.ts";
import { startDemoHome } from "./demo/server.ts";
import { examine } from "./doctor.ts";
import { followHome } from "./home.ts";
import { openLink } from "./link.ts";
import { phrases } from "./phrases/index.ts";
import { homeTools } from "./tools.ts";

/** Home Assistant, or the demo home where none is set. */
export default defineServer({
  name: "homeassistant",
  settings: {
    HASS_URL: z.url({ protocol: /^https?$/, error: "must be http://HOST:8123 or https://HOST" }).optional(),
    HASS_TOKEN: z.string().optional(),
  },
  async start({ settings, clock, log }) {
    const demo = settings.HASS_URL === undefined ? await startDemoHome({ home: demoHouse, clock }) : undefined;
    const url = settings.HASS_URL ?? demo?.url ?? "";
    const link = await openLink({ url, token: settings.HASS_TOKEN ?? demo?.token ?? "", log });
    const home = await followHome(link, log);
    return {
      tools: homeTools(home),
      phrases,
      names: { list: () => home.entries().map(({ id: _, domain: __, ...entry }) => entry), onChange: home.onNames },
      health: () => (demo && home.state() === "ok" ? "demo" : home.state()),
      doctor: () => examine(home, url, demo !== undefined, fetch),
      async close() {
        home.close();
        await demo?.close();
      },
    };
  },
});
