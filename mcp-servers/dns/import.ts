import { sayPending } from "../../db/services/follow.ts";
import { z } from "zod";
import type { Db } from "../../db/index.ts";
import type { Service } from "../../db/services/index.ts";
import { listServices } from "../../db/services/index.ts";
import { clean, counted } from "../../kernel/text.ts";
import type { Tool } from "../../kernel/tool.ts";
import { tool } from "../../kernel/tool.ts";
import type { Adopted } from "./adopt/names.ts";
import { namesIn } from "./adopt/names.ts";
import type { Change } from "./changes.ts";
import { change } from "./changes.ts";
import { placeOf } from "./resolve.ts";
import { came } from "./result.ts";

const MOST_LINES = 18;

/** `dns_import`: adopts the names of a hand-grown nginx configuration; what it cannot read is listed and left alone. */
export const dnsImport = (db: Db, zone: string): Tool =>
  tool({
    name: "dns_import",
    description: "Adopt the names of an nginx configuration",
    risk: "write",
    for: "people",
    input: { text: z.string() },
    async plan({ text }) {
      const adopting = adoptionOf(await listServices(db), text, zone);
      return { targets: adopting.changes.map(({ key }) => key), summary: listOf(adopting) };
    },
    async run({ args }, context) {
      const adopting = adoptionOf(await listServices(db), args.text, zone);
      const pending = await change(db, adopting.changes, context);
      const { names, left } = adopting;
      const result = came("", adopting.changes, undefined);
      return {
        ...result,
        say: [listOf(adopting), ...(pending ? [sayPending(pending)] : [])].join("\n"),
        data: { names: names.map((one) => ({ ...one })), left },
      };
    },
  });

interface Adoption {
  names: Adopted[];
  changes: Change[];
  left: string[];
}

/** Each name to the service that is where it leads, or to a new one. A name or an address that is taken is left. */
function adoptionOf(services: readonly Service[], text: string, zone: string): Adoption {
  const read = namesIn(text, zone);
  const names: Adopted[] = [];
  const left = [...read.left];
  const keys = new Set(services.map(({ key }) => key));
  const changes = read.names.flatMap((one): Change[] => {
    const holder = services.find(({ domain }) => domain === one.domain);
    const there = services.find(({ ip, port, protocol }) => ip === one.ip && port === one.port && protocol !== "udp");
    if (holder && holder === there) return (names.push(one), []);
    if (holder && !holder.example) left.push(`${one.domain} is the name of ${holder.name} already`);
    else if (there && there.domain !== null && !there.example)
      left.push(`${one.domain}: ${there.name} has the name ${there.domain}`);
    else {
      names.push(one);
      // One of the demo house's makes room.
      const freed = holder ? [{ key: holder.key, was: holder, is: { ...holder, domain: null } }] : [];
      return [...freed, adopted(one, there, keys)];
    }
    return [];
  });
  return { names, changes, left };
}

function adopted({ domain, ip, port, protocol }: Adopted, there: Service | undefined, keys: Set<string>): Change {
  if (there) return { key: there.key, was: there, is: { ...there, domain, example: false } };
  const [label = domain] = domain.split(".");
  const key =
    [label, ...Array.from({ length: 999 }, (_, at) => `${label.slice(0, 58)}-${at + 2}`)].find(
      (one) => !keys.has(one),
    ) ?? label;
  keys.add(key);
  const blank = { owner: "", description: "", tags: [], notes: "", example: false };
  return { key, was: null, is: { ...blank, key, name: key, ip, port, protocol, domain } };
}

function listOf({ names, changes, left }: Adoption): string {
  const head = `${counted(names.length, "name")}, ${changes.length} of them new; ${left.length} left as ${left.length === 1 ? "it is" : "they are"}.`;
  const lines = [...names.map((one) => `${one.domain} → ${placeOf(one)}`), ...left.map((line) => `left: ${line}`)];
  const more = lines.length > MOST_LINES ? [`and ${lines.length - MOST_LINES} more`] : [];
  return [head, ...lines.slice(0, MOST_LINES).map((line) => clean(line, 120)), ...more].join("\n");
}
