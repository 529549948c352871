import { setTimeout as wait } from "node:timers/promises";
import type { Lock } from "../composer/lock.ts";
import { holderOf, takeFolder } from "../composer/lock.ts";
import { UserError } from "../kernel/errors.ts";

/** A composer that answers. */
export interface House {
  url: string;
  /** started by this command, and gone with it */
  isOwn: boolean;
  close(): Promise<void>;
}

type Source = Record<string, string | undefined>;

/** How long to wait for a composer that has taken the folder and does not listen yet; ms. */
const STARTING_MS = 10_000;
const POLL_MS = 50;

/** The composer to talk to. Never a second one on one data folder: whoever holds its lock is the one. */
export async function findHouse(source: Source, data: string, note: (line: string) => void): Promise<House> {
  const set = source["STEWARD_URL"];
  if (set) return { url: urlOf(set), isOwn: false, close: async () => {} };
  for (let waited = 0; waited < STARTING_MS; waited += POLL_MS) {
    const lock = takeFolder(data);
    if (lock) return startHouse(source, lock, note);
    const holder = holderOf(data);
    if (holder) return { url: holder.url, isOwn: false, close: async () => {} };
    await wait(POLL_MS);
  }
  throw new UserError(
    `Another composer has ${data} and does not answer: end it, or set STEWARD_DATA to another folder.`,
  );
}

function urlOf(text: string): string {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol)) return url.href;
  throw new UserError("STEWARD_URL: must be an http or https address, such as http://192.168.0.10:8420");
}

/** A composer in this process, for as long as the command lasts; only loaded when there is none. */
async function startHouse(source: Source, lock: Lock, note: (line: string) => void): Promise<House> {
  try {
    const { openHouse } = await import("./open-house.ts");
    const house = await openHouse({ source, port: 0, lock });
    const { parts } = house.composer.health();
    const isDemo = Object.values(parts).includes("demo");
    const demo = isDemo ? "; the demo house begins as it always does" : "";
    note(`No composer was running, so this command started its own${demo} (npm start keeps one).`);
    return { url: house.url, isOwn: true, close: house.close };
  } catch (thrown) {
    lock.release();
    throw thrown;
  }
}
