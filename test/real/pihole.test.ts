import { z } from "zod";
import { parseSettings, readEnvironment } from "../../kernel/config.ts";
import { piholeSuite, steady } from "../../mcp-servers/dns/contract/pihole.ts";

const PLACE = "is needed: the address of a Pi-hole 6 for tests, whose names are theirs to change";
const { STEWARD_TEST_PIHOLE: url, STEWARD_TEST_PIHOLE_PASSWORD: password } = parseSettings(
  { STEWARD_TEST_PIHOLE: z.url(PLACE), STEWARD_TEST_PIHOLE_PASSWORD: z.string("is needed: its password") },
  readEnvironment(),
);
const session = z.object({ session: z.object({ sid: z.string() }) });

/** A real Pi-hole, which is given what a test begins with. */
piholeSuite(async (hosts) => {
  await steady(async () => {
    const send = (method: string, path: string, body: object | undefined, sid = "") =>
      fetch(new URL(`/api/${path}`, url), {
        method,
        headers: { "x-ftl-sid": sid },
        ...(body && { body: JSON.stringify(body) }),
      });
    const { sid } = session.parse(await (await send("POST", "auth", { password })).json()).session;
    const config = { dns: { hosts }, misc: { dnsmasq_lines: [] } };
    const changed = await send("PATCH", "config", { config }, sid);
    if (!changed.ok) throw new Error(await changed.text());
    await steady(() => send("DELETE", "auth", undefined, sid));
  });
  return { url, password };
});
