import { sayPending } from "../../db/services/follow.ts";
import { z } from "zod";
import { clean, counted, listed } from "../../kernel/text.ts";
import type { Tool } from "../../kernel/tool.ts";
import { done, tool } from "../../kernel/tool.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Kept } from "./changes.ts";
import { changesTo, removal } from "./changes.ts";
import { spoken } from "./describe.ts";
import { mustBeFree } from "./resolve.ts";
import { changed } from "./result.ts";
import { readServices, writeServices } from "./yaml/index.ts";

/** What an import comes to. Examples nobody touched make room for the first services of the house's own. */
function importOf(services: readonly Kept[], text: string, zone: string) {
  const { entries, ignored } = readServices(text, zone);
  const named = new Set(entries.map(({ key }) => key));
  const examples = entries.length === 0 ? [] : services.filter(({ example, key }) => example && !named.has(key));
  const left = services.filter((service) => !examples.includes(service) && !named.has(service.key));
  for (const entry of entries) mustBeFree(left, entry);
  const changes = changesTo(services, entries);
  const fresh = changes.filter(({ was }) => was === null).length;
  const counts = { new: fresh, changed: changes.length - fresh, same: entries.length - changes.length };
  return { changes: [...examples.map(removal), ...changes], counts, examples: examples.length, ignored };
}
type Imported = ReturnType<typeof importOf>;

function summaryOf({ counts, examples, ignored }: Imported): string {
  const parts = [`${counts.new} new`, `${counts.changed} changed`, `${counts.same} as they were`];
  const gone = examples > 0 ? [`${counted(examples, "example")} gone`] : [];
  const notes = ignored.length > 0 ? ` Not taken over: ${listed(ignored)}.` : "";
  return spoken(`Services: ${listed([...parts, ...gone])}.${notes}`);
}

/** `service_import`: services from YAML, all or none; a dry run shows what it would come to. */
export const serviceImport = (catalogue: Catalogue): Tool =>
  tool({
    name: "service_import",
    description: "Import services from YAML",
    risk: "write",
    for: "people",
    input: { text: z.string() },
    async plan({ text }) {
      const imported = importOf(await catalogue.read(), text, catalogue.zone);
      return { targets: imported.changes.map(({ key }) => key), summary: summaryOf(imported) };
    },
    async run({ args }, context) {
      const imported = importOf(await catalogue.read(), args.text, catalogue.zone);
      const { changes, counts } = imported;
      const { pending } = await catalogue.change(changes, context);
      const say = summaryOf(imported);
      return { ...changed(pending ? clean(`${say} ${sayPending(pending)}`) : say, changes), data: { ...counts } };
    },
  });

/** `service_export`: the catalogue as YAML, in its data. */
export const serviceExport = (catalogue: Catalogue): Tool =>
  tool({
    name: "service_export",
    description: "Export services as YAML",
    risk: "read",
    for: "people",
    input: {},
    async run() {
      const services = await catalogue.read();
      return done(`${counted(services.length, "service")}, as YAML.`, { data: { text: writeServices(services) } });
    },
  });
