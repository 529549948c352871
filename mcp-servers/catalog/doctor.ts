import type { Finding } from "../../kernel/server.ts";
import { counted, listed } from "../../kernel/text.ts";
import type { Catalogue } from "./catalogue.ts";

/** Looks at the catalogue as a person who sets it up needs it. */
export async function examine(catalogue: Catalogue): Promise<Finding[]> {
  const services = await catalogue.read();
  const found = (ok: boolean, text: string): Finding[] => [{ part: "catalog", ok, text }];
  const examples = services.filter(({ example }) => example);
  if (examples.length > 0)
    return found(
      true,
      `${counted(examples.length, "service")} of the demo house; yours: npm run -s steward -- import services FILE, which takes these away`,
    );
  if (services.length === 0) return found(true, "no services yet: npm run -s steward -- import services FILE");
  const seen = services.flatMap((service) => catalogue.seen(service)?.up ?? []);
  const silent = services.filter((service) => catalogue.seen(service)?.up === false).map(({ name }) => name);
  const health = silent.length > 0 ? `; not answering: ${listed(silent.slice(0, 10))}` : "";
  return found(
    true,
    `${counted(services.length, "service")}, ${seen.filter(Boolean).length} answered when last looked at${health}`,
  );
}
