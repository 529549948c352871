import { createHmac, randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const tenYears = 10 * 365 * 86_400; // seconds

/** Writes a configuration with the demo integration and an onboarded owner into `folder`; gives the owner's long-lived token. */
export async function seedHome(folder: string, port: number, integrations: readonly string[]): Promise<string> {
  const storage = join(folder, ".storage");
  await mkdir(storage, { recursive: true });
  await writeFile(join(folder, "configuration.yaml"), configuration(port, integrations));
  const owner = { user: hex(16), refresh: hex(16), key: hex(64) };
  await store(storage, "auth", 1, authentication(owner));
  await store(storage, "onboarding", 4, { done: ["user", "core_config", "analytics", "integration"] });
  await store(storage, "person", 2, { items: persons });
  return longLivedToken(owner.refresh, owner.key);
}

const persons = [
  { id: "owner", name: "Owner", user_id: null, device_trackers: [], picture: null },
  { id: "friend", name: "Friend", user_id: null, device_trackers: [], picture: null },
];

function configuration(port: number, integrations: readonly string[]): string {
  return [
    "homeassistant: {name: Test, unit_system: metric, time_zone: UTC, latitude: 52.4, longitude: 4.9, country: NL}",
    `http: {server_host: 127.0.0.1, server_port: ${port}}`,
    "input_boolean: {guest_mode: {name: Guest Mode}}",
    "script: {leaving_home: {alias: Leaving Home, sequence: [{service: light.turn_off, target: {entity_id: all}}]}}",
    "scene: [{name: Warm White, entities: {light.bed_light: {state: 'on', brightness: 180, color_temp: 370}}}]",
    ...integrations.map((name) => `${name}:`),
    "",
  ].join("\n");
}

interface Owner {
  user: string;
  refresh: string;
  key: string;
}

function authentication(owner: Owner) {
  const now = new Date().toISOString();
  const user = { name: "tester", is_owner: true, is_active: true, system_generated: false, local_only: false };
  const token = { client_name: "tester", token_type: "long_lived_access_token", version: "2024.3.3" };
  const absent = { client_id: null, client_icon: null, last_used_ip: null, expire_at: null, credential_id: null };
  const times = { created_at: now, last_used_at: now, access_token_expiration: tenYears };
  const secrets = { id: owner.refresh, user_id: owner.user, token: hex(64), jwt_key: owner.key };
  const groups = { "system-admin": "Administrators", "system-users": "Users", "system-read-only": "Read Only" };
  return {
    users: [{ id: owner.user, group_ids: ["system-admin"], ...user }],
    groups: Object.entries(groups).map(([id, name]) => ({ id, name })),
    credentials: [],
    refresh_tokens: [{ ...token, ...absent, ...times, ...secrets }],
  };
}

function longLivedToken(issuer: string, key: string): string {
  const issued = Math.floor(Date.now() / 1000);
  const claims = { iss: issuer, iat: issued, exp: issued + tenYears };
  const body = [{ alg: "HS256", typ: "JWT" }, claims].map((part) => encode(JSON.stringify(part))).join(".");
  return `${body}.${createHmac("sha256", key).update(body).digest("base64url")}`;
}

async function store(folder: string, key: string, version: number, data: object): Promise<void> {
  await writeFile(join(folder, key), JSON.stringify({ version, minor_version: 1, key, data }), { mode: 0o600 });
}

const hex = (bytes: number) => randomBytes(bytes).toString("hex");
const encode = (text: string) => Buffer.from(text).toString("base64url");
