import { existsSync, readFileSync } from "node:fs";
import { homedir, userInfo } from "node:os";
import { join, resolve } from "node:path";
import { UserError } from "../kernel/errors.ts";
import type { Terminal } from "./terminal.ts";
import { asked, typed } from "./typed.ts";

const TEXT = { type: "string" } as const;
/** The options that say what a new machine shall be. */
export const WISHES = {
  image: TEXT,
  iso: TEXT,
  distribution: TEXT,
  memory: TEXT,
  cpus: TEXT,
  disk: TEXT,
  network: TEXT,
  user: TEXT,
  key: TEXT,
  password: TEXT,
  desktop: TEXT,
  sha256: TEXT,
  pool: TEXT,
  host: TEXT,
  owner: TEXT,
  title: TEXT,
} as const;
type Given = { [Name in keyof typeof WISHES]?: string };

/** What was said, and on a terminal what is asked for beside it. */
export async function wishOf(given: Given, note: Terminal["note"]): Promise<Record<string, string | undefined>> {
  const { title, key, ...rest } = process.stdin.isTTY ? await completed(given, note) : given;
  const password = rest.password === "-" ? await typed("Password: ", note) : rest.password;
  const image = whole(rest.image);
  const iso = whole(rest.iso);
  return { ...rest, image, iso, displayName: title, password, key: key === undefined ? undefined : keyOf(key) };
}

async function completed(given: Given, note: Terminal["note"]): Promise<Given> {
  const or = async (name: keyof Given, question: string, usual = ""): Promise<void> => {
    if (given[name] !== undefined) return;
    const said = (await asked(`${question}${usual === "" ? "" : ` [${usual}]`}: `, note)).trim() || usual;
    if (said !== "") given = { ...given, [name]: said };
  };
  if (given.iso === undefined) await or("image", "Cloud image, a file here or an https address (empty for an ISO)");
  if (given.image === undefined) await or("iso", "ISO of an installer, a file or an address");
  await or("distribution", "Distribution", "debian");
  await or("memory", "Memory in GB", "4");
  await or("disk", "Disk in GB", "32");
  await or("network", "Network: nat:NETWORK, bridge:NAME or macvtap:CARD", "nat:default");
  const { username } = userInfo();
  await or("user", "Who signs in", username === "root" ? "" : username);
  if (given.image === undefined) return { password: "-", ...given };
  await or("key", "File of an ssh public key (empty for none)", ownKey());
  await or("desktop", "Desktop: xfce, gnome or none", "xfce");
  return { password: "-", ...given };
}

function ownKey(): string {
  const files = ["id_ed25519.pub", "id_ecdsa.pub", "id_rsa.pub"].map((name) => join(homedir(), ".ssh", name));
  return files.find((file) => existsSync(file)) ?? "";
}

/** A key as it is, or what its file holds; never a private one. @throws UserError */
function keyOf(said: string): string {
  if (!existsSync(said)) return said;
  const text = readFileSync(said, "utf8").trim();
  if (text.includes("PRIVATE KEY")) throw new UserError(`${said} is a private key: give the public one, ${said}.pub`);
  return text;
}

/** A file here by its whole path: the composer stands in another folder. */
const whole = (source: string | undefined) =>
  source === undefined || /^https?:/.test(source) ? source : resolve(source);
