import { z } from "zod";
import { UserError } from "../../kernel/errors.ts";
import { counted, listed } from "../../kernel/text.ts";
import type { Tool } from "../../kernel/tool.ts";
import { askConfirm, tool } from "../../kernel/tool.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Change, Kept } from "./changes.ts";
import { isSame, keptOf } from "./changes.ts";
import { spoken } from "./describe.ts";
import { entryFields, withFields } from "./entry.ts";
import { changed } from "./result.ts";

const state = z.strictObject({ key: z.string(), example: z.boolean(), ...entryFields }).nullable();
const changes = z.array(z.strictObject({ key: z.string(), was: state, is: state })).max(4_000);
type Wanted = z.infer<typeof changes>;

/** `service_restore`: services as they were, for undo. Asks when one has changed since. */
export const serviceRestore = (catalogue: Catalogue): Tool =>
  tool({
    name: "service_restore",
    description: "Put services back as they were",
    risk: "write",
    for: "people",
    input: { changes },
    async plan({ changes: wanted }, { confirmed = false }) {
      const services = await catalogue.read();
      const moved = wanted.filter((change) => !isExpected(services, change, catalogue.zone));
      if (moved.length > 0 && !confirmed)
        return askConfirm(`${namesIn(services, moved)} changed since. Put back all the same?`);
      return { targets: wanted.map(({ key }) => key), summary: `Put back ${namesIn(services, wanted)}` };
    },
    async run({ args }, context) {
      const services = await catalogue.read();
      const back = args.changes.map((change) => backOf(services, change, catalogue.zone));
      const { pending } = await catalogue.change(back, context);
      return changed(sayBack(back), back, pending);
    },
  });

const find = (services: readonly Kept[], key: string) => services.find((service) => service.key === key) ?? null;

function isExpected(services: readonly Kept[], { key, was }: Wanted[number], zone: string): boolean {
  return isSame(find(services, key), was && withFields(key, undefined, was, zone));
}

/** From what is there now, whatever it became, to what was. */
function backOf(services: readonly Kept[], { key, is }: Wanted[number], zone: string): Change {
  if (is && is.key !== key) throw new UserError(`${key} cannot be put back as ${is.key}.`);
  const now = find(services, key);
  const wanted = is && { ...withFields(key, undefined, is, zone), example: is.example };
  return { key, was: now && keptOf(now), is: wanted };
}

const namesIn = (services: readonly Kept[], some: Wanted): string =>
  some.length > 3
    ? counted(some.length, "service")
    : listed(some.map(({ key, is, was }) => find(services, key)?.name ?? is?.name ?? was?.name ?? key));

function sayBack(back: readonly Change[]): string {
  const [one] = back;
  if (!one || back.length > 1) return `${counted(back.length, "service")} are back as they were.`;
  if (one.is === null) return spoken(`${one.was?.name ?? one.key} is out of the catalogue again.`);
  return spoken(`${one.is.name} is back as it was.`);
}
