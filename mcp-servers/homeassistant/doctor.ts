import type { Finding } from "../../kernel/server.ts";
import { messageOf } from "../../kernel/errors.ts";
import type { Home } from "./home.ts";

/** Looks at a home as a person who sets it up needs it: what is wrong, and what mends it. */
export async function examine(
  home: Home,
  url: string,
  isDemo: boolean,
  fetch: typeof globalThis.fetch,
): Promise<Finding[]> {
  const found = (ok: boolean, text: string): Finding[] => [{ part: "homeassistant", ok, text }];
  if (isDemo)
    return found(
      true,
      "demo home; yours: HASS_URL=http://homeassistant.local:8123 and HASS_TOKEN=… (Profile, Security, Long-lived access tokens)",
    );
  const state = home.state();
  if (state === "token refused")
    return found(
      false,
      `${url} refuses HASS_TOKEN: make a new long-lived access token in your Home Assistant profile.`,
    );
  if (state === "starting") return found(false, `${url} is still starting: its registries are not there yet.`);
  if (state !== "ok") return found(false, await whyAway(url, fetch));
  const { exposed, all } = home.counts();
  const hint = exposed === 0 ? " Expose some under Settings, Voice assistants, Expose." : "";
  return found(exposed > 0, `${url} is reached; ${exposed} of ${all} entities are exposed to assistants.${hint}`);
}

async function whyAway(url: string, fetch: typeof globalThis.fetch): Promise<string> {
  try {
    const { status } = await fetch(new URL("/api/", url), { signal: AbortSignal.timeout(5000), redirect: "manual" });
    if (status === 401 || status === 200)
      return `${url} answers, but its WebSocket does not: look for a proxy in between that does not pass WebSockets.`;
    return `${url} is no Home Assistant (it answers ${status} at /api/): HASS_URL is http://HOST:8123, without a path.`;
  } catch (thrown) {
    const cause = messageOf(thrown instanceof Error ? (thrown.cause ?? thrown) : thrown);
    if (/cert|ssl|tls|self.signed|altname|wrong version|EPROTO/i.test(cause))
      return `${url}: TLS trouble (${cause}). Use http://, or a certificate this machine trusts (NODE_EXTRA_CA_CERTS).`;
    return `${url} cannot be reached (${cause}): is HASS_URL right, and is Home Assistant running?`;
  }
}
